package org.danegate.queue.waiting;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.danegate.queue.Settlement;

/// The waiting mail in memory: messages by MID and their shares by destination. It is built from the log's records and
/// kept in step with them. Guarded by the queue's lock; the map of messages may be read without it.
public final class QueueIndex {

    public final Map<Long, QueuedMessage> messages = new ConcurrentHashMap<>();
    public final Lanes lanes = new Lanes();
    public final AtomicLong nextMid = new AtomicLong(1);
    private long reservedMid;
    private long liveOctets;

    /// Adds a record during recovery.
    public void replay(LogRecord record, Place place) {
        switch (record) {
            case LogRecord.Accepted a -> accepted(a, place);
            case LogRecord.Settled s -> change(s.mid(), message -> message.apply(s.settlements()));
            case LogRecord.Restated s -> change(s.mid(), message -> message.restate(s.recipients()));
            case LogRecord.Held h -> {
                QueuedMessage message = messages.get(h.mid());
                if (message != null) {
                    IndexOperations.mark(message, lanes, h.held());
                }
            }
            case LogRecord.Deferred d -> lanes.defer(d.destination(), d.lane(), d.until(), d.trouble());
            case LogRecord.MidsReserved m -> reservedMid = Math.max(reservedMid, m.mid());
        }
    }

    private void accepted(LogRecord.Accepted record, Place place) {
        QueuedMessage known = messages.get(record.mid());
        if (known == null) {
            place.filled();
            add(new QueuedMessage(record.message(), record.bodyLength(), place));
        } else {
            // Copied forward: the known results of its recipients stay valid.
            move(known, place);
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

    /// Adds a message that its place counts already.
    public void add(QueuedMessage message) {
        messages.put(message.mid, message);
        liveOctets += message.place.length();
        message.shares().forEach(lanes::add);
    }

    /// Applies the results of the recipients of a leased share and puts the others back into their lane; true when
    /// the message has no recipients left and is gone.
    public boolean settle(QueuedMessage message, Share share, List<Settlement> settlements) {
        lanes.remove(share);
        message.apply(settlements);
        if (!share.isEmpty()) {
            lanes.add(share);
        }
        lanes.sweep(share.destination);
        return removeIfDone(message);
    }

    /// Notes that the message is kept at another place now.
    public void move(QueuedMessage message, Place place) {
        message.place.emptied();
        message.place = place;
        place.filled();
    }

    /// Forgets a message whose recipients are all finished; false when some are not.
    private boolean removeIfDone(QueuedMessage message) {
        if (!message.finished()) {
            return false;
        }
        messages.remove(message.mid);
        message.place.emptied();
        liveOctets -= message.place.length();
        return true;
    }

    /// Octets of the store that hold messages with waiting recipients.
    public long liveOctets() {
        return liveOctets;
    }

    /// MIDs below this one may have been given out.
    public long reservedMid() {
        return reservedMid;
    }

    /// Reserves a block of MIDs, beginning with the next one.
    public void reserve(int block) {
        reservedMid = nextMid.get() + block;
    }
}
