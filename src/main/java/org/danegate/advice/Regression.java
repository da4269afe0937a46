package org.danegate.advice;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.danegate.wording.Wording;

/// A day on which a domain's sessions were protected less than nearly all of them in the 14 days before (D-93). It
/// holds no mail.
///
/// @param before the level that at least 90 % of these sessions reached
/// @param usual sessions in these days
/// @param level the lowest level of the day
/// @param sessions sessions of the day below the level before
/// @param cause of the first of them
public record Regression(LocalDate day, Level before, long usual, Level level, long sessions, Cause cause) {

    private static final int DAYS = 14;
    private static final long LEAST_SESSIONS = 10;
    private static final int PERCENT = 90;

    /// The regression of a day; empty when there is none.
    public static Optional<Regression> of(DomainPast past, LocalDate day) {
        List<DayCount> usual = past.counts().stream()
                .filter(c -> c.day().isBefore(day) && !c.day().isBefore(day.minusDays(DAYS)))
                .filter(c -> c.facts().level().reached())
                .toList();
        long sessions = Traffic.sum(usual, f -> true);
        if (sessions < LEAST_SESSIONS) {
            return Optional.empty();
        }
        Level before = Arrays.stream(Level.values())
                .filter(level -> PERCENT * sessions
                        <= 100 * Traffic.sum(usual, f -> !f.level().isBelow(level)))
                .findFirst()
                .orElse(Level.CLEAR);
        List<DayCount> below = past.counts().stream()
                .filter(c -> c.day().equals(day) && c.count().sessions() > 0)
                .filter(c -> c.facts().level().reached() && c.facts().level().isBelow(before))
                .filter(c -> Ledger.cause(c.facts(), before).isPresent())
                .toList();
        return below.stream()
                .map(c -> c.facts())
                .reduce((a, b) -> a.level().isBelow(b.level()) ? a : b)
                .map(worst -> new Regression(
                        day,
                        before,
                        sessions,
                        worst.level(),
                        Traffic.sum(below, f -> true),
                        Ledger.cause(worst, before).orElseThrow()));
    }

    /// The regression in one sentence.
    public Wording wording(String domain) {
        return Wording.of(
                "advice.regression", domain, sessions, Words.of(level), usual, Words.of(before), Words.of(cause));
    }
}
