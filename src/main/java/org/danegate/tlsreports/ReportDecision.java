package org.danegate.tlsreports;

import java.time.Instant;
import java.util.List;
import org.danegate.policy.TlsReportSettings;
import org.danegate.tlsrpt.DayReport;
import org.danegate.tlsrpt.ReportSchedule;
import org.danegate.tlsrpt.ReportTarget;
import org.jspecify.annotations.Nullable;

/// Whether a report is sent. Pure.
sealed interface ReportDecision {

    /// It waits.
    ///
    /// @param reason what for, one phrase
    record Later(String reason) implements ReportDecision {}

    /// It is not sent.
    ///
    /// @param reason one phrase
    record Never(String reason) implements ReportDecision {}

    /// It goes to these receivers.
    record Send(List<ReportTarget> targets) implements ReportDecision {
        public Send {
            targets = List.copyOf(targets);
        }
    }

    /// @param first what the domain published when it was first asked; null when it was not
    /// @param second what it publishes now
    /// @param signed whether mail from the report's contact is signed
    static ReportDecision of(
            DayReport report,
            TlsReportSettings settings,
            @Nullable RecordFound first,
            RecordFound second,
            boolean signed,
            Instant now) {
        if (!settings.covers(report.domain())) {
            return new Never("the domain is excluded");
        }
        if (settings.options().failuresOnly() && report.failures() == 0) {
            return new Never("no session failed");
        }
        RecordFound record = second.kind() == RecordFound.Kind.UNKNOWN && first != null ? first : second;
        return switch (record.kind()) {
            case NONE -> new Never(record.reason());
            case BOGUS -> new Never("its record is BOGUS: " + record.reason());
            case UNKNOWN -> later("its record could not be looked up: " + record.reason(), report, now);
            case WANTED -> wanted(record, report, signed, now);
        };
    }

    private static ReportDecision wanted(RecordFound record, DayReport report, boolean signed, Instant now) {
        List<ReportTarget> targets = record.targets().stream()
                .flatMap(uri -> ReportTarget.of(uri).stream())
                .limit(SendingLimits.MOST_RECEIVERS)
                .toList();
        boolean byMail = targets.stream().anyMatch(ReportTarget.Mail.class::isInstance);
        return byMail && !signed
                ? later("no DKIM key signs mail from " + report.contact(), report, now)
                : new Send(targets);
    }

    /// The last rounds before it is too late give it up, with the reason.
    private static ReportDecision later(String reason, DayReport report, Instant now) {
        boolean last = now.plusSeconds(600).isAfter(ReportSchedule.latest(report.day()));
        return last ? new Never(reason) : new Later(reason);
    }
}
