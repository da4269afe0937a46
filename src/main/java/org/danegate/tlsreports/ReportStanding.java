package org.danegate.tlsreports;

import java.time.Instant;
import java.util.List;
import org.danegate.policy.TlsReportSettings;
import org.danegate.policy.TlsReportSettings.Mode;
import org.danegate.tlsrpt.DayReport;
import org.danegate.tlsrpt.ReportSchedule;
import org.jspecify.annotations.Nullable;

/// What was or will be done with the report of a day and domain.
public sealed interface ReportStanding {

    /// The domain wants none.
    record NotWanted() implements ReportStanding {}

    /// Reports are not sent, or it is too late for this one.
    record NotSending() implements ReportStanding {}

    /// It will be sent.
    ///
    /// @param at when; in the past for a report that waits for something, such as a DKIM key
    record Due(Instant at) implements ReportStanding {}

    /// It is not sent.
    ///
    /// @param reason one phrase
    record Refused(String reason) implements ReportStanding {}

    /// It was sent, or is on its way.
    ///
    /// @param sendings one for each receiver
    record Sent(List<ReportSending> sendings) implements ReportStanding {
        public Sent {
            sendings = List.copyOf(sendings);
        }

        /// How many receivers have it.
        public long taken() {
            return sendings.stream()
                    .filter(s -> s.state() == SendingState.TAKEN)
                    .count();
        }

        /// Whether something is still to come.
        public boolean open() {
            return sendings.stream().anyMatch(s -> s.state().isOpen());
        }
    }

    /// @param record what the domain publishes; null until it was looked up
    /// @param decided null until it was decided about
    static ReportStanding of(
            DayReport report,
            @Nullable RecordFound record,
            @Nullable DecidedReport decided,
            TlsReportSettings settings,
            Instant now) {
        if (decided != null) {
            return decided.reason().isEmpty() ? new Sent(decided.sendings()) : new Refused(decided.reason());
        }
        if (record != null && record.kind() == RecordFound.Kind.NONE) {
            return new NotWanted();
        }
        boolean sends = settings.mode() == Mode.SEND && now.isBefore(ReportSchedule.latest(report.day()));
        return sends ? new Due(ReportSchedule.due(report)) : new NotSending();
    }
}
