package org.danegate.history;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.danegate.address.LocalHostName;
import org.danegate.console.MenuEntry;
import org.danegate.console.MenuSection;
import org.danegate.console.Texts;
import org.danegate.policy.CommittedPolicy;
import org.danegate.queue.MessageQueue;
import org.danegate.status.Machine;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.MessageSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/// Beans of the history.
@Configuration(proxyBeanMethods = false)
class HistoryConfiguration {

    @Bean
    Recording historyRecording() {
        return new Recording();
    }

    @Bean
    SliceRows sliceRows(JdbcTemplate jdbc) {
        return new SliceRows(jdbc);
    }

    /// @param days how long figures are kept, in days, from 1
    @Bean
    HistoryStore historyStore(
            SliceRows rows, PlatformTransactionManager transactions, @Value("${danegate.history.days:90}") int days) {
        if (days < 1) {
            throw new IllegalArgumentException("danegate.history.days is at least 1, not " + days);
        }
        return new HistoryStore(rows, new TransactionTemplate(transactions), Duration.ofDays(days));
    }

    @Bean
    Notes historyNotes(
            JdbcTemplate jdbc,
            InstantSource clock,
            CommittedPolicy policy,
            @Value("${danegate.history.days:90}") int days) {
        Notes notes = new Notes(jdbc, clock, Duration.ofDays(days));
        policy.onCommit(notes::committed);
        return notes;
    }

    @Bean
    FallbackLedger fallbackLedger(
            JdbcTemplate jdbc, InstantSource clock, @Value("${danegate.history.days:90}") int days) {
        return new FallbackLedger(jdbc, clock, Duration.ofDays(days));
    }

    @Bean
    Sha1Domains sha1Domains(JdbcTemplate jdbc, CommittedPolicy policy, InstantSource clock, Texts texts) {
        return new Sha1Domains(jdbc, policy, clock, texts);
    }

    /// @param period `off`, `daily` or `weekly`
    /// @param to mail addresses, separated by commas
    /// @param csv whether each report is attached as a CSV file
    @Bean
    DigestSettings digestSettings(
            @Value("${danegate.reports.digest:off}") String period,
            @Value("${danegate.reports.digest-to:}") List<String> to,
            @Value("${danegate.reports.digest-language:en}") String language,
            @Value("${danegate.reports.digest-csv:true}") boolean csv) {
        return DigestSettings.of(period, to, language, csv);
    }

    @Bean
    Digest digest(
            DigestSettings settings,
            History history,
            FallbackLedger ledger,
            Reports reports,
            SliceRows rows,
            MessageQueue queue,
            MessageSource texts,
            LocalHostName hostname) {
        return new Digest(
                settings,
                history,
                ledger,
                new DigestFiles(reports),
                rows,
                new Digest.Post(queue, texts, hostname.name().ascii()));
    }

    @Bean
    DaneReadiness daneReadiness(History history, InstantSource clock) {
        return new DaneReadiness(history, clock);
    }

    @Bean
    Changes historyChanges(History history, Notes notes) {
        return new Changes(history, notes);
    }

    @Bean
    Reports reports(History history) {
        return new Reports(history);
    }

    @Bean
    History history(SliceRows rows, HistoryStore store, InstantSource clock) {
        return new History(rows, store, clock);
    }

    @Bean
    MenuEntry overviewMenu() {
        return new MenuEntry(MenuSection.MONITOR, "Overview", "/monitor/overview", 10);
    }

    @Bean
    MenuEntry reportsMenu() {
        return new MenuEntry(MenuSection.MONITOR, "Reports", "/monitor/reports", 60);
    }

    @Bean
    HistoryKeeping historyKeeping(
            Recording recording,
            HistoryStore store,
            FallbackLedger ledger,
            Sha1Domains sha1,
            Digest digest,
            MessageQueue queue,
            @Value("${danegate.data-dir}") Path dataDir,
            InstantSource clock) {
        return new HistoryKeeping(
                recording, new HistoryKeeping.Kept(store, ledger, sha1, digest), queue, new Machine(dataDir), clock);
    }
}
