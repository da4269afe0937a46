package org.danegate.maillog;

import java.text.ParsePosition;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.danegate.address.ShortText;
import org.danegate.policy.LogSubscription.Level;
import org.jspecify.annotations.Nullable;

/// A line of a mail log before it is stamped.
///
/// @param level least subscription level that shows it
/// @param text what stands after `Info: `, one line, control characters made visible
public record LogLine(Level level, String text) {

    /// Characters of a line: the last resort, as each part has a bound of its own.
    public static final int MOST = 8000;

    public LogLine {
        text = ShortText.of(text, MOST);
    }

    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("EEE MMM d HH:mm:ss yyyy", Locale.ENGLISH);

    /// The line as written (seed "Verificar el éxito de DANE"): `Tue Feb 5 13:20:03 2019 Info: text`, in the zone's
    /// local time.
    public String stamped(Instant at, ZoneId zone) {
        return time(at, zone) + " " + word() + ": " + text;
    }

    /// Whether a subscription of that level shows the line.
    public boolean shownAt(Level subscribed) {
        return level.compareTo(subscribed) <= 0;
    }

    /// A time as the appliance writes it: `Tue Feb 5 13:20:03 2019`.
    static String time(Instant at, ZoneId zone) {
        return STAMP.format(at.atZone(zone));
    }

    /// The time that a written line begins with; null when it begins with none.
    static @Nullable Instant timeOf(String line, ZoneId zone) {
        ParsePosition at = new ParsePosition(0);
        try {
            return STAMP.withZone(zone).parse(line, at).query(Instant::from);
        } catch (DateTimeException noTime) {
            return null;
        }
    }

    private String word() {
        return switch (level) {
            case CRITICAL -> "Critical";
            case WARNING -> "Warning";
            case INFO -> "Info";
            case DEBUG -> "Debug";
            case TRACE -> "Trace";
        };
    }
}
