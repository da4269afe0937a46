package org.danegate.delivery;

import java.time.Instant;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.danegate.dialing.CallOutcome;
import org.danegate.dialing.Route;
import org.danegate.policy.CommittedPolicy;
import org.danegate.policy.Policy;
import org.danegate.queue.QueuedDelivery;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Carries out runs, each from its first leased message until everything leased is settled, on the thread of the run.
final class DeliveryRuns {

    /// The engine's: administrators look for its faults under one name.
    private static final Logger LOG = LoggerFactory.getLogger(DeliveryEngine.class);

    private final DeliveryMeans means;
    private final SendingMeans sending;
    private final CommittedPolicy policy;
    private final HeldDestinations held;
    private final BooleanSupplier stopping;

    /// @param stopping whether the engine stops
    DeliveryRuns(
            DeliveryMeans means,
            SendingMeans sending,
            CommittedPolicy policy,
            HeldDestinations held,
            BooleanSupplier stopping) {
        this.means = means;
        this.sending = sending;
        this.policy = policy;
        this.held = held;
        this.stopping = stopping;
    }

    /// Delivers what is due at the destination of an attempt. Returns at once when nothing is.
    ///
    /// @param now the policy in force
    void deliver(Attempt attempt, DestinationPace pace, Policy now) {
        String name = attempt.destination();
        if (held.isSuspended(name) || !attempt.mayTake()) {
            return;
        }
        List<QueuedDelivery> leased = means.queue().lease(name, 1, means.clock().instant());
        boolean first = true;
        while (!leased.isEmpty()) {
            Assignment assignment = Assignment.of(leased.getFirst(), now);
            Turn turn = new Turn(attempt, pace, () -> isOver(assignment, attempt));
            // Mail of other rows of TLS by Sender has its turn afterwards, and takes no more from the queue then.
            Work work = new Work(leased, assignment, means, attempt, first);
            runGuarded(work, assignment, turn);
            leased = work.takeAside();
            first = false;
        }
    }

    /// Whether a run must start nothing new: the engine stops, the destination is suspended, or another policy or
    /// redirection is in force.
    private boolean isOver(Assignment assignment, Attempt attempt) {
        return stopping.getAsBoolean()
                || assignment.isOutdated(policy)
                || attempt.ordered()
                || held.isUnwanted(attempt);
    }

    private void runGuarded(Work work, Assignment assignment, Turn turn) {
        try {
            run(work, assignment, turn);
        } catch (RuntimeException e) {
            LOG.error("A delivery run to {} failed; its mail stays queued", assignment.destination(), e);
            work.fail(MessageTroubles.ownFault());
        }
    }

    private void run(Work work, Assignment assignment, Turn turn) {
        long lifts = held.lifts();
        RunCourse course = new RunCourse(means.clock());
        Route route = RunRoute.of(turn.attempt(), assignment, means.dialing());
        course.lookedUp("route");
        if (route instanceof Route.Discard) {
            work.discard();
            return;
        }
        MessageSender sender = new MessageSender(means, sending, assignment, turn.attempt());
        DeliveryRun run = new DeliveryRun(means, assignment, work, sender, turn, course);
        CallOutcome outcome = run.call(route);
        Instant until = run.limitedUntil(outcome);
        if (until != null) {
            held.limit(assignment, until, lifts);
        }
        // Only now does the remaining mail become due again, held back where a limit requires it.
        run.finish(outcome);
    }
}
