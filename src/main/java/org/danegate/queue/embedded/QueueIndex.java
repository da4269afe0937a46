package org.danegate.queue.embedded;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.danegate.queue.Settlement;

/// The waiting mail in memory: messages by MID and their shares by destination. It is built from the log's records and
/// kept in step with them. Guarded by the queue's lock; the map of messages may be read without it.
final class QueueIndex {

    final Map<Long, QueuedMessage> messages = new ConcurrentHashMap<>();
    final Lanes lanes = new Lanes();
    final AtomicLong nextMid = new AtomicLong(1);
    private long reservedMid;
    private long liveOctets;

    /// Adds a record during recovery.
    void replay(LogRecord record, LogPosition position) {
        switch (record) {
            case LogRecord.Accepted a -> accepted(a, position);
            case LogRecord.Settled s -> change(s.mid(), message -> message.apply(s.settlements()));
            case LogRecord.Restated s -> change(s.mid(), message -> message.restate(s.recipients()));
            case LogRecord.Held h -> {
                QueuedMessage message = messages.get(h.mid());
                if (message != null) {
                    EmbeddedOperations.mark(message, lanes, h.held());
                }
            }
            case LogRecord.Deferred d -> lanes.defer(d.destination(), d.lane(), d.until(), d.trouble());
            case LogRecord.MidsReserved m -> reservedMid = Math.max(reservedMid, m.mid());
        }
    }

    private void accepted(LogRecord.Accepted record, LogPosition position) {
        QueuedMessage known = messages.get(record.mid());
        if (known == null) {
            position.segment().live().incrementAndGet();
            add(new QueuedMessage(record.message(), record.bodyLength(), record.bodyOffset(), position));
        } else {
            // Copied forward: the known results of its recipients stay valid.
            move(known, position);
        }
        nextMid.accumulateAndGet(record.mid() + 1, Math::max);
    }

    private void change(long mid, Consumer<QueuedMessage> how) {
        QueuedMessage message = messages.get(mid);
        if (message != null) {
            List<Share> before = message.shares();
            before.forEach(lanes::remove);
            how.accept(message);
            message.shares().forEach(lanes::add);
            before.forEach(s -> lanes.sweep(s.destination));
            removeIfDone(message);
        }
    }

    /// Adds a message that its segment counts already.
    void add(QueuedMessage message) {
        messages.put(message.mid, message);
        liveOctets += message.position.length();
        message.shares().forEach(lanes::add);
    }

    /// Applies the results of the recipients of a leased share and puts the others back into their lane; true when
    /// the message has no recipients left and is gone.
    boolean settle(QueuedMessage message, Share share, List<Settlement> settlements) {
        lanes.remove(share);
        message.apply(settlements);
        if (!share.isEmpty()) {
            lanes.add(share);
        }
        lanes.sweep(share.destination);
        return removeIfDone(message);
    }

    /// Notes that the message is now at another position in the log.
    void move(QueuedMessage message, LogPosition position) {
        message.position.segment().live().decrementAndGet();
        message.position = position;
        position.segment().live().incrementAndGet();
    }

    /// Forgets a message whose recipients are all finished; false when some are not.
    private boolean removeIfDone(QueuedMessage message) {
        if (!message.finished()) {
            return false;
        }
        messages.remove(message.mid);
        message.position.segment().live().decrementAndGet();
        liveOctets -= message.position.length();
        return true;
    }

    /// Octets of the log that hold messages with waiting recipients.
    long liveOctets() {
        return liveOctets;
    }

    /// MIDs below this one may have been given out.
    long reservedMid() {
        return reservedMid;
    }

    /// Reserves a block of MIDs, beginning with the next one.
    void reserve(int block) {
        reservedMid = nextMid.get() + block;
    }
}
