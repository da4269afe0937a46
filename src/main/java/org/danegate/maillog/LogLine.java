package org.danegate.maillog;

import java.text.ParsePosition;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.danegate.address.ShortText;
import org.danegate.address.VisibleText;
import org.danegate.policy.LogSubscription.Level;
import org.jspecify.annotations.Nullable;

/// A line of a mail log before it gets its time stamp.
///
/// @param level least subscription level that shows it
/// @param text the part after `Info: `, one line, control characters made visible
/// @param levelled whether the level is written, as it is everywhere but in consolidated events
public record LogLine(Level level, String text, boolean levelled) {

    /// The most characters of a line: a last resort, because each part has its own limit.
    public static final int MOST = 8000;

    public LogLine {
        text = ShortText.of(text, MOST);
    }

    /// A line that names its level.
    public LogLine(Level level, String text) {
        this(level, text, true);
    }

    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("EEE MMM d HH:mm:ss yyyy", Locale.ENGLISH);

    /// The time stamp that was made last: thousands of lines may share one.
    private static volatile Stamp latest =
            new Stamp(0, ZoneOffset.UTC, STAMP.format(Instant.EPOCH.atZone(ZoneOffset.UTC)));

    private record Stamp(long second, ZoneId zone, String text) {}

    /// Lines at Info from texts that may contain anything.
    static List<LogLine> info(String... texts) {
        return Arrays.stream(texts)
                .map(text -> new LogLine(Level.INFO, VisibleText.of(text)))
                .toList();
    }

    /// A line from a text that may contain anything.
    static List<LogLine> of(Level level, String text) {
        return List.of(new LogLine(level, VisibleText.of(text)));
    }

    /// The line in written form (seed "Verificar el éxito de DANE"): `Tue Feb 5 13:20:03 2019 Info: text`, in the
    /// zone's local time; without `Info: ` where the line names no level.
    public String stamped(Instant at, ZoneId zone) {
        return time(at, zone) + " " + (levelled ? word() + ": " : "") + text;
    }

    /// Whether a subscription at that level shows the line.
    public boolean shownAt(Level subscribed) {
        return level.compareTo(subscribed) <= 0;
    }

    /// A time in the appliance's form: `Tue Feb 5 13:20:03 2019`.
    static String time(Instant at, ZoneId zone) {
        Stamp last = latest;
        if (last.second == at.getEpochSecond() && last.zone.equals(zone)) {
            return last.text;
        }
        Stamp made = new Stamp(at.getEpochSecond(), zone, STAMP.format(at.atZone(zone)));
        latest = made;
        return made.text;
    }

    /// The time at the start of a written line; null when there is none.
    static @Nullable Instant timeOf(String line, ZoneId zone) {
        ParsePosition at = new ParsePosition(0);
        try {
            return STAMP.withZone(zone).parse(line, at).query(Instant::from);
        } catch (DateTimeException noTime) {
            return null;
        }
    }

    /// The appliance's word for the level, such as `Info`.
    String word() {
        return switch (level) {
            case CRITICAL -> "Critical";
            case WARNING -> "Warning";
            case INFO -> "Info";
            case DEBUG -> "Debug";
            case TRACE -> "Trace";
        };
    }
}
