package org.danegate.queue.embedded;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.danegate.queue.MessageSearch;
import org.danegate.queue.QueueOperations;
import org.danegate.queue.QueuedDelivery;
import org.danegate.queue.QueuedDelivery.Pending;
import org.danegate.queue.WaitingMessage;

/// Administrators' actions on the queue of one node. They work on the same index as delivery, under its lock.
final class EmbeddedOperations implements QueueOperations {

    private static final int LOOKED_AT_ONCE = 500;

    private final ReentrantLock lock;
    private final Map<Long, QueuedMessage> messages;
    private final Lanes lanes;
    private final SegmentLog log;
    private final Runnable wake;

    /// @param lock guards all the others
    /// @param messages index; its keys may be read without the lock
    /// @param wake called when work may be due
    EmbeddedOperations(
            ReentrantLock lock, Map<Long, QueuedMessage> messages, Lanes lanes, SegmentLog log, Runnable wake) {
        this.lock = lock;
        this.messages = messages;
        this.lanes = lanes;
        this.log = log;
        this.wake = wake;
    }

    @Override
    public boolean hold(long mid) {
        lock.lock();
        try {
            QueuedMessage message = messages.get(mid);
            if (message == null) {
                return false;
            }
            if (!message.held) {
                mark(message, lanes, true);
                log.append(RecordEncoding.held(mid, true));
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean release(long mid) {
        lock.lock();
        try {
            QueuedMessage message = messages.get(mid);
            if (message == null || !message.held) {
                return false;
            }
            mark(message, lanes, false);
            log.append(RecordEncoding.held(mid, false));
        } finally {
            lock.unlock();
        }
        wake.run();
        return true;
    }

    /// Holds or releases a message in the index. Leased recipients are placed when they are settled.
    static void mark(QueuedMessage message, Lanes lanes, boolean held) {
        List<Share> waiting = message.shares().stream().filter(s -> !s.leased).toList();
        waiting.forEach(lanes::remove);
        message.held = held;
        waiting.forEach(lanes::add);
    }

    @Override
    public Optional<WaitingMessage> message(long mid) {
        lock.lock();
        try {
            return Optional.ofNullable(messages.get(mid)).map(this::shown);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public MessageSearch.Page find(MessageSearch search) {
        long[] mids = messages.keySet().stream()
                .mapToLong(Long::longValue)
                .filter(mid -> mid > search.after())
                .sorted()
                .toArray();
        List<WaitingMessage> found = new ArrayList<>();
        for (int from = 0; from < mids.length && found.size() <= search.limit(); from += LOOKED_AT_ONCE) {
            lookAt(mids, from, search, found);
        }
        boolean more = found.size() > search.limit();
        return new MessageSearch.Page(more ? found.subList(0, search.limit()) : found, more);
    }

    private void lookAt(long[] mids, int from, MessageSearch search, List<WaitingMessage> found) {
        lock.lock();
        try {
            for (int i = from; i < Math.min(mids.length, from + LOOKED_AT_ONCE); i++) {
                QueuedMessage message = messages.get(mids[i]);
                if (message != null && matches(message, search)) {
                    found.add(shown(message));
                    if (found.size() > search.limit()) {
                        return;
                    }
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private static boolean matches(QueuedMessage message, MessageSearch search) {
        return (message.held || !search.heldOnly())
                && contains(message.envelope.sender(), search.sender())
                && message.shares().stream()
                        .anyMatch(s -> contains(s.destination, search.destination())
                                && (search.recipient().isEmpty()
                                        || s.pending().stream()
                                                .anyMatch(p ->
                                                        contains(p.address().text(), search.recipient()))));
    }

    private static boolean contains(String text, String part) {
        return part.isEmpty() || text.toLowerCase(Locale.ROOT).contains(part);
    }

    private WaitingMessage shown(QueuedMessage m) {
        List<Pending> recipients = m.recipients(lanes::pending);
        return new WaitingMessage(
                m.mid,
                m.envelope,
                m.receivedAt,
                m.size,
                m.held,
                recipients,
                m.shares().stream()
                        .filter(s -> s.leased)
                        .map(s -> s.destination)
                        .collect(Collectors.toSet()));
    }

    @Override
    public Taken take(long mid) {
        lock.lock();
        try {
            QueuedMessage message = messages.get(mid);
            if (message == null) {
                return new Taken.Unknown();
            }
            if (message.shares().stream().anyMatch(s -> s.leased)) {
                return new Taken.InDelivery();
            }
            message.shares().forEach(lanes::take);
            return new Taken.Leased(
                    message.shares().stream().map(Share::delivery).toList());
        } finally {
            lock.unlock();
        }
    }

    @Override
    public List<QueuedDelivery> takeWaiting(String destination, long after, Instant receivedUntil, int maxMessages) {
        lock.lock();
        try {
            List<Share> shares = lanes.unleased(destination, after, receivedUntil, maxMessages);
            shares.forEach(lanes::take);
            return shares.stream().map(Share::delivery).toList();
        } finally {
            lock.unlock();
        }
    }
}
