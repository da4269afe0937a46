package org.danegate.tlsreports;

import java.time.InstantSource;
import org.danegate.address.LocalHostName;
import org.danegate.console.MenuEntry;
import org.danegate.console.MenuSection;
import org.danegate.delivery.QueueClearing;
import org.danegate.dkim.DkimSigning;
import org.danegate.dns.DnsLookup;
import org.danegate.event.DeliveryEvents;
import org.danegate.fetch.HttpsRequests;
import org.danegate.policy.CommittedPolicy;
import org.danegate.queue.MessageQueue;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/// Beans of TLS reports.
@Configuration(proxyBeanMethods = false)
class TlsReportsConfiguration {

    @Bean
    ReportTerms tlsReportTerms(CommittedPolicy policy, LocalHostName self) {
        return new ReportTerms(policy, self);
    }

    @Bean
    Counting tlsReportCounting(CommittedPolicy policy) {
        return new Counting(policy);
    }

    @Bean
    ReportBooks tlsReportBooks(JdbcTemplate jdbc, PlatformTransactionManager transactions) {
        TransactionTemplate whole = new TransactionTemplate(transactions);
        return new ReportBooks(new CountStore(jdbc, whole), new DayStore(jdbc), new SendingStore(jdbc, whole));
    }

    @Bean
    SendingOutcomes tlsReportOutcomes() {
        return new SendingOutcomes();
    }

    @Bean
    Handover tlsReportHandover(
            ReportBooks books,
            MessageQueue queue,
            SendingOutcomes outcomes,
            HttpsRequests https,
            DeliveryEvents events,
            InstantSource clock) {
        return new Handover(
                books.sendings(),
                new MailHandover(queue, events, outcomes, clock),
                new HttpsHandover(https, clock),
                events,
                clock);
    }

    @Bean
    FollowUp tlsReportFollowUp(
            ReportBooks books,
            SendingOutcomes outcomes,
            QueueClearing clearing,
            Handover handover,
            InstantSource clock) {
        return new FollowUp(books.sendings(), outcomes, clearing, handover, clock);
    }

    @Bean
    ReportRound tlsReportRound(
            ReportTerms terms,
            ReportBooks books,
            DnsLookup dns,
            Handover handover,
            DkimSigning signing,
            InstantSource clock) {
        return new ReportRound(terms, books, new ReportDiscovery(dns), handover, signing, clock);
    }

    @Bean
    Keeping.Sending tlsReportSending(ReportRound round, FollowUp followUp) {
        return new Keeping.Sending(round, followUp);
    }

    @Bean
    Keeping tlsReportKeeping(
            ReportTerms terms,
            Counting counting,
            ReportBooks books,
            DnsLookup dns,
            Keeping.Sending sending,
            InstantSource clock) {
        return new Keeping(terms, counting, books, new ReportDiscovery(dns), sending, clock);
    }

    @Bean
    TlsReports tlsReports(ReportBooks books, ReportTerms terms, InstantSource clock) {
        return new TlsReports(books, terms, clock);
    }

    @Bean
    MenuEntry tlsReportsMenu() {
        return new MenuEntry(MenuSection.MONITOR, "TLS Reports", "/monitor/tls-reports", 65);
    }
}
