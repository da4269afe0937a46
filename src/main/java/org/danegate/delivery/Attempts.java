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
import org.danegate.queue.DestinationOrders.Redirect;
import org.danegate.smtp.Line.Doubt;

/// The attempts in progress. Code that may end an attempt early finds it here.
final class Attempts {

    private final RunBounds bounds;
    private final Set<Attempt> all = ConcurrentHashMap.newKeySet();
    private final Map<String, Integer> barred = new ConcurrentHashMap<>();
    private final AddressShares shares;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition ended = lock.newCondition();

    Attempts(RunBounds bounds) {
        this.bounds = bounds;
        this.shares = new AddressShares(bounds, all);
    }

    RunBounds bounds() {
        return bounds;
    }

    /// Registers a new attempt. Check {@link #barred} after this call, never before it.
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

    /// Whether leasing mail for a destination is blocked now.
    boolean barred(String destination) {
        return barred.containsKey(destination);
    }

    /// Blocks leasing for these destinations until the returned bar is closed.
    Bar bar(Collection<String> destinations) {
        List<String> these = List.copyOf(destinations);
        these.forEach(d -> barred.merge(d, 1, Integer::sum));
        return () -> these.forEach(d -> barred.computeIfPresent(d, (name, n) -> n == 1 ? null : n - 1));
    }

    /// Blocks leasing for destinations until it is closed.
    @FunctionalInterface
    interface Bar extends AutoCloseable {
        @Override
        void close();
    }

    /// Breaks off the attempts that match.
    ///
    /// @param why the reason in words for people, with the attempt as its subject
    /// @return how many were broken off
    int breakOff(Predicate<Attempt> which, Breach by, String why, Doubt doubt) {
        return (int) all.stream()
                .filter(which)
                .filter(a -> a.breakOff(by, why, doubt))
                .count();
    }

    /// Whether any matching attempt is in progress.
    boolean any(Predicate<Attempt> which) {
        return all.stream().anyMatch(which);
    }

    /// Breaks off the attempts that have made no progress for longest, so that at most {@link
    /// RunBounds#slow} slow ones are left. An attempt that waits for the reply to a complete message is
    /// given {@link RunBounds#doubtAfter}.
    int breakOffSlowest() {
        List<Attempt> slow = all.stream()
                .filter(a -> !a.broken() && a.stuckFor().compareTo(bounds.slowAfter()) > 0)
                .sorted(Comparator.comparing(Attempt::stuckFor).reversed())
                .toList();
        int broken = 0;
        for (Attempt attempt : slow) {
            if (slow.size() - broken <= bounds.slow()) {
                break;
            }
            broken += breakOff(attempt) ? 1 : 0;
        }
        return broken;
    }

    private boolean breakOff(Attempt attempt) {
        return attempt.inDoubtFor().compareTo(bounds.doubtAfter()) > 0
                ? attempt.breakOff(
                        Breach.TOO_SLOW,
                        "it gave no answer to a whole message for "
                                + bounds.doubtAfter().toSeconds()
                                + " seconds, and other mail needs the connection; it may have the message",
                        Doubt.ACCEPT)
                : attempt.breakOff(
                        Breach.TOO_SLOW,
                        "it took no message for " + bounds.slowAfter().toSeconds()
                                + " seconds, and other mail needs the connection",
                        Doubt.AVOID);
    }

    /// The shares that addresses have of the attempts.
    AddressShares shares() {
        return shares;
    }

    /// How many attempts match.
    int count(Predicate<Attempt> which) {
        return (int) all.stream().filter(which).count();
    }

    /// Waits until an attempt ends or the time is over. It may return earlier, so callers check again.
    @SuppressWarnings("WaitNotInLoop")
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
