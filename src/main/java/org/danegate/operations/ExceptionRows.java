package org.danegate.operations;

import java.time.Instant;
import java.util.List;
import org.danegate.address.DomainName;
import org.danegate.policy.DaneException;
import org.danegate.policy.DaneSupport;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/// The rows of exceptions from DANE.
final class ExceptionRows {

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transactions;

    ExceptionRows(JdbcTemplate jdbc, TransactionTemplate transactions) {
        this.jdbc = jdbc;
        this.transactions = transactions;
    }

    List<DaneException> all() {
        return jdbc.query(
                "select domain, support, ends_at, reason, made_by from dane_exception",
                (row, number) -> new DaneException(
                        DomainName.parse(row.getString(1)),
                        DaneSupport.valueOf(row.getString(2)),
                        Instant.ofEpochSecond(row.getLong(3)),
                        row.getString(4),
                        row.getString(5)));
    }

    /// Stores an exception in place of the domain's former one.
    void put(DaneException e) {
        transactions.executeWithoutResult(t -> {
            remove(e.domain());
            jdbc.update(
                    "insert into dane_exception (domain, support, ends_at, reason, made_by) values (?, ?, ?, ?, ?)",
                    e.domain().ascii(),
                    e.support().name(),
                    e.until().getEpochSecond(),
                    e.reason(),
                    e.by());
        });
    }

    /// Returns how many there were, 0 or 1.
    int remove(DomainName domain) {
        return jdbc.update("delete from dane_exception where domain = ?", domain.ascii());
    }
}
