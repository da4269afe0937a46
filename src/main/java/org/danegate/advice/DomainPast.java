package org.danegate.advice;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.danegate.address.DomainName;

/// What is known of a domain's past: what was counted, and what probes found.
///
/// @param counts of the last {@link #DAYS} complete UTC days at least, and of today
/// @param probes the last one of each day
public record DomainPast(DomainName domain, Instant now, List<DayCount> counts, List<ProbeResult> probes) {

    /// Complete days that advice looks back.
    public static final int DAYS = 30;

    /// For so long a probe that connected to the hosts says how they are now.
    private static final Duration FRESH = Duration.ofHours(24);

    public DomainPast {
        counts = List.copyOf(counts);
        probes = probes.stream().sorted(Comparator.comparing(ProbeResult::at)).toList();
    }

    /// Today, in UTC.
    public LocalDate today() {
        return LocalDate.ofInstant(now, ZoneOffset.UTC);
    }

    /// What was counted on the last complete days.
    public List<DayCount> complete(int days) {
        return counts.stream()
                .filter(c -> c.day().isBefore(today()) && !c.day().isBefore(first(days)))
                .toList();
    }

    /// What was counted on the last complete days and today.
    public List<DayCount> recent(int days) {
        return counts.stream().filter(c -> !c.day().isBefore(first(days))).toList();
    }

    private LocalDate first(int days) {
        return today().minusDays(days);
    }

    /// Probes of the last complete days and today, the oldest first.
    List<ProbeResult> probes(int days) {
        return probes.stream().filter(p -> !p.day().isBefore(first(days))).toList();
    }

    /// The newest probe, of any kind.
    public Optional<ProbeResult> latest() {
        return probes.isEmpty() ? Optional.empty() : Optional.of(probes.getLast());
    }

    /// The newest probe that connected to the hosts, not older than some days.
    Optional<ProbeResult> latestDialled(int days) {
        return probes(days).stream().filter(ProbeResult::dialled).reduce((a, b) -> b);
    }

    /// The newest probe that connected to the hosts, not older than a day.
    Optional<ProbeResult> freshDialled() {
        return latestDialled(1).filter(p -> !p.at().isBefore(now.minus(FRESH)));
    }
}
