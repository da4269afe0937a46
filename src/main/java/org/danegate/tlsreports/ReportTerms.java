package org.danegate.tlsreports;

import java.time.LocalDate;
import java.util.List;
import org.danegate.address.DomainName;
import org.danegate.address.LocalHostName;
import org.danegate.address.MailAddress;
import org.danegate.policy.CommittedPolicy;
import org.danegate.policy.TlsReportSettings;
import org.danegate.tlsrpt.DayReport;
import org.danegate.tlsrpt.PolicyCount;

/// The settings of TLS reports in force, with the server's own name where they leave something open.
record ReportTerms(CommittedPolicy policy, LocalHostName self) {

    TlsReportSettings settings() {
        return policy.current().policy().tlsReports();
    }

    String organization() {
        String set = settings().organization();
        return set == null ? self.name().ascii() : set;
    }

    /// The address that reports.
    String contact() {
        MailAddress set = settings().contact();
        return set == null ? "postmaster@" + self.name() : set.wireText();
    }

    /// A report as it would be made now.
    DayReport report(LocalDate day, DomainName domain, List<PolicyCount> counts) {
        return new DayReport(day, domain, organization(), contact(), counts);
    }
}
