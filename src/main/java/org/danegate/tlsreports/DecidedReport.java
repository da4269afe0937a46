package org.danegate.tlsreports;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.danegate.address.DomainName;
import org.danegate.address.OutsideText;

/// A report that was decided about: it is sent, or it never is.
///
/// @param organization as the report has it
/// @param contact as the report has it
/// @param reason why it is not sent, one phrase; empty when it is
/// @param sendings where it goes
public record DecidedReport(
        LocalDate day,
        DomainName domain,
        String organization,
        String contact,
        Instant at,
        String reason,
        List<ReportSending> sendings) {
    public DecidedReport {
        reason = OutsideText.brief(reason, ReportSending.MOST_REASON);
        sendings = List.copyOf(sendings);
    }
}
