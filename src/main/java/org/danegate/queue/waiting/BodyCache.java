package org.danegate.queue.waiting;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.danegate.queue.MessageBody;
import org.jspecify.annotations.Nullable;

/// Bodies accepted recently; the oldest leave first. Mail that is delivered at once is never read back from disk. What
/// is
/// kept for longer than a moment grows old for the collector and costs it much: so there is room for a moment only.
public final class BodyCache {

    private final long capacity;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Long, MessageBody.InMemory> bodies = new LinkedHashMap<>();
    private long held;

    /// @param capacity octets kept
    public BodyCache(long capacity) {
        this.capacity = capacity;
    }

    public void put(long mid, MessageBody.InMemory body) {
        lock.lock();
        try {
            bodies.put(mid, body);
            held += body.size();
            var oldest = bodies.entrySet().iterator();
            while (held > capacity && oldest.hasNext()) {
                held -= oldest.next().getValue().size();
                oldest.remove();
            }
        } finally {
            lock.unlock();
        }
    }

    public MessageBody.@Nullable InMemory get(long mid) {
        lock.lock();
        try {
            return bodies.get(mid);
        } finally {
            lock.unlock();
        }
    }

    public void remove(long mid) {
        lock.lock();
        try {
            MessageBody.InMemory body = bodies.remove(mid);
            held -= body == null ? 0 : body.size();
        } finally {
            lock.unlock();
        }
    }
}
