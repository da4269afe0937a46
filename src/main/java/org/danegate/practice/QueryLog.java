package org.danegate.practice;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/// The last queries that a practice resolver received, oldest first; at most 10,000 are kept.
public final class QueryLog {
    private static final int LIMIT = 10_000;
    private final Deque<PracticeQuery> queries = new ArrayDeque<>();
    private final ReentrantLock lock = new ReentrantLock();

    void add(PracticeQuery query) {
        lock.lock();
        try {
            if (queries.size() == LIMIT) {
                queries.removeFirst();
            }
            queries.addLast(query);
        } finally {
            lock.unlock();
        }
    }

    /// A copy of the log.
    public List<PracticeQuery> all() {
        lock.lock();
        try {
            return List.copyOf(queries);
        } finally {
            lock.unlock();
        }
    }

    /// How often a name was queried with a type, by either transport; the name in lower case without final dot.
    public long count(String name, String type) {
        return all().stream()
                .filter(query -> query.name().equals(name) && query.type().equals(type))
                .count();
    }

    /// Forgets everything.
    public void clear() {
        lock.lock();
        try {
            queries.clear();
        } finally {
            lock.unlock();
        }
    }
}
