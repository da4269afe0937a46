package org.danegate.words.word;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/// Numbers and spans of time as the appliance writes them.
final class Columns {

    private Columns() {}

    /// `7,055`.
    static String number(long value) {
        return String.format(Locale.US, "%,d", value);
    }

    /// `4 hours 12 mins 5 secs`, without parts that are zero at the beginning.
    static String span(Duration time) {
        StringBuilder text = new StringBuilder();
        part(text, time.toDays(), " days ");
        part(text, time.toHoursPart(), " hours ");
        part(text, time.toMinutesPart(), " mins ");
        return text.append(time.toSecondsPart()).append(" secs").toString();
    }

    private static void part(StringBuilder text, long value, String unit) {
        if (value > 0 || !text.isEmpty()) {
            text.append(value).append(unit);
        }
    }

    /// The age of what waits, or that nothing does.
    static String age(Instant oldest, Instant now) {
        return oldest.isBefore(now) ? span(Duration.between(oldest, now)) : "No Messages";
    }

    /// A label and its values in columns of 16.
    static String row(String label, String... values) {
        StringBuilder line = new StringBuilder(String.format("  %-34s", label));
        for (String value : values) {
            line.append(String.format("%16s", value));
        }
        return line.toString();
    }
}
