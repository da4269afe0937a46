package org.danegate.dialing;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.danegate.dane.DaneAction;
import org.danegate.dane.DanePlan;
import org.danegate.dane.DomainEvidence;
import org.danegate.dane.Evidence;
import org.danegate.dane.Evidence.HostResult;
import org.danegate.event.Trouble;
import org.jspecify.annotations.Nullable;

/// The result of a call to a destination.
///
/// @param hosts hosts in the order considered, MX records that were left out first
/// @param action the DANE action for the destination
/// @param reason why, as a sentence or phrase
/// @param trouble why no mail of the destination can be sent; null when a host accepted the conversation or none was
///     tried
/// @param missed why a host could not be tried, even if another accepted: it may support what the others lack
/// @param reached whether an address accepted the conversation
/// @param end whether all hosts were tried
public record CallOutcome(
        CallTerms terms,
        Route route,
        List<HostResult> hosts,
        DaneAction action,
        String reason,
        @Nullable Trouble trouble,
        @Nullable Trouble missed,
        boolean reached,
        End end) {

    private static final String LEFT_OUT = "left to the next attempts: one looks up " + CallBounds.MOST_HOSTS
            + " hosts and dials " + CallBounds.MOST_ADDRESSES + " addresses at most";

    /// How a call ended.
    public enum End {
        /// All hosts were tried.
        COMPLETE,
        /// The bounds of a call were reached; the next call continues with the other hosts.
        AT_BOUNDS,
        /// The destination has no host to call, or the caller wanted no more.
        EARLY
    }

    public CallOutcome {
        hosts = List.copyOf(hosts);
    }

    /// The evidence, for a caller that will call again.
    public Evidence evidence(Instant at) {
        List<HostResult> all = new ArrayList<>(hosts);
        if (end == End.AT_BOUNDS) {
            all.add(new HostResult("other hosts", null, new DanePlan.NotAsked(LEFT_OUT), List.of(), LEFT_OUT));
        }
        return new Evidence(terms.destination(), terms.dane(), domain(), relay(), all, action, reason, at);
    }

    /// MX evidence; null when the route does not use MX records.
    public @Nullable DomainEvidence domain() {
        return switch (route) {
            case Route.Mx mx -> mx.evidence();
            case Route.Unresolved unresolved -> unresolved.evidence();
            case Route.Impossible impossible -> impossible.evidence();
            case Route.Relay relay -> null;
            case Route.Literal literal -> null;
            case Route.Discard discard -> null;
        };
    }

    /// The SMTP route used instead of MX; null when none is.
    public @Nullable String relay() {
        return route instanceof Route.Relay relay ? relay.routeText() : null;
    }
}
