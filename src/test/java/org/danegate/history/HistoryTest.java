package org.danegate.history;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.danegate.dane.DaneAction;
import org.danegate.dane.Evidence;
import org.danegate.event.DeliveryEvent;
import org.danegate.event.Lane;
import org.danegate.event.Trouble;
import org.danegate.mime.MimeMessages;
import org.danegate.policy.DaneSupport;
import org.danegate.queue.MessageBody;
import org.danegate.queue.embedded.EmbeddedMessageQueue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.support.ResourceBundleMessageSource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;
import org.springframework.transaction.support.TransactionTemplate;

/// Figures of days, recorded minute by minute with a clock of the test, in a real database.
class HistoryTest {

    private static final Instant BEGIN = Instant.parse("2026-03-01T00:00:00Z");
    private static final Duration RETENTION = Duration.ofDays(90);

    private final DataSource database =
            new DriverManagerDataSource("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1", "sa", "");
    private final JdbcTemplate jdbc = new JdbcTemplate(database);
    private final SliceRows rows = new SliceRows(jdbc);
    private final HistoryStore store = store(3);
    private Recording recording = new Recording(3);
    private Instant now = BEGIN;
    private final InstantSource clock = () -> now;
    private final History history = new History(rows, store, clock);

    private HistoryStore store(int kept) {
        return new HistoryStore(
                rows, new TransactionTemplate(new DataSourceTransactionManager(database)), RETENTION, kept);
    }

    @BeforeEach
    void tables() {
        new ResourceDatabasePopulator(
                        new ClassPathResource("db/migration/V150__history.sql"),
                        new ClassPathResource("db/migration/V187__history_by_time_only.sql"))
                .execute(database);
    }

    private void passes(Duration time) {
        for (Instant end = now.plus(time); now.isBefore(end); ) {
            boolean far = Duration.between(now, end).compareTo(Duration.ofHours(3)) > 0;
            now = now.plus(Duration.ofMinutes(far ? 30 : 1));
            store.add(recording.take(now));
            store.keep(now);
        }
    }

    private void delivered(String domain, int recipients) {
        for (int i = 0; i < recipients; i++) {
            recording.on(new DeliveryEvent.RecipientDelivered(now, 1, 1, 0, domain, "250 ok", Duration.ofMillis(40)));
        }
    }

    private void deferred(String domain, int recipients) {
        Trouble trouble = new Trouble("451", "4.7.0", "later", List.of(), false);
        recording.on(new DeliveryEvent.RecipientsDeferred(
                now, domain, Lane.PLAIN, recipients, trouble, now.plusSeconds(60)));
    }

    private long sum(String domain, HistoryRange.Span span, Figure figure) {
        return history.series(domain, span.until(now)).values().stream()
                .mapToLong(figures -> figures.get(figure))
                .sum();
    }

    @Test
    void what_was_delivered_is_there_after_minutes_hours_days_and_weeks() {
        delivered("a.test", 5);
        deferred("b.test", 7);
        passes(Duration.ofMinutes(7));
        assertThat(sum(Slice.TOTAL, HistoryRange.Span.DAY, Figure.DELIVERED)).isEqualTo(5);
        assertThat(sum("a.test", HistoryRange.Span.DAY, Figure.DELIVERED)).isEqualTo(5);
        passes(Duration.ofHours(2));
        for (HistoryRange.Span span : HistoryRange.Span.values()) {
            assertThat(sum(Slice.TOTAL, span, Figure.DELIVERED)).as(span.key()).isEqualTo(5);
            assertThat(sum("b.test", span, Figure.SOFT_BOUNCED)).as(span.key()).isEqualTo(7);
        }
        passes(Duration.ofDays(3));
        assertThat(sum(Slice.TOTAL, HistoryRange.Span.DAY, Figure.DELIVERED)).isZero();
        assertThat(sum(Slice.TOTAL, HistoryRange.Span.WEEK, Figure.DELIVERED)).isEqualTo(5);
        delivered("a.test", 11);
        passes(Duration.ofDays(10));
        assertThat(sum(Slice.TOTAL, HistoryRange.Span.WEEK, Figure.DELIVERED)).isZero();
        assertThat(sum(Slice.TOTAL, HistoryRange.Span.MONTH, Figure.DELIVERED)).isEqualTo(16);
        assertThat(history.byDestination(now.minus(Duration.ofDays(30)), now).get("a.test"))
                .extracting(figures -> figures.get(Figure.DELIVERED))
                .isEqualTo(16L);
    }

    @Test
    void a_level_is_the_greatest_one_of_its_stretch_and_not_a_sum() {
        for (int minute = 0; minute < 90; minute++) {
            recording.level(now, Slice.TOTAL, Figure.ACTIVE_RECIPIENTS, minute == 20 ? 900 : 10);
            passes(Duration.ofMinutes(1));
        }
        passes(Duration.ofHours(1));
        assertThat(history.series(Slice.TOTAL, HistoryRange.Span.WEEK.until(now)).values().stream()
                        .mapToLong(figures -> figures.get(Figure.ACTIVE_RECIPIENTS))
                        .max())
                .hasValue(900);
    }

    @Test
    void those_that_fail_are_kept_one_by_one_and_the_rest_is_summed_up() {
        for (int i = 0; i < 20; i++) {
            delivered("good" + i + ".test", 10 + i);
        }
        deferred("bad.test", 1);
        passes(Duration.ofHours(2));
        Map<String, Figures> day = history.byDestination(now.minus(Duration.ofDays(1)), now);
        assertThat(day).hasSize(4).containsKeys("bad.test", "good19.test", "good18.test", Slice.OTHERS);
        assertThat(day.values().stream()
                        .mapToLong(figures -> figures.get(Figure.DELIVERED))
                        .sum())
                .isEqualTo(20 * 10 + 190);
    }

    @Test
    void a_restart_in_the_middle_of_a_minute_loses_nothing_and_counts_nothing_twice() {
        passes(Duration.ofMinutes(3));
        delivered("a.test", 2);
        store.add(recording.takeAll());
        recording = new Recording(3);
        delivered("a.test", 3);
        passes(Duration.ofHours(3));
        assertThat(sum(Slice.TOTAL, HistoryRange.Span.DAY, Figure.DELIVERED)).isEqualTo(5);
        assertThat(sum("a.test", HistoryRange.Span.DAY, Figure.DELIVERED)).isEqualTo(5);
    }

    @Test
    void figures_that_come_when_their_hour_is_rolled_up_still_count() {
        delivered("a.test", 4);
        now = now.plus(Duration.ofMinutes(6));
        List<Slice> late = recording.take(now);
        passes(Duration.ofHours(30));
        store.add(late);
        assertThat(sum(Slice.TOTAL, HistoryRange.Span.WEEK, Figure.DELIVERED)).isEqualTo(4);
        assertThat(history.byDestination(now.minus(Duration.ofDays(9)), now)).containsKey("a.test");
    }

    @Test
    void the_space_taken_does_not_grow_with_time() {
        for (int day = 0; day < 100; day++) {
            for (int hour = 0; hour < 24; hour++) {
                for (int i = 0; i < 6; i++) {
                    delivered("d" + i + ".test", 1);
                }
                now = now.plus(Duration.ofHours(1));
                store.add(recording.take(now));
                store.keep(now);
            }
        }
        assertThat(rows(Step.FIVE_MINUTES)).isLessThan(4 * 5);
        assertThat(rows(Step.MINUTE)).isLessThanOrEqualTo(49);
        assertThat(rows(Step.HOUR)).isBetween(90 * 24, 91 * 24 + 9 * 24 * 4);
        assertThat(rows(Step.DAY)).isBetween(89 * 4, 91 * 4);
        assertThat(sum(Slice.TOTAL, HistoryRange.Span.QUARTER, Figure.DELIVERED))
                .isBetween(89L * 144, 91L * 144);
    }

    private int rows(Step step) {
        Integer number = jdbc.queryForObject(
                "select count(*) from history_slice where step_minutes = ?", Integer.class, step.minutes());
        return number == null ? 0 : number;
    }

    @Test
    void a_connection_counts_as_clear_text_once_and_only_if_mail_was_sent_over_it() {
        InetAddress here = InetAddress.getLoopbackAddress();
        for (long dcid = 1; dcid <= 3; dcid++) {
            recording.on(new DeliveryEvent.ConnectionOpened(now, dcid, "a.test", "mx.a.test", here, here, 25));
        }
        recording.on(new DeliveryEvent.TlsSucceeded(
                now, 1, "a.test", "mx.a.test", "TLSv1.3", "TLS_AES_256_GCM_SHA384", true));
        for (long mid = 1; mid <= 5; mid++) {
            recording.on(new DeliveryEvent.DeliveryStarted(now, 1, mid, List.of(0)));
            recording.on(new DeliveryEvent.DeliveryStarted(now, 2, mid, List.of(0)));
        }
        for (long dcid = 1; dcid <= 3; dcid++) {
            recording.on(new DeliveryEvent.ConnectionClosed(now, dcid, "a.test"));
        }
        passes(Duration.ofMinutes(6));
        Figures figures =
                history.byDestination(now.minus(Duration.ofHours(1)), now).get("a.test");
        assertThat(List.of(Figure.CONNECTIONS_OUT, Figure.TLS_SUCCESS, Figure.TLS_1_3, Figure.CLEAR))
                .extracting(figures::get)
                .containsExactly(3L, 1L, 1L, 1L);
    }

    @Test
    void a_destination_is_ready_for_mandatory_when_every_attempt_of_the_days_succeeded() {
        attempt("before.test", DaneAction.DANE_FAIL);
        passes(Duration.ofDays(8));
        attempt("before.test", DaneAction.DANE_SUCCESS);
        attempt("fell.test", DaneAction.DANE_SUCCESS);
        attempt("fell.test", DaneAction.FALLBACK_TLS);
        attempt("none.test", DaneAction.NOT_ASKED);
        passes(Duration.ofHours(2));
        DaneReadiness readiness = new DaneReadiness(history, clock);
        assertThat(readiness.of(7))
                .containsExactly(
                        new DaneReadiness.Attempts("before.test", 1, 0, 0, 0),
                        new DaneReadiness.Attempts("fell.test", 1, 1, 0, 0))
                .extracting(DaneReadiness.Attempts::ready)
                .containsExactly(true, false);
        assertThat(readiness.of(14)).extracting(DaneReadiness.Attempts::ready).containsExactly(false, false);
    }

    private void attempt(String domain, DaneAction action) {
        recording.on(ended(domain, action, "no usable TLSA records"));
    }

    private DeliveryEvent.AttemptEnded ended(String domain, DaneAction action, String reason) {
        Evidence evidence = new Evidence(domain, DaneSupport.OPPORTUNISTIC, null, null, List.of(), action, reason, now);
        return new DeliveryEvent.AttemptEnded(now, domain, Lane.PLAIN, 3, evidence, null);
    }

    @Test
    void the_ledger_lists_mail_that_fell_back_from_dane_by_destination_and_cause() {
        FallbackLedger ledger = new FallbackLedger(jdbc, clock, RETENTION);
        ledger.on(ended("a.test", DaneAction.FALLBACK_TLS, "no usable TLSA records"));
        ledger.keep();
        now = now.plus(Duration.ofDays(1));
        ledger.on(ended("a.test", DaneAction.FALLBACK_TLS, "no usable TLSA records"));
        ledger.on(ended("a.test", DaneAction.FALLBACK_TLS, "INSECURE MX"));
        ledger.on(ended("b.test", DaneAction.DANE_SUCCESS, "SECURE"));
        ledger.keep();
        ledger.keep();
        assertThat(ledger.since(BEGIN, 10))
                .containsExactly(
                        new FallbackLedger.Entry("a.test", "no usable TLSA records", 2, 6, now),
                        new FallbackLedger.Entry("a.test", "INSECURE MX", 1, 3, now));
        assertThat(ledger.since(now, 10)).hasSize(2);
        now = now.plus(Duration.ofDays(92));
        ledger.keep();
        assertThat(ledger.since(BEGIN, 10)).isEmpty();
    }

    @Test
    void a_digest_goes_out_once_a_day_with_the_worst_destinations_first(@TempDir Path folder) throws Exception {
        now = Instant.parse("2026-03-02T12:00:00Z");
        delivered("good.test", 40);
        attempt("bad.test", DaneAction.DANE_FAIL);
        attempt("bad.test", DaneAction.DANE_FAIL);
        attempt("worse.test", DaneAction.DANE_FAIL);
        passes(Duration.ofMinutes(10));
        DigestSettings settings =
                DigestSettings.of("daily", List.of("ops@example.org", " boss@example.org"), "es", false);
        try (EmbeddedMessageQueue queue =
                new EmbeddedMessageQueue(folder, clock, new EmbeddedMessageQueue.Settings(64 << 10, 1 << 16, 2, 0))) {
            ResourceBundleMessageSource texts = new ResourceBundleMessageSource();
            texts.setBasename("messages/history");
            texts.setDefaultEncoding("UTF-8");
            FallbackLedger ledger = new FallbackLedger(jdbc, clock, RETENTION);
            Digest digest = new Digest(
                    settings,
                    history,
                    ledger,
                    new DigestFiles(new Reports(history)),
                    rows,
                    new Digest.Post(queue, texts, "gate.example"));
            digest.sendIfDue(now);
            digest.sendIfDue(now.plusSeconds(60));
            assertThat(queue.backlog("example.org").activeRecipients()).isEqualTo(2);
            long mid = queue.waiting("example.org", 1).getFirst().mid();
            try (MessageBody body = queue.body(mid)) {
                MimeMessage message =
                        MimeMessages.read(new ByteArrayInputStream(body.read().readAllBytes()));
                assertThat(message.getSubject()).contains("gate.example");
                assertThat((String) message.getContent())
                        .contains("Destinatarios entregados: 40", "bad.test: 2")
                        .containsSubsequence("bad.test", "worse.test");
            }
        }
    }

    @Test
    void each_figure_has_a_name_of_its_own_for_scripts() {
        assertThat(Figure.values())
                .allSatisfy(figure -> assertThat(Figure.ofKey(figure.key())).hasValue(figure));
        assertThat(Figure.SOFT_BOUNCED.key()).isEqualTo("softBounced");
        assertThat(Figure.TLS_1_3.key()).isEqualTo("tls13");
    }
}
