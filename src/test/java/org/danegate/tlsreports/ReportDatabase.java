package org.danegate.tlsreports;

import javax.sql.DataSource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;

/// The tables of TLS reports in a database of a test.
final class ReportDatabase {

    private ReportDatabase() {}

    static void tables(DataSource database) {
        new ResourceDatabasePopulator(
                        new ClassPathResource("db/migration/V270__tls_reports.sql"),
                        new ClassPathResource("db/migration/V275__tls_reports_sent.sql"))
                .execute(database);
    }
}
