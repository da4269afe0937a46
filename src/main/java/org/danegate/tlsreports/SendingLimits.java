package org.danegate.tlsreports;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.danegate.tlsrpt.ReportTarget;

/// Protects receivers from reports that they cannot take. A provider's address may be in the records of thousands of
/// domains, and nobody checks that an address wants the reports of a domain.
final class SendingLimits {

    /// The most reports that a receiver gets on a UTC day.
    static final int MOST_A_DAY = 1000;

    /// The most receivers of a report: what a record names beyond is left out.
    static final int MOST_RECEIVERS = 10;

    private static final Duration REST = Duration.ofDays(7);

    private final SendingStore store;

    SendingLimits(SendingStore store) {
        this.store = store;
    }

    /// The sending as it is begun: left out where a limit says so.
    ReportSending applied(ReportSending sending, Instant now) {
        String key = sending.targetKey();
        boolean mail = sending.receiver().orElse(null) instanceof ReportTarget.Mail;
        if (mail && store.failed(key, now.minus(REST)) > 0) {
            return sending.in(SendingState.LEFT_OUT, now, "it did not take a report within the last 7 days");
        }
        Instant today = LocalDate.ofInstant(now, ZoneOffset.UTC)
                .atStartOfDay(ZoneOffset.UTC)
                .toInstant();
        return store.count(key, today) >= MOST_A_DAY
                ? sending.in(SendingState.LEFT_OUT, now, "it gets " + MOST_A_DAY + " reports a day at most")
                : sending;
    }
}
