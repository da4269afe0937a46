package org.danegate.queue.waiting;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.danegate.queue.MessageSearch;
import org.danegate.queue.QueueOperations;
import org.danegate.queue.QueuedDelivery;
import org.danegate.queue.WaitingMessage;

/// Administrators' actions on the queue of one node. They work on the same index as delivery, under its lock.
public final class IndexOperations implements QueueOperations {

    private final ReentrantLock lock;
    private final Map<Long, QueuedMessage> messages;
    private final Lanes lanes;
    private final Journal journal;
    private final Runnable wake;
    private final MessageFinder finder;

    /// @param lock guards all the others
    /// @param messages index; its keys may be read without the lock
    /// @param journal notes what is held
    /// @param wake called when work may be due
    public IndexOperations(
            ReentrantLock lock, Map<Long, QueuedMessage> messages, Lanes lanes, Journal journal, Runnable wake) {
        this.lock = lock;
        this.messages = messages;
        this.lanes = lanes;
        this.journal = journal;
        this.wake = wake;
        this.finder = new MessageFinder(lock, messages, lanes);
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
                journal.held(message, true);
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
            journal.held(message, false);
        } finally {
            lock.unlock();
        }
        wake.run();
        return true;
    }

    /// Holds or releases a message in the index. Leased recipients are placed when they are settled.
    public static void mark(QueuedMessage message, Lanes lanes, boolean held) {
        List<Share> waiting = message.shares().stream().filter(s -> !s.leased).toList();
        waiting.forEach(lanes::remove);
        message.held = held;
        waiting.forEach(lanes::add);
    }

    @Override
    public Optional<WaitingMessage> message(long mid) {
        lock.lock();
        try {
            return Optional.ofNullable(messages.get(mid)).map(finder::shown);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public MessageSearch.Page find(MessageSearch search) {
        return finder.find(search);
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
