package org.danegate.advisor;

import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.danegate.address.DomainName;
import org.danegate.advice.DayCount;
import org.danegate.advice.DomainPast;
import org.danegate.advice.ProbeResult;

/// Reads the pasts of domains from the database.
final class Pasts {

    /// How many days are kept, today not counted: those that advice looks at, and what the ledger compares with.
    static final int DAYS = 60;

    private static final int AT_ONCE = 200;
    private static final int MOST_DOMAINS = 50_000;

    private final CountStore counts;
    private final ProbeStore probes;
    private final InstantSource clock;

    Pasts(CountStore counts, ProbeStore probes, InstantSource clock) {
        this.counts = counts;
        this.probes = probes;
        this.clock = clock;
    }

    LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }

    /// The past of a domain; empty lists for one that is not known.
    DomainPast of(DomainName domain) {
        List<DomainPast> one = new ArrayList<>();
        read(List.of(domain), clock.instant(), one::add);
        return one.getFirst();
    }

    /// Hands out the past of each domain that has one.
    void forEach(Consumer<DomainPast> consumer) {
        Instant now = clock.instant();
        Set<DomainName> known = new LinkedHashSet<>(counts.domains(today().minusDays(DAYS), MOST_DOMAINS));
        known.addAll(probes.domains(today().minusDays(DomainPast.DAYS)));
        List<DomainName> all = List.copyOf(known);
        for (int from = 0; from < all.size(); from += AT_ONCE) {
            read(all.subList(from, Math.min(from + AT_ONCE, all.size())), now, consumer);
        }
    }

    private void read(List<DomainName> domains, Instant now, Consumer<DomainPast> consumer) {
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        Map<DomainName, List<DayCount>> counted = counts.of(domains, today.minusDays(DAYS));
        Map<DomainName, List<ProbeResult>> probed = probes.of(domains, today.minusDays(DomainPast.DAYS));
        domains.forEach(domain -> consumer.accept(new DomainPast(
                domain, now, counted.getOrDefault(domain, List.of()), probed.getOrDefault(domain, List.of()))));
    }
}
