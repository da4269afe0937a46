package org.danegate.practice;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/// The last messages that practice receivers accepted, oldest first, with a way to wait for them. It keeps only a
/// bounded number; the count continues.
public final class Inbox {
    private final int limit;
    private final Deque<ReceivedMessage> messages = new ArrayDeque<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private long received;

    /// @param limit how many messages are kept, at least 1
    public Inbox(int limit) {
        this.limit = limit;
    }

    void add(ReceivedMessage message) {
        lock.lock();
        try {
            if (messages.size() == limit) {
                messages.removeFirst();
            }
            messages.addLast(message);
            received++;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// The messages that are still kept.
    public List<ReceivedMessage> all() {
        lock.lock();
        try {
            return List.copyOf(messages);
        } finally {
            lock.unlock();
        }
    }

    /// The number of messages received since the beginning.
    public long received() {
        lock.lock();
        try {
            return received;
        } finally {
            lock.unlock();
        }
    }

    /// Waits until this number of messages has arrived since the beginning.
    ///
    /// @return whether they arrived in time
    public boolean await(long count, Duration atMost) throws InterruptedException {
        return awaitThat(all -> received >= count, atMost);
    }

    /// Waits until the kept messages meet a condition.
    ///
    /// @return whether they did so in time
    public boolean awaitThat(Predicate<List<ReceivedMessage>> condition, Duration atMost) throws InterruptedException {
        long left = atMost.toNanos();
        lock.lock();
        try {
            while (!condition.test(List.copyOf(messages))) {
                if (left <= 0) {
                    return false;
                }
                left = changed.awaitNanos(left);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /// Forgets the kept messages; the count stays as it is.
    public void clear() {
        lock.lock();
        try {
            messages.clear();
        } finally {
            lock.unlock();
        }
    }
}
