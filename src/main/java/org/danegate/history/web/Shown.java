package org.danegate.history.web;

import java.text.NumberFormat;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Locale;
import org.danegate.history.ReportColumn;
import org.springframework.context.i18n.LocaleContextHolder;

/// Values of the history as its pages show them, in the reader's form.
final class Shown {

    private Shown() {}

    /// A whole number with separators.
    static String number(long number) {
        return NumberFormat.getIntegerInstance(locale()).format(number);
    }

    /// A value with its unit; a dash when it is not known.
    static String value(ReportColumn.Unit unit, double value) {
        if (Double.isNaN(value)) {
            return "—";
        }
        return switch (unit) {
            case NUMBER -> number(Math.round(value));
            case SHARE -> decimal(value, value == Math.rint(value) ? 0 : 1) + "\u00a0%";
            case SECONDS -> seconds(value);
            case OCTETS -> octets(value);
        };
    }

    private static String octets(double octets) {
        String[] units = {"B", "KiB", "MiB", "GiB", "TiB"};
        int unit = 0;
        double value = octets;
        while (value >= 1024 && unit < units.length - 1) {
            value /= 1024;
            unit++;
        }
        return decimal(value, unit == 0 || value >= 100 ? 0 : 1) + "\u00a0" + units[unit];
    }

    private static String seconds(double seconds) {
        if (seconds < 10) {
            return decimal(seconds, seconds == 0 ? 0 : 2) + "\u00a0s";
        }
        return span(Duration.ofSeconds(Math.round(seconds)));
    }

    /// `3 h`, `12 min`, `8 s`.
    static String span(Duration span) {
        long seconds = Math.max(0, span.toSeconds());
        if (seconds < 60) {
            return seconds + "\u00a0s";
        }
        if (seconds < 3600) {
            return seconds / 60 + "\u00a0min";
        }
        return seconds < 172_800 ? seconds / 3600 + "\u00a0h" : seconds / 86_400 + "\u00a0d";
    }

    private static String decimal(double value, int digits) {
        NumberFormat form = NumberFormat.getNumberInstance(locale());
        form.setMinimumFractionDigits(digits);
        form.setMaximumFractionDigits(digits);
        return form.format(value);
    }

    /// Date and time of a moment.
    static String time(Instant time) {
        return DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM, FormatStyle.SHORT)
                .withLocale(locale())
                .format(time.atZone(ZoneId.systemDefault()));
    }

    /// A moment on the axis of a chart: the time within a day, the day in a longer range.
    static String tick(Instant time, Duration range) {
        String pattern = range.toDays() <= 1 ? "HH:mm" : range.toDays() <= 7 ? "EEE d" : "d MMM";
        return DateTimeFormatter.ofPattern(pattern, locale()).format(time.atZone(ZoneId.systemDefault()));
    }

    private static Locale locale() {
        return LocaleContextHolder.getLocale();
    }
}
