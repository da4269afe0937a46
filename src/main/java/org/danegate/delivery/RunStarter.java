package org.danegate.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.BiConsumer;
import org.danegate.policy.CommittedPolicy;
import org.danegate.policy.Policy;
import org.danegate.queue.MessageQueue;

/// Starts runs at the destinations with mail due while there are places for them, fairly: a slow destination waits once
/// slow attempts have their share.
final class RunStarter {

    /// How many destinations a round looks at first. As long as places are left it looks at more of them: those
    /// that cannot use a place must not hide the others.
    private static final int FIRST_LOOK = 64;

    private static final int WIDER = 8;
    /// The wait before a destination with slow attempts is considered again, while no more slow attempts may start.
    private static final Duration SLOW_PAUSE = Duration.ofSeconds(1);

    private final MessageQueue queue;
    private final CommittedPolicy policy;
    private final HeldDestinations held;
    private final Attempts attempts;
    private final BiConsumer<DestinationPace, Policy> run;
    private final Paces paces;
    private final AttemptRoom room;
    private final RunDemand demand;
    private volatile boolean stopped;

    /// @param run carries out one run under the policy in force, on the thread of the run, and then calls {@link
    /// #ended}
    /// @param firstAnswer called when a destination answers again: more runs may start
    RunStarter(
            MessageQueue queue,
            CommittedPolicy policy,
            HeldDestinations held,
            Attempts attempts,
            BiConsumer<DestinationPace, Policy> run,
            Runnable firstAnswer) {
        this.queue = queue;
        this.policy = policy;
        this.held = held;
        this.attempts = attempts;
        this.run = run;
        this.paces = new Paces(queue, firstAnswer);
        this.room = new AttemptRoom(attempts);
        this.demand = new RunDemand(queue, room, attempts.bounds());
    }

    /// Starts nothing from now on.
    void stop() {
        stopped = true;
    }

    boolean isStopped() {
        return stopped;
    }

    /// Waits until all runs have ended.
    ///
    /// @return false when the time ran out first
    boolean awaitAll(long nanos) throws InterruptedException {
        return room.awaitAll(nanos);
    }

    /// Starts the runs that should start now.
    void startRuns(Instant now) {
        AttemptRoom.SlowShare slow = room.slowShare(paces::isSlow);
        boolean crowded = false;
        boolean all = false;
        for (int look = FIRST_LOOK; !all && !stopped; look *= WIDER) {
            List<String> due = queue.due(now, look);
            crowded |= startRuns(due, slow, now);
            all = due.size() < look || room.isFull();
        }
        if (crowded) {
            room.makeRoom();
        }
    }

    /// @return whether there is no place for all runs that should start
    private boolean startRuns(List<String> due, AttemptRoom.SlowShare slow, Instant now) {
        boolean crowded = false;
        for (String name : due) {
            if (room.isFull()) {
                return true;
            }
            DestinationPace pace = paces.of(name);
            if (held.isSuspended(name)) {
                held.suspend(name);
            } else if (pace.isSlow() && slow.isFull()) {
                queue.pause(name, now.plus(SLOW_PAUSE));
            } else if (!attempts.barred(name)) {
                crowded |= !startRuns(pace, slow, now);
            }
        }
        return crowded;
    }

    /// @return false when there is no place for all runs that should start
    private boolean startRuns(DestinationPace pace, AttemptRoom.SlowShare slow, Instant now) {
        int before = pace.running();
        boolean all = startRuns(pace, slow);
        if (pace.isSlow()) {
            slow.took(Math.max(0, pace.running() - before));
        }
        if (!all && !pace.takes() && slow.isFull()) {
            // Destinations that may use the remaining places are considered before this one.
            queue.pause(pace.destination(), now.plus(SLOW_PAUSE));
        }
        return all;
    }

    private boolean startRuns(DestinationPace pace, AttemptRoom.SlowShare slow) {
        Policy now = policy.current().policy();
        int wanted = demand.of(pace, now);
        while (pace.running() < wanted && !stopped) {
            if (!room.take(pace.takes() || !slow.isFull())) {
                return false;
            }
            pace.began();
            Thread.ofVirtual().name("delivery-" + pace.destination()).start(() -> run.accept(pace, now));
        }
        return true;
    }

    /// Records that a run has ended: its place is free again.
    void ended(DestinationPace pace) {
        pace.ended();
        room.giveBack();
        paces.forgetQuiet();
    }
}
