package org.danegate.alert;

import java.time.Instant;
import java.util.List;
import org.danegate.policy.AlertSettings.Severity;
import org.danegate.wording.Wording;
import org.jspecify.annotations.Nullable;

/// A condition that an administrator should know about.
///
/// @param severity one of the kind's severities
/// @param about the subject, such as a destination; alerts of one kind about the same subject damp each other
/// @param wording one sentence or more for people
/// @param course the trouble that it reports; null for an alert about something that happened
public record Alert(
        Instant at,
        Kind kind,
        Severity severity,
        String about,
        Wording wording,
        @Nullable Course course) {

    /// An alert about something that happened.
    public Alert(Instant at, Kind kind, Severity severity, String about, Wording wording) {
        this(at, kind, severity, about, wording, null);
    }

    /// The trouble that an alert reports.
    ///
    /// @param trouble its number
    /// @param since when it began
    /// @param over when it ended; null while it is open
    public record Course(
            long trouble, Instant since, @Nullable Instant over) {}

    /// Whether it reports the end of a trouble.
    public boolean recovery() {
        return course != null && course.over() != null;
    }

    /// The sentences in English, for the mail, the log and scripts.
    public String text() {
        return wording.english();
    }

    /// The kinds of alerts.
    public enum Kind {
        DESTINATION_DOWN("Destination is down", Severity.CRITICAL, Severity.WARNING),
        RECIPIENTS_GROWING("Active recipients grow", Severity.WARNING),
        OLDEST_RECIPIENT("Mail waits for long", Severity.WARNING),
        BOUNCING_SOON("Mail is about to bounce", Severity.WARNING),
        RECIPIENTS_EXPIRED("Mail bounced by expiry", Severity.WARNING),
        REQUIRED_TLS_FAILURE("Required TLS connection failed", Severity.WARNING),
        DANE_PILE_UP("Mail waits because DANE fails", Severity.WARNING),
        RESOLVER_TROUBLE("DNS resolver trouble", Severity.CRITICAL, Severity.WARNING, Severity.INFORMATION),
        TRUST_ANCHOR_CHANGE("Trust anchor changed", Severity.CRITICAL, Severity.WARNING, Severity.INFORMATION),
        CERTIFICATE_EXPIRY("Certificate expires", Severity.CRITICAL, Severity.WARNING),
        LISTENER_NOT_OPEN("Listener could not be opened", Severity.CRITICAL),
        DISK_SPACE("Disk space is low", Severity.CRITICAL),
        LOG_TARGET_LOST("Log lines do not reach their collector", Severity.WARNING),
        MTA_STS_POLICY("MTA-STS policy cannot be refreshed", Severity.CRITICAL, Severity.WARNING),
        PROTECTION_LOST("Mail to a domain is protected less than usual", Severity.WARNING),
        DANE_AT_RISK("DANE Mandatory is at risk", Severity.WARNING),
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
