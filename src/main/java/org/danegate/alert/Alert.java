package org.danegate.alert;

import java.time.Instant;
import org.danegate.policy.AlertSettings.Severity;

/// Something an administrator should hear of.
///
/// @param about what it is about, such as a destination; alerts of a kind about the same thing damp each other
/// @param text one sentence or more for people
public record Alert(Instant at, Kind kind, String about, String text) {

    /// What alerts there are.
    public enum Kind {
        REQUIRED_TLS_FAILURE(Severity.WARNING, "Required TLS connection failed"),
        DANE_PILE_UP(Severity.WARNING, "Mail waits because DANE fails"),
        DISK_SPACE(Severity.CRITICAL, "Disk space is low"),
        SYSTEM(Severity.WARNING, "System warning");

        private final Severity severity;
        private final String title;

        Kind(Severity severity, String title) {
            this.severity = severity;
            this.title = title;
        }

        /// How much it matters.
        public Severity severity() {
            return severity;
        }

        /// A few words for a subject line.
        public String title() {
            return title;
        }
    }
}
