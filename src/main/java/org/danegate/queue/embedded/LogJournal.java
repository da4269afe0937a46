package org.danegate.queue.embedded;

import java.time.Instant;
import java.util.List;
import org.danegate.event.Lane;
import org.danegate.queue.QueuedDelivery;
import org.danegate.queue.Settlement;
import org.danegate.queue.waiting.Journal;
import org.danegate.queue.waiting.QueuedMessage;
import org.danegate.queue.waiting.RecordEncoding;
import org.danegate.queue.waiting.Share;

/// Notes changes as records of the log.
record LogJournal(SegmentLog log) implements Journal {

    @Override
    public void settled(QueuedMessage message, Share share, List<Settlement> results, boolean gone) {
        log.append(RecordEncoding.settled(message.mid, results));
    }

    /// The log is this process's own: a message that is gone was finished here.
    @Override
    public void late(QueuedDelivery lease, List<Settlement> results) {
        // Nobody else has it.
    }

    @Override
    public void held(QueuedMessage message, boolean held) {
        log.append(RecordEncoding.held(message.mid, held));
    }

    @Override
    public void deferred(String destination, Lane lane, Instant until, String trouble) {
        log.append(RecordEncoding.deferred(destination, lane, until, trouble));
    }
}
