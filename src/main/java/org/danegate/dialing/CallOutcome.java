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

/// What a call to a destination came to.
///
/// @param hosts hosts in the order considered, MX records that were left out first
/// @param action how the destination was met
/// @param reason one sentence or phrase: why
/// @param trouble what stands against all mail of the destination; null where a host took the conversation, or none
///     was asked
/// @param missed why a host could not be asked, also where another could: it may have what the others lack
/// @param reached whether an address took the conversation
/// @param end whether all hosts had their turn
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
        /// All hosts had their turn.
        COMPLETE,
        /// A call has its bounds; what was left out is for the next one.
        AT_BOUNDS,
        /// The destination has no hosts that may be called, or the caller wanted no more.
        EARLY
    }

    public CallOutcome {
        hosts = List.copyOf(hosts);
    }

    /// Everything that was found out, for a caller who calls again.
    public Evidence evidence(Instant at) {
        List<HostResult> all = new ArrayList<>(hosts);
        if (end == End.AT_BOUNDS) {
            all.add(new HostResult("other hosts", null, new DanePlan.NotAsked(LEFT_OUT), List.of(), LEFT_OUT));
        }
        return new Evidence(terms.destination(), terms.dane(), domain(), relay(), all, action, reason, at);
    }

    /// MX evidence; null where the route is another than by MX.
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

    private @Nullable String relay() {
        return route instanceof Route.Relay relay ? relay.routeText() : null;
    }
}
