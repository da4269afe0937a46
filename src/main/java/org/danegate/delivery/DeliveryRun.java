package org.danegate.delivery;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import org.danegate.dialing.CallOutcome;
import org.danegate.dialing.Caller;
import org.danegate.dialing.Hop;
import org.danegate.dialing.Opening;
import org.danegate.dialing.Route;
import org.danegate.dialing.Stage;
import org.danegate.dialing.Troubles;
import org.danegate.event.DeliveryEvent;
import org.danegate.event.Trouble;
import org.danegate.smtp.Ready;
import org.jspecify.annotations.Nullable;

/// One run at a destination: calls its hosts, sends due mail over the conversations it gets, and settles everything
/// leased. Mail that no host could be used for shares the outcome of the call.
final class DeliveryRun implements Caller<Connection> {

    private static final String SILENT = "not tried: many deliveries to it get no further just now";
    private static final Duration LIMIT_PAUSE = Duration.ofMillis(250);

    private final DeliveryMeans means;
    private final Assignment assignment;
    private final Work work;
    private final MessageSender sender;
    private final Turn turn;
    private final RunCourse course;

    private boolean atLimit;
    /// Whether an address of the present host was not tried because all connections are in use.
    private boolean hostFull;

    private @Nullable Duration silence;

    DeliveryRun(
            DeliveryMeans means, Assignment assignment, Work work, MessageSender sender, Turn turn, RunCourse course) {
        this.means = means;
        this.assignment = assignment;
        this.work = work;
        this.sender = sender;
        this.turn = turn;
        this.course = course;
    }

    /// Delivers what can be delivered; the rest is kept for {@link #finish}.
    CallOutcome call(Route route) {
        CallOutcome outcome = means.dialing()
                .call(route, assignment.terms(), means.connections().past(assignment.terms()), this);
        if (outcome.end() != CallOutcome.End.EARLY) {
            if (assignment.rule() == null || outcome.reached()) {
                // What a row of TLS by Sender forbids says nothing about the rest of the lane.
                turn.pace().reached(assignment.lane(), outcome.reached());
            }
            refuseLacking(outcome.missed());
        }
        return outcome;
    }

    @Override
    public void tell(Stage stage) {
        if (stage instanceof Stage.Routed routed && routed.route() instanceof Route.Unresolved unresolved) {
            publishDnsTrouble(unresolved);
        } else if (stage instanceof Stage.HostPlanned planned) {
            course.lookedUp(planned.hop().name());
        } else if (stage instanceof Stage.StsJudged judged) {
            DialEvents.publish(means.events(), means.clock(), 0, assignment.destination(), judged);
        } else if (stage instanceof Stage.HostEnded ended) {
            course.left();
            atLimit |= hostFull && !ended.open();
            hostFull = false;
        }
    }

    private void publishDnsTrouble(Route.Unresolved unresolved) {
        String destination = assignment.destination();
        String why = unresolved.evidence().mx().status() + ": "
                + unresolved.evidence().mx().provenance().reason();
        means.events()
                .publish(new DeliveryEvent.DnsTrouble(means.clock().instant(), destination, destination, "MX", why));
    }

    @Override
    public boolean wantsHost() {
        work.takeUpAgain();
        return wantsAddress();
    }

    @Override
    public boolean wantsAddress() {
        return !turn.isOver() && !turn.attempt().broken() && !atLimit && work.hasMore();
    }

    @Override
    public Opening<Connection> open(Hop hop, InetAddress address) {
        return switch (means.connections().obtain(hop, address, assignment, turn.attempt())) {
            case Obtained.Open open -> opened(open.connection());
            case Obtained.Failed failed -> failed(failed);
            case Obtained.BrokenOff broken -> new Opening.Left<>(null);
            case Obtained.AtLimit full -> {
                hostFull = true;
                yield new Opening.Left<>(null);
            }
            case Obtained.Silent silent -> {
                silence = silent.pause();
                // The host may support what the others lack.
                yield new Opening.Left<>(Troubles.network(SILENT));
            }
        };
    }

    private Opening<Connection> opened(Connection connection) {
        course.used(connection.dcid());
        return new Opening.Open<>(connection, connection.action(), connection.evidence());
    }

    private Opening<Connection> failed(Obtained.Failed failed) {
        course.used(failed.dcid());
        Opening.Failed<Ready> opening = failed.opening();
        return new Opening.Failed<>(opening.trouble(), opening.reached(), opening.evidence());
    }

    /// Sends over the connection, and over further connections to the same address while mail is due and one can
    /// be obtained.
    @Override
    public @Nullable Trouble use(Hop hop, InetAddress address, Connection first) {
        turn.pace().reached(assignment.lane(), true);
        Connection connection = first;
        while (true) {
            MessageSender.End end = sender.sendAll(hop, connection, work, turn);
            leave(connection, end);
            atLimit |= end == MessageSender.End.LIMITED;
            if (end == MessageSender.End.BROKEN || !wantsAddress()) {
                return null;
            }
            Obtained next = means.connections().obtain(hop, address, assignment, turn.attempt());
            if (!(next instanceof Obtained.Open open)) {
                return next instanceof Obtained.Failed failed ? failed.opening().trouble() : null;
            }
            connection = open.connection();
            course.used(connection.dcid());
        }
    }

    private void leave(Connection connection, MessageSender.End end) {
        Connections connections = means.connections();
        turn.attempt().left();
        switch (end) {
            case BROKEN, GONE -> connections.close(connection);
            case INTACT, LIMITED -> {
                if (turn.pace().isBusy() && !turn.isOver() && connections.mayGoOn(connection, assignment.profile())) {
                    connections.keep(connection);
                } else {
                    connections.quit(connection);
                }
            }
        }
    }

    /// Returns mail that no host could accept, unless a host could not be tried: it may support what the
    /// others lack.
    private void refuseLacking(@Nullable Trouble missed) {
        if (atLimit) {
            work.takeUpAgain();
        }
        for (Work.Lacking message : work.takeLacking()) {
            sender.lacks(message, missed == null ? message.trouble() : missed);
        }
    }

    /// When more may be sent, considering the limit on recipients, the limit on connections (other destinations at
    /// the same addresses may use it up) and silent addresses; null when no limit held anything back.
    @Nullable
    Instant limitedUntil(CallOutcome outcome) {
        Instant until = sender.limitedUntil();
        if (outcome.trouble() == null) {
            Instant now = means.clock().instant();
            until = atLimit ? later(until, now.plus(LIMIT_PAUSE)) : until;
            until = silence == null ? until : later(until, now.plus(silence));
        }
        return until;
    }

    private static Instant later(@Nullable Instant a, Instant b) {
        return a != null && a.isAfter(b) ? a : b;
    }

    /// Applies the trouble of the call to the remaining mail, then publishes the evidence. When hosts took the
    /// conversation and refused every recipient, that is the trouble of the attempt.
    void finish(CallOutcome outcome) {
        Trouble because = assignment.named(outcome.trouble());
        int refused = settleRest(because);
        RunResults tried = sender.results();
        int recipients = Math.max(refused, tried.recipients());
        if (recipients > 0) {
            Instant now = means.clock().instant();
            means.events()
                    .publish(new DeliveryEvent.AttemptEnded(
                            now,
                            assignment.destination(),
                            assignment.lane(),
                            recipients,
                            assignment.named(outcome.evidence(now)),
                            because == null ? tried.failure() : because,
                            course.noted()));
        }
    }

    private int settleRest(@Nullable Trouble because) {
        Instant since = means.clock().instant();
        if (turn.isOver() || because == null) {
            work.release();
            return 0;
        }
        work.takeUntil(since);
        int refused = work.hasMore() ? new SharedTrouble(means, assignment, because).settle(work, turn.pace()) : 0;
        if (means.queue().isWanted(assignment.destination(), since)) {
            // Somebody asked to try the mail now while it was put back, as after an order that has just been given.
            means.queue().retryNow(assignment.destination());
        }
        return refused;
    }
}
