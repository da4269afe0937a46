package org.danegate.advice;

import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;

/// Sessions of some days in numbers.
///
/// @param days UTC days with at least one session
/// @param hosts that had one, in alphabetical order
/// @param levels sessions by the level that they reached
public record Traffic(long sessions, long days, long messages, List<String> hosts, Map<Level, Long> levels) {

    /// A failure rate below this many over the number of sessions is likely (95 %) when none of them failed.
    private static final double RULE_OF_THREE = 3;

    public Traffic {
        hosts = List.copyOf(hosts);
        levels = Map.copyOf(levels);
    }

    /// Sums up what is a session; hosts that did not answer are left out.
    public static Traffic of(List<DayCount> counts) {
        List<DayCount> sessions = counts.stream()
                .filter(c -> c.facts().level().session() && c.count().sessions() > 0)
                .toList();
        Map<Level, Long> levels = new EnumMap<>(Level.class);
        sessions.forEach(c -> levels.merge(c.facts().level(), c.count().sessions(), Long::sum));
        return new Traffic(
                sum(sessions, c -> true),
                sessions.stream().map(DayCount::day).distinct().count(),
                sessions.stream().mapToLong(c -> c.count().messages()).sum(),
                sessions.stream()
                        .map(DayCount::host)
                        .filter(h -> !h.isEmpty())
                        .distinct()
                        .sorted()
                        .toList(),
                levels);
    }

    static long sum(List<DayCount> counts, Predicate<SessionFacts> which) {
        return counts.stream()
                .filter(c -> which.test(c.facts()))
                .mapToLong(c -> c.count().sessions())
                .sum();
    }

    /// Sessions that reached a level.
    public long at(Level level) {
        return levels.getOrDefault(level, 0L);
    }

    /// Whether every session, and at least one, fulfils a condition.
    static boolean all(List<DayCount> counts, Predicate<SessionFacts> which) {
        List<DayCount> sessions = counts.stream()
                .filter(c -> c.facts().level().session() && c.count().sessions() > 0)
                .toList();
        return !sessions.isEmpty() && sessions.stream().allMatch(c -> which.test(c.facts()));
    }

    /// When no session failed: with 95 % confidence, at most this share of sessions fails, from 0 to 1.
    public double bound() {
        return sessions == 0 ? 1 : Math.min(1, RULE_OF_THREE / sessions);
    }

    /// The bound in percent with one decimal, such as `7.5`.
    public String boundPercent() {
        return String.format(Locale.ROOT, "%.1f", bound() * 100);
    }
}
