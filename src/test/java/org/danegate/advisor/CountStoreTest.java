package org.danegate.advisor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.danegate.address.DomainName;
import org.danegate.advice.Cause;
import org.danegate.advice.Count;
import org.danegate.advice.DayCount;
import org.danegate.advice.EndingSignature;
import org.danegate.advice.Judged;
import org.danegate.advice.Level;
import org.danegate.advice.ProbeResult;
import org.danegate.advice.ProbedHost;
import org.danegate.advice.SessionFacts;
import org.danegate.advice.StsSeen;
import org.danegate.counting.WaitingCounts;
import org.danegate.dns.answer.SecurityStatus;
import org.danegate.event.DeliveryEvent;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;
import org.springframework.transaction.support.TransactionTemplate;

/// Counters, probes and alerts of the Advisor over a real database.
class CountStoreTest {

    private static final DomainName DOMAIN = new DomainName("example.net");
    private static final LocalDate DAY = LocalDate.of(2026, 11, 27);

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-27T12:00:00Z"));
    private final DriverManagerDataSource database =
            new DriverManagerDataSource("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1", "sa", "");
    private final JdbcTemplate jdbc = new JdbcTemplate(database);
    private final CountStore counts = store();
    private final ProbeStore probes = new ProbeStore(jdbc);
    private final Pasts pasts = new Pasts(counts, probes, now::get);
    private final List<DeliveryEvent> events = new ArrayList<>();

    private CountStore store() {
        return new CountStore(jdbc, new TransactionTemplate(new DataSourceTransactionManager(database)));
    }

    @BeforeEach
    void tables() {
        new ResourceDatabasePopulator(new ClassPathResource("db/migration/V280__advisor.sql")).execute(database);
    }

    private static SessionFacts facts(Level level, Cause cause) {
        return new SessionFacts(
                level,
                cause,
                Cause.NOT_ASKED,
                SecurityStatus.SECURE,
                SecurityStatus.SECURE,
                SecurityStatus.SECURE,
                StsSeen.NOT_ASKED,
                Judged.YES,
                Judged.NO,
                false,
                false);
    }

    private static CountKey key(LocalDate day, String host, Level level) {
        return new CountKey(day, DOMAIN, host, facts(level, level == Level.DANE ? Cause.NOTHING : Cause.TLSA_NONE));
    }

    @Test
    void what_two_servers_count_is_summed_up_and_outlives_both() {
        for (int server = 0; server < 2; server++) {
            CountStore own = store();
            own.add(Map.of(key(DAY, "mx", Level.DANE), new Count(3, 5, 700)));
            own.add(Map.of(key(DAY, "mx", Level.DANE), new Count(1, 0, 0), key(DAY, "mx", Level.CLEAR), Count.SESSION));
        }
        assertThat(counts.of(List.of(DOMAIN), DAY).get(DOMAIN))
                .contains(new DayCount(DAY, "mx", facts(Level.DANE, Cause.NOTHING), new Count(8, 10, 1400)))
                .hasSize(2);
        assertThat(counts.of(List.of(DOMAIN), DAY.plusDays(1))).isEmpty();
        counts.removeBefore(DAY.plusDays(1));
        assertThat(counts.domains(DAY, 10)).isEmpty();
    }

    @Test
    void hosts_beyond_the_bound_are_counted_without_their_names() {
        for (int host = 0; host < CountStore.MOST_ROWS + 5; host++) {
            counts.add(Map.of(key(DAY, "mx" + host, Level.DANE), Count.SESSION));
        }
        List<DayCount> rows = counts.of(List.of(DOMAIN), DAY).get(DOMAIN);
        assertThat(rows).hasSize(CountStore.MOST_ROWS + 1);
        assertThat(rows)
                .filteredOn(row -> row.host().isEmpty())
                .singleElement()
                .satisfies(row -> assertThat(row.count().sessions()).isEqualTo(5));
    }

    @Test
    void what_cannot_be_stored_waits_within_a_bound() {
        WaitingCounts<String, Count> waiting = new WaitingCounts<>(2, Count::plus);
        waiting.add("a", Count.SESSION);
        waiting.add("b", Count.SESSION);
        Map<String, Count> taken = waiting.take();
        assertThat(waiting.take()).isEmpty();
        waiting.add("a", Count.SESSION);
        waiting.putBack(taken);
        waiting.add("c", Count.SESSION);
        assertThat(waiting.takeLeftOut()).isEqualTo(1);
        assertThat(waiting.take()).isEqualTo(Map.of("a", new Count(2, 0, 0), "b", Count.SESSION));
    }

    @Test
    void the_last_probe_of_each_day_is_kept_as_it_was() {
        ProbedHost host = new ProbedHost(
                "mx.example.net",
                ProbedHost.Plan.AUTHENTICATE,
                SecurityStatus.SECURE,
                2,
                Judged.YES,
                Judged.NO,
                Judged.UNKNOWN,
                now.get(),
                false,
                "matches");
        EndingSignature ending = new EndingSignature("example.net", "MX", now.get());
        ProbeResult first = new ProbeResult(
                now.get(), true, true, SecurityStatus.SECURE, List.of(host), StsSeen.ABSENT, ending, "");
        probes.keep(DOMAIN, first);
        ProbeResult second =
                new ProbeResult(now.get().plusSeconds(60), false, true, null, List.of(), StsSeen.ENFORCE, null, "gone");
        probes.keep(DOMAIN, second);
        assertThat(pasts.of(DOMAIN).probes()).containsExactly(second);
        probes.keep(DOMAIN, first);
        assertThat(pasts.of(DOMAIN).probes()).containsExactly(first);
        assertThat(probes.probed(DAY)).containsExactly(DOMAIN);
    }

    @Test
    @Tag("D-93")
    void a_regression_is_reported_once_and_ends_over_a_restart() {
        for (int day = 1; day <= 10; day++) {
            counts.add(Map.of(key(DAY.minusDays(day), "mx", Level.DANE), new Count(4, 4, 0)));
        }
        RegressionAlarm alarm = alarm();
        countToday(alarm, Level.DANE);
        assertThat(events).isEmpty();
        countToday(alarm, Level.ENCRYPTED);
        countToday(alarm, Level.ENCRYPTED);
        assertThat(events).singleElement().isInstanceOfSatisfying(DeliveryEvent.ConditionSeen.class, e -> {
            assertThat(e.condition()).isEqualTo(DeliveryEvent.Condition.PROTECTION_LOST);
            assertThat(e.about()).isEqualTo("example.net");
            assertThat(e.text()).contains("Cause: no TLSA record. No mail is held.");
        });
        events.clear();
        now.updateAndGet(time -> time.plus(Duration.ofDays(1)));
        countToday(alarm(), Level.DANE);
        assertThat(events)
                .singleElement()
                .isInstanceOfSatisfying(
                        DeliveryEvent.ConditionSeen.class,
                        e -> assertThat(e.weight()).isEqualTo(DeliveryEvent.Weight.INFORMATION));
    }

    private RegressionAlarm alarm() {
        return new RegressionAlarm(pasts, new AlertStore(jdbc), events::add, now::get);
    }

    private void countToday(RegressionAlarm alarm, Level level) {
        CountKey key = key(pasts.today(), "mx", level);
        counts.add(Map.of(key, Count.SESSION));
        alarm.look(List.of(key));
    }
}
