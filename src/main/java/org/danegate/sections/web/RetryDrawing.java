package org.danegate.sections.web;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The attempts of a bounce profile on a time line, by the appliance's schedule: the initial wait follows the first
/// attempt, each later wait is twice as long up to the longest, and the last attempt comes at the end of the time
/// in queue.
///
/// @param marks places of the attempts on the line, 0 to 1,000
/// @param times times of the first attempts since acceptance, in words
/// @param attempts number of attempts
/// @param end the time in queue, in words
public record RetryDrawing(List<Integer> marks, List<String> times, int attempts, String end) {

    private static final int MOST_NAMED = 10;
    private static final int MOST = 20_000;
    private static final Pattern AMOUNT = Pattern.compile("(\\d+)\\s*(s|m|h|d|)");

    static @Nullable RetryDrawing of(SectionView view) {
        if (!view.fields().equals(PolicySection.BOUNCE_PROFILES.fields()) || view.isNew()) {
            return null;
        }
        long end = seconds(view.values().get("maxTimeInQueue"));
        long first = seconds(view.values().get("initialRetry"));
        long longest = seconds(view.values().get("maxRetryInterval"));
        long retries = seconds(view.values().get("maxRetries"));
        if (end <= 0 || first <= 0 || longest <= 0) {
            return null;
        }
        List<Long> times = attempts(first, longest, retries, end);
        return new RetryDrawing(
                times.stream().map(t -> (int) (t * 1000 / end)).distinct().toList(),
                times.stream().limit(MOST_NAMED).map(RetryDrawing::words).toList(),
                times.size(),
                words(end));
    }

    /// Times of the attempts since acceptance, all in seconds.
    private static List<Long> attempts(long first, long longest, long retries, long end) {
        List<Long> times = new ArrayList<>();
        long at = 0;
        long pause = first;
        while (at < end && times.size() <= retries && times.size() < MOST) {
            times.add(at);
            at += Math.min(pause, longest);
            pause = Math.min(pause * 2, longest);
        }
        if (times.size() <= retries) {
            times.add(end);
        }
        return times;
    }

    private static long seconds(@Nullable String text) {
        Matcher amount = AMOUNT.matcher(text == null ? "" : text.strip());
        if (!amount.matches() || amount.group(1).length() > 9) {
            return -1;
        }
        long unit = switch (amount.group(2)) {
            case "m" -> 60;
            case "h" -> 3600;
            case "d" -> 86_400;
            default -> 1;
        };
        return Long.parseLong(amount.group(1)) * unit;
    }

    private static String words(long seconds) {
        Duration d = Duration.ofSeconds(seconds);
        if (seconds % 3600 == 0 && seconds > 0) {
            return d.toHours() + " h";
        }
        return seconds % 60 == 0 ? d.toMinutes() + " min" : seconds + " s";
    }
}
