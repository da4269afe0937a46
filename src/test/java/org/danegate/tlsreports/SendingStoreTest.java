package org.danegate.tlsreports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.danegate.address.DomainName;
import org.danegate.event.DeliveryEvent;
import org.danegate.tlsrpt.ReportTarget;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.transaction.support.TransactionTemplate;

/// What is written down of reports that were sent, over a real database.
class SendingStoreTest {

    private static final DomainName DOMAIN = new DomainName("example.net");
    private static final LocalDate DAY = LocalDate.of(2026, 11, 27);
    private static final Instant NOW = Instant.parse("2026-11-28T01:00:00Z");
    private static final ReportTarget MAIL =
            ReportTarget.of("mailto:tls@example.net").orElseThrow();

    @TempDir
    Path folder;

    private static SendingStore store(DriverManagerDataSource database) {
        return new SendingStore(
                new JdbcTemplate(database), new TransactionTemplate(new DataSourceTransactionManager(database)));
    }

    private static SendingStore fresh() {
        DriverManagerDataSource database =
                new DriverManagerDataSource("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1", "sa", "");
        ReportDatabase.tables(database);
        return store(database);
    }

    private static ReportSending begun(String domain) {
        return ReportSending.begin(DAY, new DomainName(domain), MAIL, NOW);
    }

    private static DecidedReport decided(ReportSending sending) {
        return new DecidedReport(DAY, sending.domain(), "Gateway", "tls@gw.example", NOW, "", List.of(sending));
    }

    @Test
    @Tag("R-40")
    @Tag("u08")
    void a_report_is_decided_about_once_also_when_the_server_is_killed_before_it_is_queued() throws Exception {
        Process killed = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledSender.class.getName(),
                        folder.resolve("db").toString())
                .inheritIO()
                .start();
        assertThat(killed.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(killed.exitValue()).isEqualTo(137);

        SendingStore store = store(new DriverManagerDataSource("jdbc:h2:file:" + folder.resolve("db"), "sa", ""));
        assertThat(store.decide(decided(begun("example.net"))))
                .as("a second report")
                .isFalse();
        assertThat(store.in(SendingState.HANDING_OVER)).containsExactly(begun("example.net"));
    }

    @Test
    void a_state_changes_only_from_the_one_that_was_seen() {
        SendingStore store = fresh();
        ReportSending begun = begun("example.net");
        store.decide(decided(begun));
        ReportSending queued = begun.queued(55, NOW);
        assertThat(store.change(begun, queued)).isTrue();
        assertThat(store.change(begun, begun.in(SendingState.UNKNOWN, NOW, "late")))
                .isFalse();
        assertThat(store.find(DAY, DOMAIN).orElseThrow().sendings()).containsExactly(queued);
    }

    @Test
    @Tag("R-37")
    void an_address_rests_for_a_week_after_it_took_none_and_gets_a_thousand_a_day() {
        SendingStore store = fresh();
        ReportSending failed = begun("example.net");
        store.decide(decided(failed.in(SendingState.FAILED, NOW, "550 no such user")));
        SendingLimits limits = new SendingLimits(store);
        ReportSending next = begun("example.org");
        assertThat(limits.applied(next, NOW.plus(Duration.ofDays(6))).state()).isEqualTo(SendingState.LEFT_OUT);
        assertThat(limits.applied(next, NOW.plus(Duration.ofDays(8)))).isEqualTo(next);

        SendingStore busy = fresh();
        IntStream.range(0, SendingLimits.MOST_A_DAY)
                .mapToObj(i -> begun("d" + i + ".example").in(SendingState.TAKEN, NOW, ""))
                .forEach(sending -> busy.decide(decided(sending)));
        assertThat(new SendingLimits(busy).applied(next, NOW).reason()).isEqualTo("it gets 1000 reports a day at most");
        assertThat(new SendingLimits(busy).applied(next, NOW.plus(Duration.ofDays(1))))
                .isEqualTo(next);
    }

    @Test
    void a_receiver_s_words_fit_whatever_their_length() {
        SendingStore store = fresh();
        ReportSending begun = begun("example.net");
        store.decide(decided(begun));
        assertThat(store.change(begun, begun.in(SendingState.FAILED, NOW, "550 " + "long ".repeat(2000))))
                .isTrue();
        DecidedReport refused = new DecidedReport(
                DAY, new DomainName("example.org"), "G", "tls@gw.example", NOW, "x".repeat(5000), List.of());
        assertThat(store.decide(refused)).isTrue();
    }

    @Test
    void an_outcome_that_was_not_stored_comes_again() {
        SendingOutcomes outcomes = new SendingOutcomes();
        outcomes.watch(begun("example.net").queued(55, NOW));
        outcomes.on(new DeliveryEvent.RecipientDropped(NOW, 55, 0, "example.net"));
        assertThatThrownBy(() -> outcomes.each(outcome -> {
                    throw new IllegalStateException("no database");
                }))
                .isInstanceOf(IllegalStateException.class);
        List<SendingState> seen = new ArrayList<>();
        outcomes.each(outcome -> seen.add(outcome.after().state()));
        outcomes.each(outcome -> seen.add(outcome.after().state()));
        assertThat(seen).containsExactly(SendingState.FAILED);
    }

    @Test
    void each_report_has_its_own_receivers() {
        SendingStore store = fresh();
        store.decide(decided(begun("example.net")));
        store.decide(decided(begun("example.org")));
        assertThat(store.since(DAY))
                .hasSize(2)
                .allSatisfy(report -> assertThat(report.sendings())
                        .containsExactly(begun(report.domain().ascii())));
        assertThat(store.since(DAY.plusDays(1))).isEmpty();
    }

    @Test
    void addresses_are_compared_without_their_case() {
        ReportTarget upper = ReportTarget.of("mailto:TLS@EXAMPLE.net").orElseThrow();
        assertThat(ReportSending.begin(DAY, DOMAIN, upper, NOW).targetKey())
                .isEqualTo(begun("a.example").targetKey());
    }
}
