package org.danegate.monitor.web;

import java.time.Instant;
import org.danegate.monitor.Destination;
import org.danegate.monitor.LastError;
import org.jspecify.annotations.Nullable;

/// A destination in the list for scripts.
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
        @Nullable String redirectedTo) {

    static DestinationSummary of(Destination d) {
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
                d.redirect() == null ? null : d.redirect().text());
    }
}
