package org.danegate.history;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;

/// Says which destinations can be turned from Opportunistic to Mandatory: those at which every attempt of the last days
/// ended with DANE success.
public final class DaneReadiness {

    private final History history;
    private final InstantSource clock;

    DaneReadiness(History history, InstantSource clock) {
        this.history = history;
        this.clock = clock;
    }

    /// Attempts at a destination by their DANE result.
    ///
    /// @param waiting attempts that could not be decided, as a DNS lookup failed
    public record Attempts(String domain, long success, long fallback, long fail, long waiting) {

        /// Whether every attempt, and at least one, ended with success.
        public boolean ready() {
            return success > 0 && fallback + fail + waiting == 0;
        }
    }

    /// The destinations with an attempt to which DANE applied: the ready ones first, then those with most attempts.
    ///
    /// @param days how far to look back, 1 or more
    public List<Attempts> of(int days) {
        Instant now = clock.instant();
        return history.byDestination(now.minus(Duration.ofDays(days)), now).entrySet().stream()
                .filter(entry -> !entry.getKey().equals(Slice.OTHERS))
                .map(entry -> attempts(entry.getKey(), entry.getValue()))
                .filter(record -> record.success() + record.fallback() + record.fail() + record.waiting() > 0)
                .sorted(Comparator.comparingInt((Attempts attempts) -> attempts.ready() ? 0 : 1)
                        .thenComparingLong(attempts -> -attempts.success() - attempts.fallback() - attempts.fail())
                        .thenComparing(Attempts::domain))
                .toList();
    }

    private static Attempts attempts(String domain, Figures figures) {
        return new Attempts(
                domain,
                figures.get(Figure.DANE_SUCCESS),
                figures.get(Figure.DANE_FALLBACK),
                figures.get(Figure.DANE_FAIL),
                figures.get(Figure.DANE_WAITING));
    }
}
