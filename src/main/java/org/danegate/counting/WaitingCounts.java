package org.danegate.counting;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BinaryOperator;

/// Counters that wait to be stored, within a bound: what has no room is left out and counted. Thread-safe.
///
/// @param <K> what is counted by
/// @param <V> the counter
public final class WaitingCounts<K, V> {

    private final int most;
    private final BinaryOperator<V> sum;
    private final ReentrantLock lock = new ReentrantLock();
    private Map<K, V> waiting = new HashMap<>();
    private long leftOut;

    /// @param most keys that wait, 1 or more
    /// @param sum adds two counters; may change and return the first one
    public WaitingCounts(int most, BinaryOperator<V> sum) {
        this.most = most;
        this.sum = sum;
    }

    /// Adds to the counter of a key.
    public void add(K key, V count) {
        lock.lock();
        try {
            addLocked(key, count);
        } finally {
            lock.unlock();
        }
    }

    private void addLocked(K key, V count) {
        if (waiting.size() >= most && !waiting.containsKey(key)) {
            leftOut++;
        } else {
            waiting.merge(key, count, sum);
        }
    }

    /// What was counted since the last time, handed out once.
    public Map<K, V> take() {
        lock.lock();
        try {
            Map<K, V> taken = waiting;
            waiting = new HashMap<>();
            return taken;
        } finally {
            lock.unlock();
        }
    }

    /// Takes back what could not be stored.
    public void putBack(Map<K, V> taken) {
        lock.lock();
        try {
            taken.forEach(this::addLocked);
        } finally {
            lock.unlock();
        }
    }

    /// How many counts had no room since the last time this was asked.
    public long takeLeftOut() {
        lock.lock();
        try {
            long some = leftOut;
            leftOut = 0;
            return some;
        } finally {
            lock.unlock();
        }
    }
}
