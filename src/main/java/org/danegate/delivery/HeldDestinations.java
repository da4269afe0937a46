package org.danegate.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.danegate.policy.CommittedPolicy;
import org.danegate.queue.DestinationOrders;
import org.danegate.queue.MessageQueue;

/// Destinations whose mail is held back, because an administrator suspended them or because a limit of their profile
/// allows nothing more for a while. Thread-safe.
final class HeldDestinations {

    private final MessageQueue queue;
    private final CommittedPolicy policy;
    private final DestinationOrders orders;
    // A destination is entered after its mail was paused. A thread that lifts pauses then either finds the entry, or
    // has made the pause void, which the thread that enters it notices.
    private final Set<String> limited = ConcurrentHashMap.newKeySet();
    private final Set<String> suspended = ConcurrentHashMap.newKeySet();
    private final AtomicLong lifts = new AtomicLong();

    HeldDestinations(MessageQueue queue, CommittedPolicy policy, DestinationOrders orders) {
        this.queue = queue;
        this.policy = policy;
        this.orders = orders;
    }

    /// Follows commits and orders from now on.
    void start() {
        policy.onCommit(revision -> liftLimits());
        orders.onChange(this::liftSuspensions);
    }

    /// Reconsiders mail that a limit holds back, since another policy may have other limits.
    void liftLimits() {
        lifts.incrementAndGet();
        Set.copyOf(limited).forEach(destination -> lift(limited, destination));
    }

    /// How often limits were lifted.
    long lifts() {
        return lifts.get();
    }

    /// Resumes destinations that are no longer suspended.
    private void liftSuspensions() {
        for (String destination : Set.copyOf(suspended)) {
            if (!isSuspended(destination)) {
                lift(suspended, destination);
            }
        }
    }

    private void lift(Set<String> held, String destination) {
        held.remove(destination);
        queue.pause(destination, Instant.MIN);
    }

    boolean isSuspended(String destination) {
        return orders.suspension(destination).isPresent();
    }

    /// Suspends a destination: its mail is not due again until delivery is resumed.
    void suspend(String destination) {
        queue.pause(destination, Instant.MAX);
        suspended.add(destination);
        if (!isSuspended(destination)) {
            lift(suspended, destination);
        }
    }

    /// Pauses the destination: a limit of the profile allows nothing more before that time.
    ///
    /// @param since {@link #lifts} when the attempt began that met the limit; limits lifted after that make it void
    void limit(Assignment assignment, Instant until, long since) {
        String destination = assignment.destination();
        switch (assignment.profile().limitApply()) {
            case SYSTEM_WIDE -> queue.pause(destination, until);
            case EACH_VIRTUAL_GATEWAY -> queue.pause(destination, assignment.lane(), until);
        }
        limited.add(destination);
        if (lifts() != since || assignment.isOutdated(policy)) {
            lift(limited, destination);
        }
    }

    /// The time that an attempt in progress has left once an order requires it to end.
    ///
    /// @param usual where the order does not say
    Duration grace(Attempt attempt, Duration usual) {
        return isSuspended(attempt.destination())
                ? orders.grace(attempt.destination()).orElse(usual)
                : usual;
    }

    /// Whether an order made since the attempt began requires it to end: its destination is suspended or
    /// redirected elsewhere.
    boolean isUnwanted(Attempt attempt) {
        return isSuspended(attempt.destination())
                || !orders.redirect(attempt.destination()).equals(attempt.redirected());
    }
}
