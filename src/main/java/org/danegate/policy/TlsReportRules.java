package org.danegate.policy;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.danegate.address.DomainName;
import org.danegate.address.MailAddress;
import org.danegate.policy.TlsReportSettings.Mode;
import org.danegate.wording.Wording;

/// Rules of the settings of TLS reports.
final class TlsReportRules {

    private static final int MOST_NAME = 200;

    private TlsReportRules() {}

    static void check(Policy policy, Findings findings) {
        TlsReportSettings reports = policy.tlsReports();
        String organization = reports.organization();
        if (organization != null && organization.length() > MOST_NAME) {
            findings.error("tlsReports.organization", Wording.of("policy.tls-reports.organization", MOST_NAME));
        }
        contact(policy, findings);
        excluded(reports.excluded(), findings);
    }

    /// A report is not believed without a signature by its submitter (RFC 8460 section 3).
    private static void contact(Policy policy, Findings findings) {
        TlsReportSettings reports = policy.tlsReports();
        MailAddress contact = reports.contact();
        if (contact == null) {
            if (reports.mode() == Mode.SEND) {
                findings.error("tlsReports.contact", Wording.of("policy.tls-reports.no-contact"));
            }
            return;
        }
        DomainName submitter = contact.domainName().orElse(null);
        if (submitter == null || contact.needsUtf8()) {
            findings.error("tlsReports.contact", Wording.of("policy.tls-reports.contact", contact.text()));
            return;
        }
        boolean signed = policy.dkim().signSystemMessages()
                && policy.dkim().profileFor(contact.text(), submitter).isPresent();
        if (reports.mode() == Mode.SEND && !signed) {
            findings.advice("tlsReports.contact", Wording.of("policy.tls-reports.unsigned", contact.text()));
        }
    }

    private static void excluded(List<DomainName> excluded, Findings findings) {
        Set<DomainName> seen = new HashSet<>();
        for (int i = 0; i < excluded.size(); i++) {
            if (!seen.add(excluded.get(i))) {
                findings.error(
                        "tlsReports.excluded",
                        Wording.of("policy.entry.twice", excluded.get(i).ascii()));
            }
        }
    }
}
