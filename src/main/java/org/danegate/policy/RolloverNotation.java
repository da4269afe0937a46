package org.danegate.policy;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.danegate.wording.RefusedException;
import org.danegate.wording.Wording;

/// Reads the notation of a {@link RolloverTime} in the policy file.
final class RolloverNotation {

    private RolloverNotation() {}

    /// @throws RefusedException when the text is none of the notations
    static RolloverTime parse(String text) {
        String words = text.strip().toLowerCase(Locale.ROOT);
        Matcher interval = Pattern.compile("(\\d{1,6})([smhd])").matcher(words);
        if (interval.matches()) {
            return every(Long.parseLong(interval.group(1)), interval.group(2));
        }
        return named(text, words.split("\\s+"));
    }

    private static RolloverTime named(String text, String[] parts) {
        if (parts[0].equals("none") && parts.length == 1) {
            return new RolloverTime.None();
        }
        if (parts[0].equals("hourly") && parts.length == 1) {
            return new RolloverTime.Hourly();
        }
        if (parts[0].equals("daily") && parts.length <= 2) {
            return new RolloverTime.Daily(time(text, parts, 1));
        }
        if (parts[0].equals("weekly") && parts.length <= 3) {
            DayOfWeek day = parts.length > 1 ? day(text, parts[1]) : DayOfWeek.MONDAY;
            return new RolloverTime.Weekly(day, time(text, parts, 2));
        }
        throw wrong(text);
    }

    private static RolloverTime every(long amount, String unit) {
        Duration interval = switch (unit) {
            case "d" -> Duration.ofDays(amount);
            case "h" -> Duration.ofHours(amount);
            case "m" -> Duration.ofMinutes(amount);
            default -> Duration.ofSeconds(amount);
        };
        if (interval.compareTo(Duration.ofMinutes(1)) < 0 || interval.compareTo(Duration.ofDays(366)) > 0) {
            throw new RefusedException(Wording.of("policy.file.rollover.range", amount + unit));
        }
        return new RolloverTime.Every(interval);
    }

    private static LocalTime time(String text, String[] parts, int at) {
        if (parts.length <= at) {
            return LocalTime.MIDNIGHT;
        }
        Matcher time = Pattern.compile("([01]?\\d|2[0-3]):([0-5]\\d)").matcher(parts[at]);
        if (!time.matches()) {
            throw wrong(text);
        }
        return LocalTime.of(Integer.parseInt(time.group(1)), Integer.parseInt(time.group(2)));
    }

    private static DayOfWeek day(String text, String word) {
        for (DayOfWeek day : DayOfWeek.values()) {
            String name = day.name().toLowerCase(Locale.ROOT);
            if (word.length() >= 3 && name.startsWith(word)) {
                return day;
            }
        }
        throw wrong(text);
    }

    private static IllegalArgumentException wrong(String text) {
        return new RefusedException(Wording.of("policy.file.rollover", text));
    }
}
