package org.danegate.tlsreports;

import java.time.InstantSource;
import org.danegate.address.LocalHostName;
import org.danegate.console.MenuEntry;
import org.danegate.console.MenuSection;
import org.danegate.dns.DnsLookup;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/// Beans of TLS reports.
@Configuration(proxyBeanMethods = false)
class TlsReportsConfiguration {

    @Bean
    ReportSettings tlsReportSettings(
            @Value("${danegate.tlsrpt.enabled:false}") boolean enabled,
            @Value("${danegate.tlsrpt.organization:}") String organization,
            @Value("${danegate.tlsrpt.contact:}") String contact,
            @Value("${danegate.tlsrpt.excluded:}") String excluded,
            LocalHostName self) {
        return ReportSettings.of(enabled, organization, contact, excluded, self);
    }

    @Bean
    Counting tlsReportCounting(ReportSettings settings) {
        return new Counting(settings);
    }

    @Bean
    CountStore tlsReportCounts(JdbcTemplate jdbc, PlatformTransactionManager transactions) {
        return new CountStore(jdbc, new TransactionTemplate(transactions));
    }

    @Bean
    DayStore tlsReportDays(JdbcTemplate jdbc) {
        return new DayStore(jdbc);
    }

    @Bean
    Keeping tlsReportKeeping(
            ReportSettings settings,
            Counting counting,
            CountStore counts,
            DayStore days,
            DnsLookup dns,
            InstantSource clock) {
        return new Keeping(settings, counting, counts, days, new ReportDiscovery(dns), clock);
    }

    @Bean
    TlsReports tlsReports(CountStore counts, DayStore days, ReportSettings settings) {
        return new TlsReports(counts, days, settings);
    }

    @Bean
    MenuEntry tlsReportsMenu() {
        return new MenuEntry(MenuSection.MONITOR, "TLS Reports", "/monitor/tls-reports", 65);
    }
}
