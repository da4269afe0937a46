package org.danegate.queue.embedded;

import org.danegate.event.Lane;

/// Names what waits for one destination in one lane.
record LaneKey(String destination, Lane lane) {

    static LaneKey of(Share share) {
        return new LaneKey(share.destination, share.message.envelope.lane());
    }
}
