package org.danegate.queue.waiting;

import org.danegate.event.Lane;

/// Names what waits for one destination in one lane.
public record LaneKey(String destination, Lane lane) {

    public static LaneKey of(Share share) {
        return new LaneKey(share.destination, share.message.envelope.lane());
    }
}
