package org.danegate.monitor.web;

import java.time.Instant;
import org.danegate.monitor.Destination;
import org.danegate.monitor.LastError;
import org.danegate.monitor.Reason;
import org.jspecify.annotations.Nullable;

/// A destination in the list for scripts.
///
/// @param bouncesAt when its oldest mail bounces; null when nothing waits
/// @param reason the short reason why its mail waits; null when nothing waits
/// @param nextHop the address or host that was tried last; null when unknown
record DestinationSummary(
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
        @Nullable Instant bouncesAt,
        @Nullable Reason reason,
        @Nullable String nextHop) {

    /// @param now the present time
    static DestinationSummary of(Destination d, Instant now) {
        return new DestinationSummary(
                d.domain(),
                d.count().hostStatus().label(),
                d.backlog().activeRecipients(),
                d.count().connectionsOut(),
                d.count().deliveredRecipients(),
                d.count().softBouncedEvents(),
                d.count().hardBouncedRecipients(),
                Words.time(d.nextTry()),
                d.count().lastError(),
                d.suspension() != null,
                d.suspension(),
                d.redirect() == null ? null : d.redirect().text(),
                Words.time(d.bouncesAt()),
                d.reason(now).holdsMail() ? d.reason(now) : null,
                d.count().nextHop().isEmpty() ? null : d.count().nextHop());
    }
}
