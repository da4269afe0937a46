package beside;

import java.util.Arrays;
import java.util.BitSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// What arrived at the sink in the present run: counts each message once, with its time and latency.
final class Arrivals {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition complete = lock.newCondition();
    private final AtomicLong connections = new AtomicLong();
    private final AtomicLong handshakes = new AtomicLong();
    private final AtomicLong resumed = new AtomicLong();
    private final Condition another = lock.newCondition();
    private BitSet seen = new BitSet();
    private BitSet others = new BitSet();
    private long[] sent = {};
    private long[] took = {};
    private int run;
    private int expected;
    private int distinct;
    private int again;
    private long last;

    void connected() {
        connections.incrementAndGet();
    }

    void handshake(boolean resumption) {
        handshakes.incrementAndGet();
        if (resumption) {
            resumed.incrementAndGet();
        }
    }

    /// Forgets everything; from now on messages of that run count.
    String reset(int newRun, int newExpected) {
        lock.lock();
        try {
            run = newRun;
            expected = newExpected;
            seen = new BitSet();
            others = new BitSet();
            sent = new long[newExpected];
            took = new long[newExpected];
            distinct = 0;
            again = 0;
            connections.set(0);
            handshakes.set(0);
            resumed.set(0);
            return "ok";
        } finally {
            lock.unlock();
        }
    }

    void message(int ofRun, int number, long sentNanos) {
        long now = System.nanoTime();
        lock.lock();
        try {
            if (ofRun != run) {
                return;
            }
            if (number >= expected) {
                again += others.get(number) ? 1 : 0;
                others.set(number);
                another.signalAll();
                return;
            }
            if (seen.get(number)) {
                again++;
                return;
            }
            seen.set(number);
            sent[distinct] = sentNanos;
            took[distinct] = now - sentNanos;
            last = now;
            if (++distinct == expected) {
                complete.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /// Waits for all expected messages: `distinct duplicates nanosOfLast connections handshakes resumed`.
    String await(long millis) {
        lock.lock();
        try {
            long left = TimeUnit.MILLISECONDS.toNanos(millis);
            while (distinct < expected && left > 0) {
                left = complete.awaitNanos(left);
            }
            return distinct + " " + again + " " + last + " " + connections + " " + handshakes + " " + resumed;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } finally {
            lock.unlock();
        }
    }

    /// Waits until so many other messages of the run arrived, with numbers beyond the expected ones: how many did.
    String others(long millis, int wanted) {
        lock.lock();
        try {
            long left = TimeUnit.MILLISECONDS.toNanos(millis);
            while (others.cardinality() < wanted && left > 0) {
                left = another.awaitNanos(left);
            }
            return String.valueOf(others.cardinality());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } finally {
            lock.unlock();
        }
    }

    /// Latency of the messages sent in that span: `count p50 p99 max`, nanoseconds.
    String latency(long from, long until) {
        lock.lock();
        try {
            long[] chosen = new long[distinct];
            int n = 0;
            for (int i = 0; i < distinct; i++) {
                if (sent[i] >= from && sent[i] < until) {
                    chosen[n++] = took[i];
                }
            }
            long[] sorted = Arrays.copyOf(chosen, n);
            Arrays.sort(sorted);
            return n == 0
                    ? "0 0 0 0"
                    : n + " " + sorted[(n - 1) / 2] + " " + sorted[(int) Math.ceil(n * 0.99) - 1] + " " + sorted[n - 1];
        } finally {
            lock.unlock();
        }
    }
}
