package org.danegate.tlsreports;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.danegate.address.DomainName;
import org.danegate.tlsrpt.ReportTarget;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.transaction.support.TransactionTemplate;

/// Decides to send a report, writes it down, and is killed before it hands the report over.
final class KilledSender {

    private KilledSender() {}

    /// @param args the file of the database
    public static void main(String[] args) {
        DriverManagerDataSource database = new DriverManagerDataSource("jdbc:h2:file:" + args[0], "sa", "");
        ReportDatabase.tables(database);
        SendingStore store = new SendingStore(
                new JdbcTemplate(database), new TransactionTemplate(new DataSourceTransactionManager(database)));
        DomainName domain = new DomainName("example.net");
        LocalDate day = LocalDate.of(2026, 11, 27);
        Instant now = Instant.parse("2026-11-28T01:00:00Z");
        ReportTarget target = ReportTarget.of("mailto:tls@example.net").orElseThrow();
        store.decide(new DecidedReport(
                day,
                domain,
                "Gateway",
                "tls@gw.example",
                now,
                "",
                List.of(ReportSending.begin(day, domain, target, now))));
        store.force();
        Runtime.getRuntime().halt(137);
    }
}
