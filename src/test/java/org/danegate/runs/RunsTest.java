package org.danegate.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.danegate.address.DomainName;
import org.danegate.dns.QueryLog;
import org.danegate.dns.ValidatingLookup;
import org.danegate.event.AdministratorActs;
import org.danegate.event.DeliveryEvent;
import org.danegate.policy.CommittedPolicy;
import org.danegate.policy.DnsSettings;
import org.danegate.policy.Policy;
import org.danegate.practice.PracticeNetwork;
import org.danegate.runs.Run.State;
import org.danegate.smtp.Timeouts;
import org.danegate.verify.DaneVerify;
import org.danegate.verify.Verdict;
import org.danegate.verify.VerifyRuns;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;

/// Runs over the practice network, with a real database and a clock that the test sets.
@Timeout(120)
class RunsTest {

    private static final Instant BEGIN = Instant.parse("2026-03-01T12:00:00Z");
    private static final Duration NONE = Duration.ZERO;

    private final DataSource database =
            new DriverManagerDataSource("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1", "sa", "");
    private final JdbcTemplate jdbc = new JdbcTemplate(database);
    private final RunStore store = new RunStore(jdbc);
    private final ResultStore results = new ResultStore(jdbc);
    private final List<DeliveryEvent> events = new CopyOnWriteArrayList<>();
    private volatile Instant now = BEGIN;
    private final InstantSource clock = () -> now;

    @TempDir
    private Path folder;

    private PracticeNetwork network;
    private Runs runs;

    @BeforeEach
    void start() throws IOException {
        new ResourceDatabasePopulator(new ClassPathResource("db/migration/V170__daneverify_runs.sql"))
                .execute(database);
        network = PracticeNetwork.start();
        network.writeTrustAnchor(folder.resolve("root.anchor"));
        runs = runs(NONE);
    }

    @AfterEach
    void stop() throws Exception {
        runs.stop();
        network.close();
    }

    /// As after a start of the server: nothing is cached.
    private Runs runs(Duration pause) {
        DnsSettings settings = new DnsSettings(
                List.of(new DnsSettings.Server("127.0.0.1", network.resolver().getPort(), 0)),
                List.of(),
                List.of(),
                false,
                Duration.ofSeconds(5),
                folder.resolve("root.anchor"));
        Duration wait = Duration.ofSeconds(20);
        DaneVerify verify = new DaneVerify(
                new ValidatingLookup(() -> settings, InstantSource.system(), QueryLog.NONE),
                "gate.practice",
                network.deliveryPort(),
                new Timeouts(wait, wait, wait, wait, wait, wait, Duration.ofMillis(200)),
                InstantSource.system());
        return new Runs(
                store,
                results,
                new RunDomains(CommittedPolicy.fixed(Policy.defaults()), days -> List.of("ok.practice", "ta.practice")),
                new DomainCheck(
                        new VerifyRuns(verify), new ResolverComparison(name -> List.of()), results, events::add, clock),
                new RunWork.Pace(3, pause),
                new AdministratorActs(events::add, clock));
    }

    private static RunScope list(String... domains) {
        return new RunScope.Listed(Stream.of(domains).map(DomainName::new).toList());
    }

    private Run begun(RunScope scope) {
        return runs.start(scope, "ana") instanceof Runs.Start.Begun begun ? begun.run() : fail();
    }

    private static Run fail() {
        throw new AssertionError("the run did not begin");
    }

    private Run finished(RunScope scope) {
        Run run = begun(scope);
        return ended(run.id());
    }

    private Run ended(long id) {
        await().atMost(Duration.ofSeconds(60)).until(() -> !found(id).running());
        // The place is free a moment after the end is kept.
        await().until(() -> !runs.busy());
        return found(id);
    }

    private Run found(long id) {
        return runs.find(id).orElseThrow();
    }

    private List<String> verdicts(long id) {
        return runs.results(id, 0, 100).stream()
                .map(r -> r.domain() + " " + r.verdict() + " " + r.change())
                .toList();
    }

    @Test
    void a_run_verifies_each_domain_and_shows_the_worst_first() {
        Run run = finished(list("ok.practice", "wrong-certificate.practice", "no-tlsa.practice", "ta.practice"));
        assertThat(run.state()).isEqualTo(State.FINISHED);
        assertThat(run.domains()).isEqualTo(4);
        assertThat(run.startedBy()).isEqualTo("ana");
        assertThat(verdicts(run.id()))
                .containsExactly(
                        "no-tlsa.practice DANE_FAILED FIRST",
                        "wrong-certificate.practice DANE_FAILED FIRST",
                        "ok.practice DANE_SUCCESS FIRST",
                        "ta.practice DANE_SUCCESS FIRST");
        assertThat(runs.tally(run.id())).isEqualTo(new Run.Tally(4, 0, 0, 2, 0, 0));
        assertThat(runs.results(run.id(), 0, 1).getFirst().reason()).isNotEmpty();
        assertThat(runs.transcript(run.id(), new DomainName("ok.practice")))
                .startsWith("SECURE MX record(mx.ok.practice) found for ok.practice")
                .contains("DANE SUCCESS for ok.practice")
                .endsWith("DANE verification completed.");
    }

    @Test
    void what_changed_since_the_last_run_comes_first_and_is_in_the_log() {
        finished(list("ok.practice", "ta.practice", "no-tlsa.practice"));
        network.tree().zone("ok.practice").remove("_" + network.deliveryPort() + "._tcp.mx.ok.practice", "TLSA");
        now = BEGIN.plus(Duration.ofDays(1));
        runs = runs(NONE);
        Run second = finished(list("ok.practice", "ta.practice", "no-tlsa.practice"));
        assertThat(verdicts(second.id()))
                .containsExactly(
                        "ok.practice DANE_FAILED WORSE",
                        "no-tlsa.practice DANE_FAILED SAME",
                        "ta.practice DANE_SUCCESS SAME");
        DomainResult.Earlier earlier = Objects.requireNonNull(
                runs.results(second.id(), 0, 1).getFirst().earlier());
        assertThat(earlier.verdict()).isEqualTo(Verdict.DANE_SUCCESS);
        assertThat(earlier.at()).isEqualTo(BEGIN);
        assertThat(notices(false))
                .singleElement()
                .asString()
                .startsWith("daneverify of ok.practice: was DANE SUCCESS on 2026-03-01T12:00:00Z, now DANE FAILED: ");
    }

    private List<String> notices(boolean warning) {
        return events.stream()
                .filter(e -> e instanceof DeliveryEvent.SystemNotice n && n.warning() == warning)
                .map(e -> ((DeliveryEvent.SystemNotice) e).text())
                .toList();
    }

    @Test
    void a_domain_that_could_not_be_verified_is_compared_with_its_last_verdict_later() {
        finished(list("ok.practice"));
        now = now.plusSeconds(60);
        Run unknown = store.begin(list("ok.practice"), "ana", 1, now);
        DomainName ok = new DomainName("ok.practice");
        results.add(
                unknown.id(),
                new DomainResult(ok, Verdict.NOT_VERIFIED, "no resolver", now, null, List.of()),
                List.of());
        assertThat(results.last(ok).orElseThrow().verdict()).isEqualTo(Verdict.DANE_SUCCESS);
        assertThat(runs.tally(unknown.id())).isEqualTo(new Run.Tally(1, 0, 0, 0, 1, 0));
        now = now.plusSeconds(60);
        assertThat(verdicts(finished(list("ok.practice")).id())).containsExactly("ok.practice DANE_SUCCESS SAME");
    }

    @Test
    void all_mx_hosts_are_tried_and_one_that_fails_beside_a_good_one_is_a_warning() {
        network.tree().zone("two.practice").mx(10, "mx.ok.practice").mx(20, "mx.no-tlsa.practice");
        Run run = finished(list("two.practice"));
        DomainResult result = runs.results(run.id(), 0, 1).getFirst();
        assertThat(result.verdict()).isEqualTo(Verdict.DANE_SUCCESS);
        assertThat(result.reason()).contains("matches TLSA");
        assertThat(result.warnings()).singleElement().satisfies(warning -> {
            assertThat(warning.kind()).isEqualTo(Warning.Kind.HOST_FAILS);
            assertThat(warning.host()).isEqualTo("mx.no-tlsa.practice");
        });
        assertThat(runs.tally(run.id()).warned()).isEqualTo(1);
        assertThat(runs.transcript(run.id(), result.domain()))
                .contains("Certificate verification successful", "Trying next MX record in two.practice")
                .contains("DANE SUCCESS for two.practice");
    }

    @Test
    void one_run_goes_at_a_time_and_can_be_cancelled() {
        runs = runs(Duration.ofMinutes(5));
        Run run = begun(list("ok.practice", "ta.practice", "no-tlsa.practice", "wrong-name.practice"));
        await().until(() -> runs.tally(run.id()).verified() == 3);
        assertThat(runs.start(list("ok.practice"), "bob")).isEqualTo(new Runs.Start.Busy(run.id()));
        assertThat(runs.cancel(run.id() + 1, "bob")).isFalse();
        assertThat(runs.cancel(run.id(), "bob")).isTrue();
        Run ended = ended(run.id());
        assertThat(ended.state()).isEqualTo(State.CANCELLED);
        assertThat(ended.endedAt()).isEqualTo(BEGIN);
        assertThat(runs.tally(run.id()).verified()).isEqualTo(3);
        assertThat(runs.cancel(run.id(), "bob")).isFalse();
        assertThat(finished(list("ok.practice")).state()).isEqualTo(State.FINISHED);
    }

    @Test
    void a_run_without_domains_does_not_begin() {
        assertThat(runs.start(new RunScope.Destinations(), "ana")).isEqualTo(new Runs.Start.Nothing());
        assertThat(runs.latest(10)).isEmpty();
    }

    @Test
    void a_stop_of_the_server_ends_a_run_early_and_keeps_its_results() throws Exception {
        runs = runs(Duration.ofMinutes(5));
        Run run = begun(list("ok.practice", "ta.practice", "no-tlsa.practice", "wrong-name.practice"));
        await().until(() -> runs.tally(run.id()).verified() == 3);
        runs.stop();
        assertThat(found(run.id()).state()).isEqualTo(State.ENDED_EARLY);
        assertThat(runs.tally(run.id()).verified()).isEqualTo(3);
    }

    @Test
    void a_run_that_a_crash_cut_off_has_ended_early_after_the_next_start() {
        Run cut = store.begin(list("a.test", "b.test"), "ana", 2, now);
        results.add(cut.id(), result("a.test", now.plusSeconds(7)), List.of());
        Run empty = store.begin(list("a.test"), "ana", 1, now);
        runs.begin();
        assertThat(found(cut.id()).state()).isEqualTo(State.ENDED_EARLY);
        assertThat(found(cut.id()).endedAt()).isEqualTo(now.plusSeconds(7));
        assertThat(found(empty.id()).endedAt()).isEqualTo(now);
    }

    private static DomainResult result(String domain, Instant at) {
        return new DomainResult(new DomainName(domain), Verdict.DANE_FAILED, "no TLSA record", at, null, List.of());
    }

    @Test
    void the_schedule_starts_a_run_each_night_and_warns_once_of_all_that_got_worse() {
        RunsKeeping keeping = new RunsKeeping(
                runs, store, Optional.of(new Nightly(LocalTime.of(2, 30), ZoneOffset.UTC)), Duration.ofDays(90), clock);
        keeping.tick();
        passes(keeping, Duration.ofHours(24));
        assertThat(runs.latest(9)).hasSize(1);
        Run first = ended(runs.latest(1).getFirst().id());
        assertThat(first.scope()).isEqualTo(RunScope.Kind.NIGHTLY);
        assertThat(first.startedBy()).isEqualTo(Run.SCHEDULE);
        assertThat(first.startedAt()).isEqualTo(Instant.parse("2026-03-02T02:30:00Z"));
        assertThat(notices(true)).isEmpty();

        network.receiver("mx.ta.practice")
                .orElseThrow()
                .present(network.certificates().selfSigned("mx.ta.practice"));
        passes(keeping, Duration.ofHours(24));
        assertThat(runs.latest(9)).hasSize(2);
        ended(runs.latest(1).getFirst().id());
        assertThat(notices(true))
                .containsExactly(
                        "daneverify by schedule: domains that DANE succeeded for and that fail now: 1: ta.practice");
    }

    private void passes(RunsKeeping keeping, Duration time) {
        for (Instant end = now.plus(time); now.isBefore(end); ) {
            now = now.plus(Duration.ofMinutes(10));
            keeping.tick();
        }
    }

    @Test
    void runs_are_kept_for_90_days_and_transcripts_of_unchanged_results_for_14() {
        RunsKeeping keeping = new RunsKeeping(runs, store, Optional.empty(), Duration.ofDays(90), clock);
        Run run = store.begin(list("a.test", "b.test"), "ana", 2, now);
        DomainResult.Earlier good = new DomainResult.Earlier(Verdict.DANE_SUCCESS, "", now);
        results.add(run.id(), result("a.test", now), List.of("a line"));
        results.add(
                run.id(),
                new DomainResult(new DomainName("b.test"), Verdict.DANE_FAILED, "", now, good, List.of()),
                List.of("a line"));
        store.end(run.id(), State.FINISHED, now);
        now = BEGIN.plus(Duration.ofDays(15));
        keeping.tick();
        assertThat(runs.transcript(run.id(), new DomainName("a.test"))).isEmpty();
        assertThat(runs.transcript(run.id(), new DomainName("b.test"))).containsExactly("a line");
        now = BEGIN.plus(Duration.ofDays(91));
        keeping.tick();
        assertThat(runs.find(run.id())).isEmpty();
        assertThat(runs.results(run.id(), 0, 9)).isEmpty();
    }
}
