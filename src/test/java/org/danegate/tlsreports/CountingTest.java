package org.danegate.tlsreports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.danegate.address.DomainName;
import org.danegate.address.LocalHostName;
import org.danegate.address.MailAddress;
import org.danegate.event.DeliveryEvent;
import org.danegate.policy.CommittedPolicy;
import org.danegate.policy.Policy;
import org.danegate.policy.TlsReportSettings;
import org.danegate.policy.TlsReportSettings.Mode;
import org.danegate.sts.StsTrouble;
import org.danegate.tlsreports.RecordFound.Kind;
import org.danegate.tlsrpt.AppliedPolicy;
import org.danegate.tlsrpt.FailureDetail;
import org.danegate.tlsrpt.PolicyCount;
import org.danegate.tlsrpt.ResultType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.transaction.support.TransactionTemplate;

/// Counters of TLS reports over a real database.
@Tag("R-19")
class CountingTest {

    private static final DomainName DOMAIN = new DomainName("example.net");
    private static final Instant AT = Instant.parse("2026-11-27T23:59:59Z");
    private static final LocalDate DAY = LocalDate.of(2026, 11, 27);

    private final DriverManagerDataSource database =
            new DriverManagerDataSource("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1", "sa", "");
    private final JdbcTemplate jdbc = new JdbcTemplate(database);
    private final TransactionTemplate transactions =
            new TransactionTemplate(new DataSourceTransactionManager(database));
    private final CountStore counts = new CountStore(jdbc, transactions);
    private final DayStore days = new DayStore(jdbc);
    private final CommittedPolicy settings = policy(new TlsReportSettings(
            Mode.COUNT,
            "Gateway",
            MailAddress.parse("tls@gw.example"),
            List.of(new DomainName("excluded.example")),
            new TlsReportSettings.Options(false, false)));

    @BeforeEach
    void tables() {
        ReportDatabase.tables(database);
    }

    private static DeliveryEvent fetch(String domain, Instant at) {
        return new DeliveryEvent.StsPolicyTrouble(
                at, domain, new StsTrouble(StsTrouble.Kind.FETCH, "http-503", "the server answered with status 503"));
    }

    private void store(Counting counting) {
        counts.add(counting.take());
    }

    @Test
    void what_two_servers_count_is_summed_up_and_outlives_both() {
        for (int server = 0; server < 2; server++) {
            Counting counting = new Counting(settings);
            counting.on(fetch("example.net", AT));
            store(counting);
            counting.on(fetch("example.net", AT));
            store(counting);
        }
        FailureDetail detail = new FailureDetail(ResultType.STS_POLICY_FETCH_ERROR, "", "", "http-503");
        assertThat(counts.of(DAY, DOMAIN)).singleElement().satisfies(count -> {
            assertThat(count.failures()).isEqualTo(4);
            assertThat(count.details()).containsExactly(new PolicyCount.Detail(detail, 4));
        });
    }

    @Test
    @Tag("u02")
    void days_are_counted_apart() {
        Counting counting = new Counting(settings);
        counting.on(fetch("example.net", AT));
        counting.on(fetch("example.net", AT.plusSeconds(1)));
        store(counting);
        assertThat(days.lines(10)).extracting(DayLine::day).containsExactly(DAY.plusDays(1), DAY);
    }

    @Test
    void what_cannot_be_stored_is_kept_for_the_next_time() {
        Counting counting = new Counting(settings);
        counting.on(fetch("example.net", AT));
        jdbc.execute("alter table tlsrpt_detail rename to away");
        assertThatThrownBy(() -> counts.add(peek(counting))).isInstanceOf(RuntimeException.class);
        jdbc.execute("alter table away rename to tlsrpt_detail");
        assertThat(counts.of(DAY, DOMAIN)).isEmpty();

        counting.on(fetch("example.net", AT));
        store(counting);
        assertThat(counts.of(DAY, DOMAIN))
                .singleElement()
                .satisfies(c -> assertThat(c.failures()).isEqualTo(2));
    }

    private static Map<CountKey, Tally> peek(Counting counting) {
        Map<CountKey, Tally> taken = counting.take();
        counting.putBack(taken);
        return taken;
    }

    @Test
    void excluded_domains_are_not_counted_and_nothing_is_when_it_is_off() {
        Counting counting = new Counting(settings);
        counting.on(fetch("excluded.example", AT));
        assertThat(counting.take()).isEmpty();

        Counting off = new Counting(policy(TlsReportSettings.defaults()));
        off.on(fetch("example.net", AT));
        assertThat(off.take()).isEmpty();
    }

    @Test
    void details_beyond_the_bound_are_one_row() {
        CountKey key = new CountKey(DAY, DOMAIN, AppliedPolicy.none("example.net"));
        for (int round = 0; round < 2; round++) {
            int first = round * 700;
            Tally tally = new Tally();
            IntStream.range(first, first + 700)
                    .mapToObj(i -> new FailureDetail(ResultType.VALIDATION_FAILURE, "mx" + i, "", "handshake"))
                    .forEach(detail -> tally.add(List.of(detail)));
            counts.add(Map.of(key, tally));
        }
        PolicyCount count = counts.of(DAY, DOMAIN).getFirst();
        assertThat(count.failures()).isEqualTo(1400);
        assertThat(count.details()).hasSize(Tally.MOST_DETAILS + 1);
        assertThat(count.details().getFirst()).isEqualTo(new PolicyCount.Detail(FailureDetail.MORE, 400));
    }

    @Test
    void a_report_is_found_by_its_id_and_no_other() {
        Counting counting = new Counting(settings);
        counting.on(fetch("example.net", AT));
        store(counting);
        TlsReports reports = new TlsReports(
                new ReportBooks(counts, days, new SendingStore(jdbc, transactions)),
                new ReportTerms(settings, LocalHostName.of("gw.example")),
                () -> AT);
        String id = reports.newest().getFirst().report().id();
        assertThat(reports.find(id)).map(stored -> stored.report().id()).contains(id);
        assertThat(reports.find(id.replace("20261127", "20261126"))).isEmpty();
        assertThat(reports.find(id.replace("20261127", "20269999"))).isEmpty();
        assertThat(reports.find(id.replace("gw.example", "other.example"))).isEmpty();
        assertThat(reports.find("..")).isEmpty();
    }

    @Test
    @Tag("R-04")
    void the_record_of_a_domain_is_looked_up_once_a_day_and_again_only_after_a_failure() {
        Counting counting = new Counting(settings);
        counting.on(fetch("example.net", AT));
        store(counting);
        assertThat(days.notLookedUp(DAY, AT, 10)).containsExactly(DOMAIN);

        days.keep(DAY, DOMAIN, new RecordFound(Kind.UNKNOWN, List.of(), "timeout", AT));
        assertThat(days.notLookedUp(DAY, AT, 10)).isEmpty();
        assertThat(days.notLookedUp(DAY, AT.plus(Duration.ofHours(1)), 10)).containsExactly(DOMAIN);

        RecordFound wanted = new RecordFound(Kind.WANTED, List.of("mailto:a@example.net"), "", AT);
        days.keep(DAY, DOMAIN, wanted);
        assertThat(days.notLookedUp(DAY, AT.plus(Duration.ofHours(1)), 10)).isEmpty();
        assertThat(days.line(DAY, DOMAIN)).map(DayLine::record).contains(wanted);
    }

    @Test
    void old_days_are_deleted() {
        Counting counting = new Counting(settings);
        counting.on(fetch("example.net", AT));
        store(counting);
        counts.removeBefore(DAY);
        assertThat(days.lines(10)).hasSize(1);
        counts.removeBefore(DAY.plusDays(1));
        assertThat(days.lines(10)).isEmpty();
        assertThat(jdbc.queryForObject("select count(*) from tlsrpt_detail", Long.class))
                .isZero();
    }

    @Test
    void a_report_that_was_sent_keeps_its_figures() {
        Counting counting = new Counting(settings);
        counting.on(fetch("example.net", AT));
        store(counting);
        new SendingStore(jdbc, transactions)
                .decide(new DecidedReport(DAY, DOMAIN, "Gateway", "tls@gw.example", AT, "", List.of()));
        counting.on(fetch("example.net", AT));
        counting.on(fetch("example.org", AT));
        store(counting);
        assertThat(counts.of(DAY, DOMAIN).getFirst().failures()).isOne();
        assertThat(counts.of(DAY, new DomainName("example.org")).getFirst().failures())
                .isOne();
    }

    private static CommittedPolicy policy(TlsReportSettings settings) {
        return CommittedPolicy.fixed(Policy.defaults().with(settings));
    }
}
