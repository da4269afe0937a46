package org.danegate.advisor;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.danegate.address.DomainName;
import org.danegate.advice.Count;
import org.danegate.advice.DayCount;
import org.danegate.advice.SessionFacts;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/// The counters in the database. Several servers may add to the same ones.
final class CountStore {

    /// Rows of a domain and day; what more there is is counted without its host.
    static final int MOST_ROWS = 300;

    private static final String OF_ROW = " where domain = ? and count_day = ? and host = ? and facts = ?";

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transactions;

    CountStore(JdbcTemplate jdbc, TransactionTemplate transactions) {
        this.jdbc = jdbc;
        this.transactions = transactions;
    }

    /// Adds all or nothing.
    ///
    /// @throws org.springframework.dao.DataAccessException when the database takes nothing, also because another
    ///     server has just added the same row
    void add(Map<CountKey, Count> counted) {
        transactions.executeWithoutResult(status -> counted.forEach(this::add));
    }

    private void add(CountKey key, Count count) {
        if (changed(key, key.host(), count)) {
            return;
        }
        Long rows = jdbc.queryForObject(
                "select count(*) from advisor_count where domain = ? and count_day = ?",
                Long.class,
                key.domain().ascii(),
                key.day().toEpochDay());
        String host = rows == null || rows < MOST_ROWS ? key.host() : "";
        if (!changed(key, host, count)) {
            jdbc.update(
                    "insert into advisor_count (domain, count_day, host, facts, sessions, messages, octets)"
                            + " values (?, ?, ?, ?, ?, ?, ?)",
                    key.domain().ascii(),
                    key.day().toEpochDay(),
                    host,
                    key.facts().text(),
                    count.sessions(),
                    count.messages(),
                    count.octets());
        }
    }

    private boolean changed(CountKey key, String host, Count count) {
        return jdbc.update(
                        "update advisor_count set sessions = sessions + ?, messages = messages + ?,"
                                + " octets = octets + ?" + OF_ROW,
                        count.sessions(),
                        count.messages(),
                        count.octets(),
                        key.domain().ascii(),
                        key.day().toEpochDay(),
                        host,
                        key.facts().text())
                > 0;
    }

    /// The domains with a counter since a day, those with most sessions first.
    List<DomainName> domains(LocalDate since, int most) {
        return jdbc.query(
                "select domain from advisor_count where count_day >= ? group by domain"
                        + " order by sum(sessions) desc, domain limit ?",
                (row, number) -> new DomainName(row.getString(1)),
                since.toEpochDay(),
                most);
    }

    /// The counters of domains since a day, in the order of days; a domain without any is missing.
    Map<DomainName, List<DayCount>> of(Collection<DomainName> domains, LocalDate since) {
        if (domains.isEmpty()) {
            return Map.of();
        }
        Object[] arguments = new Object[domains.size() + 1];
        arguments[0] = since.toEpochDay();
        int next = 1;
        for (DomainName domain : domains) {
            arguments[next++] = domain.ascii();
        }
        Map<DomainName, List<DayCount>> counts = new HashMap<>();
        jdbc.query(
                "select * from advisor_count where count_day >= ? and domain in ("
                        + String.join(",", Collections.nCopies(domains.size(), "?"))
                        + ") order by count_day, host, facts",
                row -> {
                    counts.computeIfAbsent(new DomainName(row.getString("domain")), d -> new ArrayList<>())
                            .add(count(row));
                },
                arguments);
        return counts;
    }

    private static DayCount count(ResultSet row) throws SQLException {
        return new DayCount(
                LocalDate.ofEpochDay(row.getLong("count_day")),
                row.getString("host"),
                SessionFacts.of(row.getString("facts")),
                new Count(row.getLong("sessions"), row.getLong("messages"), row.getLong("octets")));
    }

    /// Deletes the days before one.
    void removeBefore(LocalDate day) {
        jdbc.update("delete from advisor_count where count_day < ?", day.toEpochDay());
    }
}
