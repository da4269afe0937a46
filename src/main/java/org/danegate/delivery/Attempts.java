package org.danegate.delivery;

import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.danegate.delivery.Attempt.Breach;
import org.danegate.queue.DestinationOrders.Redirect;
import org.danegate.smtp.Line.Doubt;

/// The attempts that go on just now. Whoever may end them before their time finds them here.
final class Attempts {

    private final Set<Attempt> all = ConcurrentHashMap.newKeySet();
    private final Map<String, Integer> barred = new ConcurrentHashMap<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition ended = lock.newCondition();

    /// An attempt begins. Destinations are asked for {@link #barred} after that, never before.
    Attempt begin(String destination, Optional<Redirect> redirected) {
        Attempt attempt = new Attempt(this, destination, redirected);
        all.add(attempt);
        return attempt;
    }

    void end(Attempt attempt) {
        all.remove(attempt);
        lock.lock();
        try {
            ended.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Whether nothing may be leased for a destination just now.
    boolean barred(String destination) {
        return barred.containsKey(destination);
    }

    /// Lets nothing be leased for destinations until the answer is closed.
    Bar bar(Collection<String> destinations) {
        List<String> these = List.copyOf(destinations);
        these.forEach(d -> barred.merge(d, 1, Integer::sum));
        return () -> these.forEach(d -> barred.computeIfPresent(d, (name, n) -> n == 1 ? null : n - 1));
    }

    /// Keeps destinations from being leased for.
    @FunctionalInterface
    interface Bar extends AutoCloseable {
        @Override
        void close();
    }

    /// Breaks off those that are meant.
    ///
    /// @param why for people, said of the attempt
    /// @return how many were broken off
    int breakOff(Predicate<Attempt> which, Breach by, String why, Doubt doubt) {
        return (int) all.stream()
                .filter(which)
                .filter(a -> a.breakOff(by, why, doubt))
                .count();
    }

    /// Breaks off those that have got no further for longest, so that no more than a number of them is left; those
    /// whose answer is due are left alone.
    ///
    /// @param patience how long an attempt may get no further before it counts
    int breakOffSlowest(Duration patience, int mostLeft, String why) {
        List<Attempt> slow = all.stream()
                .filter(a -> !a.broken() && a.stuckFor().compareTo(patience) > 0)
                .sorted(Comparator.comparing(Attempt::stuckFor).reversed())
                .toList();
        int broken = 0;
        for (Attempt attempt : slow) {
            if (slow.size() - broken <= mostLeft) {
                break;
            }
            broken += attempt.breakOff(Breach.TOO_SLOW, why, Doubt.AVOID) ? 1 : 0;
        }
        return broken;
    }

    /// How many there are of a kind.
    int count(Predicate<Attempt> which) {
        return (int) all.stream().filter(which).count();
    }

    /// Waits until one ends, or a time is over.
    void awaitAnEnd(Duration most) {
        lock.lock();
        try {
            if (!ended.await(most.toNanos(), TimeUnit.NANOSECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }
}
