package org.danegate.tlsreports;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.danegate.address.DomainName;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/// What was decided about reports, and where each one is. Several servers may share it: only one of them gets a report.
final class SendingStore {

    private static final String OF_REPORT = " where report_day = ? and domain = ?";

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transactions;

    SendingStore(JdbcTemplate jdbc, TransactionTemplate transactions) {
        this.jdbc = jdbc;
        this.transactions = transactions;
    }

    /// Writes down what was decided, before anything is sent.
    ///
    /// @return false when it was decided before, here or on another server
    boolean decide(DecidedReport report) {
        try {
            transactions.executeWithoutResult(status -> insert(report));
            return true;
        } catch (DuplicateKeyException decided) {
            return false;
        }
    }

    private void insert(DecidedReport report) {
        jdbc.update(
                "insert into tlsrpt_report (report_day, domain, organization, contact, decided_at, reason)"
                        + " values (?, ?, ?, ?, ?, ?)",
                report.day().toEpochDay(),
                report.domain().ascii(),
                report.organization(),
                report.contact(),
                report.at().getEpochSecond(),
                report.reason());
        report.sendings().forEach(this::insert);
    }

    private void insert(ReportSending s) {
        jdbc.update(
                "insert into tlsrpt_sending (state, changed_at, tries, next_at, mid, reason, target, report_day, domain,"
                        + " target_key) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                s.state().name(),
                s.at().getEpochSecond(),
                s.tries(),
                s.next().getEpochSecond(),
                s.mid(),
                s.reason(),
                s.target(),
                s.day().toEpochDay(),
                s.domain().ascii(),
                s.targetKey());
    }

    /// Forces everything that was written down to the disk. The embedded database would do so half a second later,
    /// and a server that is killed in between would send a report twice.
    void force() {
        jdbc.execute((Connection connection) -> {
            if (connection.getMetaData().getDatabaseProductName().equals("H2")) {
                try (Statement statement = connection.createStatement()) {
                    statement.execute("checkpoint sync");
                }
            }
            return null;
        });
    }

    /// Changes the state of a report on its way.
    ///
    /// @return false when it was no longer as `before`
    boolean change(ReportSending before, ReportSending after) {
        return jdbc.update(
                        "update tlsrpt_sending set state = ?, changed_at = ?, tries = ?, next_at = ?, mid = ?, reason = ?"
                                + OF_REPORT + " and target_key = ? and state = ? and tries = ?",
                        after.state().name(),
                        after.at().getEpochSecond(),
                        after.tries(),
                        after.next().getEpochSecond(),
                        after.mid(),
                        after.reason(),
                        after.day().toEpochDay(),
                        after.domain().ascii(),
                        after.targetKey(),
                        before.state().name(),
                        before.tries())
                > 0;
    }

    /// Reports in a state.
    List<ReportSending> in(SendingState state) {
        return jdbc.query(
                "select * from tlsrpt_sending where state = ? order by changed_at",
                SendingStore::sending,
                state.name());
    }

    /// How many reports went, or were to go, to a receiver since a time.
    int count(String targetKey, Instant since) {
        return number(
                "select count(*) from tlsrpt_sending where target_key = ? and changed_at >= ? and state <> 'LEFT_OUT'",
                targetKey,
                since.getEpochSecond());
    }

    /// How many were given up by a receiver since a time.
    int failed(String targetKey, Instant since) {
        return number(
                "select count(*) from tlsrpt_sending where target_key = ? and changed_at >= ? and state = 'FAILED'",
                targetKey,
                since.getEpochSecond());
    }

    private int number(String query, Object... values) {
        Integer count = jdbc.queryForObject(query, Integer.class, values);
        return count == null ? 0 : count;
    }

    /// What was decided about a report, with where it went.
    Optional<DecidedReport> find(LocalDate day, DomainName domain) {
        return reports(OF_REPORT, day.toEpochDay(), domain.ascii()).stream().findFirst();
    }

    /// Days from one on that were decided about.
    List<DecidedReport> since(LocalDate day) {
        return reports(" where report_day >= ?", day.toEpochDay());
    }

    private List<DecidedReport> reports(String where, Object... values) {
        Map<List<Object>, List<ReportSending>> sendings = jdbc
                .query("select * from tlsrpt_sending" + where + " order by target", SendingStore::sending, values)
                .stream()
                .collect(Collectors.groupingBy(s -> List.of(s.day(), s.domain())));
        return jdbc.query(
                "select * from tlsrpt_report" + where,
                (row, number) -> {
                    LocalDate day = LocalDate.ofEpochDay(row.getLong("report_day"));
                    DomainName domain = new DomainName(row.getString("domain"));
                    return new DecidedReport(
                            day,
                            domain,
                            row.getString("organization"),
                            row.getString("contact"),
                            Instant.ofEpochSecond(row.getLong("decided_at")),
                            row.getString("reason"),
                            sendings.getOrDefault(List.of(day, domain), List.of()));
                },
                values);
    }

    private static ReportSending sending(ResultSet row, int number) throws SQLException {
        return new ReportSending(
                LocalDate.ofEpochDay(row.getLong("report_day")),
                new DomainName(row.getString("domain")),
                row.getString("target"),
                SendingState.valueOf(row.getString("state")),
                Instant.ofEpochSecond(row.getLong("changed_at")),
                row.getInt("tries"),
                Instant.ofEpochSecond(row.getLong("next_at")),
                row.getLong("mid"),
                row.getString("reason"));
    }

    /// Deletes the days before one.
    void removeBefore(LocalDate day) {
        for (String table : List.of("tlsrpt_sending", "tlsrpt_report")) {
            jdbc.update("delete from " + table + " where report_day < ?", day.toEpochDay());
        }
    }
}
