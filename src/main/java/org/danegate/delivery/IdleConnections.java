package org.danegate.delivery;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Keeps connections open for a moment after their mail, for the next message of a busy destination.
final class IdleConnections {

    private static final int MOST = 1000;

    private record Idle(Connection connection, long untilNanos) {}

    private final Duration patience;
    private final Consumer<Connection> closing;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition more = lock.newCondition();
    private final Map<Connection.Seat, Deque<Idle>> bySeat = new HashMap<>();
    private int count;
    private boolean stopped;

    /// @param patience how long a connection may be idle
    /// @param closing ends a connection politely; called on a thread of its own
    IdleConnections(Duration patience, Consumer<Connection> closing) {
        this.patience = patience;
        this.closing = closing;
    }

    /// Starts to watch for connections that have been idle long enough.
    void start() {
        Thread.ofVirtual().name("idle-connections").start(this::watch);
    }

    /// Takes the most recently used connection for that seat; null when there is none.
    @Nullable
    Connection take(Connection.Seat seat) {
        lock.lock();
        try {
            Deque<Idle> idle = bySeat.get(seat);
            if (idle == null) {
                return null;
            }
            Connection connection = idle.removeLast().connection();
            count--;
            if (idle.isEmpty()) {
                bySeat.remove(seat);
            }
            return connection;
        } finally {
            lock.unlock();
        }
    }

    /// Keeps a connection; false when there is no room for it.
    boolean keep(Connection connection) {
        lock.lock();
        try {
            if (stopped || count >= MOST) {
                return false;
            }
            bySeat.computeIfAbsent(connection.seat(), s -> new ArrayDeque<>())
                    .addLast(new Idle(connection, System.nanoTime() + patience.toNanos()));
            count++;
            more.signal();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /// Takes out one connection that counts towards a limit, to make room for another; null when none is idle.
    @Nullable
    Connection takeCountedFor(LimitKey limit) {
        lock.lock();
        try {
            List<Connection> found = remove(i -> i.connection().limit().equals(limit), 1);
            return found.isEmpty() ? null : found.getFirst();
        } finally {
            lock.unlock();
        }
    }

    /// Closes all connections and keeps none from now on.
    void stop() {
        List<Connection> all;
        lock.lock();
        try {
            stopped = true;
            all = remove(i -> true, Integer.MAX_VALUE);
            more.signal();
        } finally {
            lock.unlock();
        }
        close(all);
    }

    private void close(List<Connection> all) {
        all.forEach(c -> Thread.ofVirtual().start(() -> closing.accept(c)));
    }

    private List<Connection> remove(Predicate<Idle> which, int most) {
        List<Connection> removed = new ArrayList<>();
        Iterator<Deque<Idle>> seats = bySeat.values().iterator();
        while (seats.hasNext() && removed.size() < most) {
            Deque<Idle> idle = seats.next();
            remove(idle, which, most, removed);
            if (idle.isEmpty()) {
                seats.remove();
            }
        }
        return removed;
    }

    private void remove(Deque<Idle> idle, Predicate<Idle> which, int most, List<Connection> removed) {
        Iterator<Idle> each = idle.iterator();
        while (each.hasNext() && removed.size() < most) {
            Idle one = each.next();
            if (which.test(one)) {
                each.remove();
                count--;
                removed.add(one.connection());
            }
        }
    }

    private void watch() {
        try {
            List<Connection> over = awaitOver();
            while (over != null) {
                close(over);
                over = awaitOver();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Waits a moment, then takes the connections that have been idle long enough; null once stopped. It may return
    /// earlier, with none, so its caller asks again.
    @SuppressWarnings("WaitNotInLoop")
    private @Nullable List<Connection> awaitOver() throws InterruptedException {
        lock.lock();
        try {
            if (stopped) {
                return null;
            }
            if (count == 0) {
                more.await();
            } else {
                more.awaitNanos(patience.toNanos() / 4);
            }
            long now = System.nanoTime();
            return remove(i -> now - i.untilNanos() >= 0, Integer.MAX_VALUE);
        } finally {
            lock.unlock();
        }
    }
}
