package org.danegate.history;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import org.danegate.address.MailAddress;

/// The digest of reports by mail.
///
/// @param to empty: no digest is sent
/// @param language of its words
/// @param csv whether each report is attached as a CSV file
public record DigestSettings(Period period, List<MailAddress> to, Locale language, boolean csv) {

    public DigestSettings {
        to = List.copyOf(to);
    }

    /// How often a digest is sent, and how long it covers.
    public enum Period {
        OFF(Duration.ZERO),
        /// Each day.
        DAILY(Duration.ofDays(1)),
        /// Each Monday.
        WEEKLY(Duration.ofDays(7));

        private final Duration length;

        Period(Duration length) {
            this.length = length;
        }

        /// How long a digest covers.
        public Duration length() {
            return length;
        }

        /// Whether a digest is sent on a day.
        boolean isDue(LocalDate day) {
            return this == DAILY || this == WEEKLY && day.getDayOfWeek() == DayOfWeek.MONDAY;
        }
    }

    /// Reads the settings.
    ///
    /// @param period `off`, `daily` or `weekly`
    /// @param to mail addresses, separated by commas
    /// @param language a language tag, such as `en` or `es`
    /// @param csv whether each report is attached as a CSV file
    /// @throws IllegalArgumentException when a value is none of these
    static DigestSettings of(String period, List<String> to, String language, boolean csv) {
        return new DigestSettings(
                Period.valueOf(period.strip().toUpperCase(Locale.ROOT)),
                to.stream()
                        .map(String::strip)
                        .filter(address -> !address.isEmpty())
                        .map(MailAddress::parse)
                        .toList(),
                Locale.forLanguageTag(language),
                csv);
    }

    /// Whether digests are sent at all.
    boolean isOn() {
        return period != Period.OFF && !to.isEmpty();
    }
}
