package org.danegate.policy;

import java.time.Duration;
import java.util.List;
import org.danegate.address.MailAddress;
import org.jspecify.annotations.Nullable;

/// What raises alerts and who receives them (System Administration > Alerts).
///
/// @param recipients empty: alerts appear only in the log and on the page
/// @param sender address in the From field, null for `alert@` this host
/// @param initialWait shortest time between two alerts of the same kind about the same thing, 0 to 86,400 s; 0 sends
/// all
/// @param maxWait longest such time; it doubles from one alert to the next
/// @param limits when the rules apply
/// @param webhook address that receives each alert as JSON: `https`, or `http` to this host; null for none
public record AlertSettings(
        List<AlertRecipient> recipients,
        @Nullable MailAddress sender,
        Duration initialWait,
        Duration maxWait,
        AlertLimits limits,
        @Nullable String webhook) {

    public AlertSettings {
        recipients = List.copyOf(recipients);
    }

    /// No recipients; the appliance's 300 s growing to 3,600 s.
    public static AlertSettings defaults() {
        return new AlertSettings(
                List.of(), null, Duration.ofMinutes(5), Duration.ofHours(1), AlertLimits.defaults(), null);
    }

    /// How serious an alert is, the most serious first.
    public enum Severity {
        CRITICAL("Critical"),
        WARNING("Warning"),
        INFORMATION("Information");

        private final String label;

        Severity(String label) {
            this.label = label;
        }

        /// The appliance's word for it.
        public String label() {
            return label;
        }
    }

    /// @param severity least severity that the recipient receives
    public record AlertRecipient(MailAddress address, Severity severity) {

        /// Whether an alert is for this recipient.
        public boolean wants(Severity of) {
            return of.compareTo(severity) <= 0;
        }
    }
}
