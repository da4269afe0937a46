package org.danegate.advisor;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.danegate.address.DomainName;
import org.danegate.advice.ProbeResult;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.json.JsonMapper;

/// The last probe of each domain and day in the database.
final class ProbeStore {

    private final JdbcTemplate jdbc;
    private final JsonMapper json = new JsonMapper();

    ProbeStore(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /// Keeps a probe instead of an earlier one of its day.
    void keep(DomainName domain, ProbeResult probe) {
        Object[] values = {
            probe.at().getEpochSecond(),
            json.writeValueAsString(probe),
            domain.ascii(),
            probe.day().toEpochDay()
        };
        int changed = jdbc.update(
                "update advisor_probe set probed_at = ?, result = ? where domain = ? and probe_day = ?", values);
        if (changed == 0) {
            try {
                jdbc.update(
                        "insert into advisor_probe (probed_at, result, domain, probe_day) values (?, ?, ?, ?)", values);
            } catch (DuplicateKeyException e) {
                // Another server was quicker, and asked the same questions.
            }
        }
    }

    /// The domains that were probed on a day.
    Set<DomainName> probed(LocalDate day) {
        return new HashSet<>(jdbc.query(
                "select domain from advisor_probe where probe_day = ?",
                (row, number) -> new DomainName(row.getString(1)),
                day.toEpochDay()));
    }

    /// The domains that were probed since a day.
    List<DomainName> domains(LocalDate since) {
        return jdbc.query(
                "select distinct domain from advisor_probe where probe_day >= ?",
                (row, number) -> new DomainName(row.getString(1)),
                since.toEpochDay());
    }

    /// The probes of domains since a day; a domain without any is missing.
    Map<DomainName, List<ProbeResult>> of(Collection<DomainName> domains, LocalDate since) {
        if (domains.isEmpty()) {
            return Map.of();
        }
        List<Object> arguments = new ArrayList<>(List.of(since.toEpochDay()));
        domains.forEach(domain -> arguments.add(domain.ascii()));
        Map<DomainName, List<ProbeResult>> probes = new HashMap<>();
        jdbc.query(
                "select domain, result from advisor_probe where probe_day >= ? and domain in ("
                        + String.join(",", Collections.nCopies(domains.size(), "?")) + ") order by probe_day",
                row -> {
                    probes.computeIfAbsent(new DomainName(row.getString(1)), d -> new ArrayList<>())
                            .add(json.readValue(row.getString(2), ProbeResult.class));
                },
                arguments.toArray());
        return probes;
    }

    /// Deletes the days before one.
    void removeBefore(LocalDate day) {
        jdbc.update("delete from advisor_probe where probe_day < ?", day.toEpochDay());
    }
}
