package org.danegate.tlsreports;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.danegate.address.DomainName;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;

/// The days and domains that were counted, with what each domain publishes at `_smtp._tls`.
final class DayStore {

    private static final String LINES = """
            select p.report_day, p.domain, sum(p.successes) as successes, sum(p.failures) as failures,
                max(d.record_kind) as record_kind, max(d.targets) as targets, max(d.reason) as reason,
                max(d.looked_up_at) as looked_up_at
            from tlsrpt_policy p left join tlsrpt_domain d on d.report_day = p.report_day and d.domain = p.domain
            """;
    private static final String GROUPS = " group by p.report_day, p.domain";

    private final JdbcTemplate jdbc;

    DayStore(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /// The newest day first, then by domain.
    ///
    /// @param most how many at most
    List<DayLine> lines(int most) {
        return jdbc.query(LINES + GROUPS + " order by p.report_day desc, p.domain limit ?", DayStore::line, most);
    }

    Optional<DayLine> line(LocalDate day, DomainName domain) {
        return jdbc
                .query(
                        LINES + " where p.report_day = ? and p.domain = ?" + GROUPS,
                        DayStore::line,
                        day.toEpochDay(),
                        domain.ascii())
                .stream()
                .findFirst();
    }

    /// Reports of a day that may be wanted and were not decided about, by domain.
    List<DayLine> undecided(LocalDate day) {
        return jdbc.query(LINES + """
                         where p.report_day = ? and d.record_kind <> 'NONE' and not exists (
                            select 1 from tlsrpt_report r where r.report_day = p.report_day and r.domain = p.domain)""" + GROUPS + " order by p.domain", DayStore::line, day.toEpochDay());
    }

    /// Domains of a day whose record was not looked up, or in vain before a time.
    List<DomainName> notLookedUp(LocalDate day, Instant failedBefore, int most) {
        return jdbc.query(
                """
                select distinct p.domain from tlsrpt_policy p
                left join tlsrpt_domain d on d.report_day = p.report_day and d.domain = p.domain
                where p.report_day = ? and (d.domain is null or d.record_kind = 'UNKNOWN' and d.looked_up_at < ?)
                order by p.domain limit ?""",
                (row, number) -> new DomainName(row.getString(1)),
                day.toEpochDay(),
                failedBefore.getEpochSecond(),
                most);
    }

    void keep(LocalDate day, DomainName domain, RecordFound found) {
        Object[] values = {
            found.kind().name(),
            String.join("\n", found.targets()),
            found.reason(),
            found.at().getEpochSecond(),
            day.toEpochDay(),
            domain.ascii()
        };
        int changed = jdbc.update(
                "update tlsrpt_domain set record_kind = ?, targets = ?, reason = ?, looked_up_at = ?"
                        + " where report_day = ? and domain = ?",
                values);
        if (changed == 0) {
            try {
                jdbc.update(
                        "insert into tlsrpt_domain (record_kind, targets, reason, looked_up_at, report_day, domain)"
                                + " values (?, ?, ?, ?, ?, ?)",
                        values);
            } catch (DuplicateKeyException e) {
                // Another server was quicker, and asked the same question.
                return;
            }
        }
    }

    private static DayLine line(ResultSet row, int number) throws SQLException {
        return new DayLine(
                LocalDate.ofEpochDay(row.getLong("report_day")),
                new DomainName(row.getString("domain")),
                row.getLong("successes"),
                row.getLong("failures"),
                found(row));
    }

    private static @Nullable RecordFound found(ResultSet row) throws SQLException {
        String kind = row.getString("record_kind");
        if (kind == null) {
            return null;
        }
        String targets = row.getString("targets");
        return new RecordFound(
                RecordFound.Kind.valueOf(kind),
                targets == null || targets.isEmpty() ? List.of() : List.of(targets.split("\n")),
                String.valueOf(row.getString("reason")),
                Instant.ofEpochSecond(row.getLong("looked_up_at")));
    }
}
