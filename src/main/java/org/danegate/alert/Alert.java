package org.danegate.alert;

import java.time.Instant;
import java.util.List;
import org.danegate.policy.AlertSettings.Severity;
import org.danegate.wording.Wording;

/// A condition that an administrator should know about.
///
/// @param severity one of the kind's severities
/// @param about the subject, such as a destination; alerts of one kind about the same subject damp each other
/// @param wording one sentence or more for people
public record Alert(Instant at, Kind kind, Severity severity, String about, Wording wording) {

    /// The sentences in English, for the mail, the log and scripts.
    public String text() {
        return wording.english();
    }

    /// The kinds of alerts.
    public enum Kind {
        REQUIRED_TLS_FAILURE("Required TLS connection failed", Severity.WARNING),
        DANE_PILE_UP("Mail waits because DANE fails", Severity.WARNING),
        RESOLVER_TROUBLE("DNS resolver trouble", Severity.CRITICAL, Severity.WARNING, Severity.INFORMATION),
        TRUST_ANCHOR_CHANGE("Trust anchor changed", Severity.CRITICAL, Severity.WARNING, Severity.INFORMATION),
        CERTIFICATE_EXPIRY("Certificate expires", Severity.CRITICAL, Severity.WARNING),
        LISTENER_NOT_OPEN("Listener could not be opened", Severity.CRITICAL),
        DISK_SPACE("Disk space is low", Severity.CRITICAL),
        SYSTEM("System warning", Severity.WARNING),
        TEST("Test alert", Severity.INFORMATION);

        private final String title;
        private final List<Severity> severities;

        Kind(String title, Severity... severities) {
            this.title = title;
            this.severities = List.of(severities);
        }

        /// The severities of this kind, the worst first.
        public List<Severity> severities() {
            return severities;
        }

        /// A short title for a subject line.
        public String title() {
            return title;
        }
    }
}
