package org.danegate.queue.embedded;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Bodies accepted lately, the oldest leaving first: mail that is delivered at once is never read back from disk.
final class BodyCache {

    private final long capacity;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Long, byte[]> bodies = new LinkedHashMap<>();
    private long held;

    /// @param capacity octets kept
    BodyCache(long capacity) {
        this.capacity = capacity;
    }

    void put(long mid, byte[] body) {
        lock.lock();
        try {
            bodies.put(mid, body);
            held += body.length;
            var oldest = bodies.entrySet().iterator();
            while (held > capacity && oldest.hasNext()) {
                held -= oldest.next().getValue().length;
                oldest.remove();
            }
        } finally {
            lock.unlock();
        }
    }

    byte @Nullable [] get(long mid) {
        lock.lock();
        try {
            return bodies.get(mid);
        } finally {
            lock.unlock();
        }
    }

    void remove(long mid) {
        lock.lock();
        try {
            byte[] body = bodies.remove(mid);
            held -= body == null ? 0 : body.length;
        } finally {
            lock.unlock();
        }
    }
}
