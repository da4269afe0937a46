package org.danegate.monitor.web;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.danegate.dane.EvidenceNode;
import org.danegate.monitor.Attempt;
import org.danegate.monitor.DaneResult;
import org.danegate.monitor.Destination;
import org.danegate.monitor.LastError;
import org.jspecify.annotations.Nullable;

/// One destination for scripts: its line in the list, then what the page of the destination shows.
record DestinationDetails(
        String domain,
        String hostStatus,
        int activeRecipients,
        long connectionsOut,
        long deliveredRecipients,
        long softBouncedEvents,
        long hardBouncedRecipients,
        @Nullable Instant nextRetry,
        @Nullable LastError lastError,
        boolean suspended,
        @Nullable String suspensionReason,
        @Nullable String redirectedTo,
        @Nullable Instant oldest,
        Instant since,
        Dane dane,
        List<Reason> reasons,
        List<AttemptLine> attempts,
        Instant updatedAt,
        @Nullable LastTry lastTry,
        WhyDetails.Summary verdict,
        WhyDetails.@Nullable Path path) {

    record Dane(String support, @Nullable String lastResult) {

        private static Dane of(Destination destination) {
            DaneResult last = destination.count().dane();
            return new Dane(destination.support().label(), last == null ? null : last.label());
        }
    }

    record Reason(String text, int recipients) {}

    record AttemptLine(
            Instant at,
            int recipients,
            String dane,
            @Nullable String trouble,
            EvidenceNode evidence) {

        private static AttemptLine of(Attempt attempt) {
            return new AttemptLine(
                    attempt.at(),
                    attempt.recipients(),
                    DaneResult.of(attempt.evidence()).label(),
                    attempt.trouble() == null ? null : attempt.trouble().text(),
                    attempt.evidence().tree());
        }
    }

    /// @param reasons waiting recipients by reason, most first
    static DestinationDetails of(
            Destination destination, Map<String, Integer> reasons, Instant updatedAt, @Nullable LastTry lastTry) {
        WhyDetails why = WhyDetails.of(destination);
        DestinationSummary line = DestinationSummary.of(destination, updatedAt);
        return new DestinationDetails(
                line.domain(),
                line.hostStatus(),
                line.activeRecipients(),
                line.connectionsOut(),
                line.deliveredRecipients(),
                line.softBouncedEvents(),
                line.hardBouncedRecipients(),
                line.nextRetry(),
                line.lastError(),
                line.suspended(),
                line.suspensionReason(),
                line.redirectedTo(),
                Words.time(destination.backlog().oldest()),
                destination.count().since(),
                Dane.of(destination),
                reasons.entrySet().stream()
                        .map(reason -> new Reason(reason.getKey(), reason.getValue()))
                        .toList(),
                destination.count().attempts().stream().map(AttemptLine::of).toList(),
                updatedAt,
                lastTry,
                why.verdict(),
                why.path());
    }
}
