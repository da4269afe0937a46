package org.danegate.tlsreports;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.danegate.address.DomainName;
import org.danegate.tlsrpt.AppliedPolicy;
import org.danegate.tlsrpt.FailureDetail;
import org.danegate.tlsrpt.PolicyCount;
import org.danegate.tlsrpt.PolicyType;
import org.danegate.tlsrpt.ResultType;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/// The counters in the database. Several servers may add to the same ones.
final class CountStore {

    private static final String OF_POLICY = " where report_day = ? and domain = ? and policy_key = ?";

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
    void add(Map<CountKey, Tally> counted) {
        transactions.executeWithoutResult(status -> counted.forEach((key, tally) -> {
            if (!isReported(key)) {
                add(key, tally);
            }
        }));
    }

    /// A report keeps the figures that were sent: a session that ends hours after its day is not added.
    private boolean isReported(CountKey key) {
        Integer reports = jdbc.queryForObject(
                "select count(*) from tlsrpt_report where report_day = ? and domain = ?",
                Integer.class,
                key.day().toEpochDay(),
                key.domain().ascii());
        return reports != null && reports > 0;
    }

    private void add(CountKey key, Tally tally) {
        Object[] id = {key.day().toEpochDay(), key.domain().ascii(), key.policyKey()};
        int changed = jdbc.update(
                "update tlsrpt_policy set successes = successes + ?, failures = failures + ?" + OF_POLICY,
                tally.successes(),
                tally.failures(),
                id[0],
                id[1],
                id[2]);
        if (changed == 0) {
            jdbc.update(
                    """
                    insert into tlsrpt_policy (report_day, domain, policy_key, policy_type, policy_domain, policy_text,
                        mx_hosts, successes, failures) values (?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                    id[0],
                    id[1],
                    id[2],
                    key.policy().type().name(),
                    key.policy().domain(),
                    String.join("\n", key.policy().text()),
                    String.join("\n", key.policy().mxHosts()),
                    tally.successes(),
                    tally.failures());
        }
        tally.details().forEach((detail, sessions) -> add(id, detail, sessions));
    }

    private void add(Object[] id, FailureDetail detail, long sessions) {
        if (changed(id, detail, sessions)) {
            return;
        }
        Long kept = jdbc.queryForObject("select count(*) from tlsrpt_detail" + OF_POLICY, Long.class, id);
        boolean room = kept == null || kept < Tally.MOST_DETAILS || detail.equals(FailureDetail.MORE);
        if (room) {
            insert(id, detail, sessions);
        } else {
            add(id, FailureDetail.MORE, sessions);
        }
    }

    private boolean changed(Object[] id, FailureDetail detail, long sessions) {
        return jdbc.update(
                        "update tlsrpt_detail set sessions = sessions + ?" + OF_POLICY + " and detail_key = ?",
                        sessions,
                        id[0],
                        id[1],
                        id[2],
                        CountKey.detailKey(detail))
                > 0;
    }

    private void insert(Object[] id, FailureDetail detail, long sessions) {
        jdbc.update(
                """
                insert into tlsrpt_detail (report_day, domain, policy_key, detail_key, result_type, mx_host, mx_address,
                    sender_address, reason_code, sessions) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                id[0],
                id[1],
                id[2],
                CountKey.detailKey(detail),
                detail.type().name(),
                detail.host(),
                detail.address(),
                detail.sender(),
                detail.code(),
                sessions);
    }

    /// The counts of a day and domain, one for each policy.
    List<PolicyCount> of(LocalDate day, DomainName domain) {
        return jdbc.query(
                "select * from tlsrpt_policy where report_day = ? and domain = ? order by policy_type, policy_domain,"
                        + " policy_key",
                (row, number) -> new PolicyCount(
                        new AppliedPolicy(
                                PolicyType.valueOf(row.getString("policy_type")),
                                lines(row.getString("policy_text")),
                                row.getString("policy_domain"),
                                lines(row.getString("mx_hosts"))),
                        row.getLong("successes"),
                        row.getLong("failures"),
                        details(day, domain, row.getString("policy_key"))),
                day.toEpochDay(),
                domain.ascii());
    }

    private List<PolicyCount.Detail> details(LocalDate day, DomainName domain, String policyKey) {
        return jdbc.query(
                "select * from tlsrpt_detail" + OF_POLICY + " order by sessions desc, detail_key",
                (row, number) -> new PolicyCount.Detail(
                        new FailureDetail(
                                ResultType.valueOf(row.getString("result_type")),
                                row.getString("mx_host"),
                                row.getString("mx_address"),
                                row.getString("sender_address"),
                                row.getString("reason_code")),
                        row.getLong("sessions")),
                day.toEpochDay(),
                domain.ascii(),
                policyKey);
    }

    private static List<String> lines(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split("\n", -1));
    }

    /// Deletes the days before one.
    void removeBefore(LocalDate day) {
        for (String table : List.of("tlsrpt_detail", "tlsrpt_policy", "tlsrpt_domain")) {
            jdbc.update("delete from " + table + " where report_day < ?", day.toEpochDay());
        }
    }
}
