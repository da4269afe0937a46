package org.danegate.published;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.danegate.address.DomainName;
import org.danegate.dns.QueryLog;
import org.danegate.dns.ValidatingLookup;
import org.danegate.event.DeliveryEvent;
import org.danegate.policy.DnsSettings;
import org.danegate.practice.PracticeNetwork;
import org.danegate.practice.PracticeSettings;
import org.danegate.practice.PracticeWebServer;
import org.danegate.practice.WebPage;
import org.danegate.sts.StsMode;
import org.danegate.sts.StsPlan;
import org.danegate.sts.StsStanding;
import org.danegate.sts.StsStanding.Absent;
import org.danegate.sts.StsStanding.InForce;
import org.danegate.sts.StsStanding.Unknown;
import org.danegate.sts.StsTrouble;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The search for policies, and how they are kept: real DNS and HTTPS.
class PublishedPoliciesTest {

    private static final DomainName DOMAIN = DomainName.parse("sts-enforce.practice");
    private static final String RECORD = "_mta-sts." + DOMAIN;

    @TempDir
    Path folder;

    private final AtomicReference<Duration> forward = new AtomicReference<>(Duration.ZERO);
    private final InstantSource clock = () -> InstantSource.system().instant().plus(forward.get());
    private final List<DeliveryEvent> events = Collections.synchronizedList(new ArrayList<>());
    private PracticeNetwork network;
    private PracticeWebServer web;
    private PracticePolicies practice;
    private PracticePolicies.Parts parts;

    @BeforeEach
    void start() throws Exception {
        network = PracticeNetwork.start();
        web = network.webServer(DOMAIN.ascii());
        DnsSettings settings = PracticeSettings.dns(network, folder, Duration.ofSeconds(2));
        ValidatingLookup dns = new ValidatingLookup(() -> settings, clock, QueryLog.NONE);
        practice = new PracticePolicies(network, dns, events::add, clock);
        parts = practice.parts();
    }

    @AfterEach
    void stop() throws Exception {
        network.close();
    }

    private StsStanding standing() {
        return parts.policies().standing(DOMAIN);
    }

    private InForce inForce() {
        return assertThat(standing()).asInstanceOf(type(InForce.class)).actual();
    }

    private void pass(Duration time) {
        forward.updateAndGet(t -> t.plus(time));
    }

    private void publish(String id) {
        network.tree().zone(DOMAIN.ascii()).replace(RECORD, "TXT", "\"v=STSv1; id=" + id + ";\"");
        pass(Duration.ofMinutes(2));
    }

    private List<String> troubles() {
        return events.stream()
                .filter(DeliveryEvent.StsPolicyTrouble.class::isInstance)
                .map(e -> ((DeliveryEvent.StsPolicyTrouble) e).reason())
                .toList();
    }

    @Test
    @Tag("S-10")
    @Tag("S-11")
    @Tag("S-13")
    void the_request_is_as_the_rfc_says() {
        inForce();

        assertThat(web.requests())
                .singleElement()
                .satisfies(head -> assertThat(head)
                        .startsWith("GET /.well-known/mta-sts.txt HTTP/1.1")
                        .anyMatch(line -> line.startsWith("Host: mta-sts." + DOMAIN))
                        .noneMatch(line -> line.matches("(?i)(accept-encoding|cookie|authorization):.*")));
    }

    @Test
    @Tag("S-30")
    @Tag("S-32")
    void a_policy_outlives_a_restart_and_is_not_fetched_again() {
        InForce before = inForce();

        StsStanding after = practice.restarted().policies().standing(DOMAIN);

        assertThat(after).asInstanceOf(type(InForce.class)).satisfies(kept -> {
            assertThat(kept.policy()).isEqualTo(before.policy());
            assertThat(kept.lines()).isEqualTo(before.lines());
            assertThat(kept.validUntil()).isBetween(before.validUntil().minusSeconds(1), before.validUntil());
        });
        assertThat(web.requests()).hasSize(1);
    }

    @Test
    @Tag("S-31")
    void a_record_with_the_same_id_does_not_lengthen_the_life() {
        Instant until = inForce().validUntil();
        pass(Duration.ofDays(3));

        assertThat(inForce().validUntil()).isBetween(until.minusSeconds(1), until);
    }

    @Test
    @Tag("S-23")
    @Tag("S-32")
    void a_policy_that_has_expired_is_fetched_again() {
        inForce();
        pass(Duration.ofDays(8));
        inForce();

        assertThat(web.requests()).hasSize(2);
        assertThat(events.stream().filter(DeliveryEvent.StsPolicyFetched.class::isInstance))
                .hasSize(1);
    }

    @Test
    @Tag("s22")
    @Tag("S-32")
    void a_policy_that_has_expired_is_none_when_its_record_is_gone() {
        inForce();
        network.tree().zone(DOMAIN.ascii()).remove(RECORD, "TXT");
        pass(Duration.ofDays(8));

        assertThat(standing()).isEqualTo(new Absent("no MTA-STS record", null));
    }

    @Test
    @Tag("s25")
    @Tag("S-03")
    void two_records_are_none() {
        network.tree().zone(DOMAIN.ascii()).add(RECORD, "TXT", "\"v=STSv1; id=other;\"");

        assertThat(standing()).isInstanceOf(Absent.class);
        assertThat(web.requests()).isEmpty();
    }

    @Test
    @Tag("S-01")
    void an_alias_of_the_domain_itself_is_not_followed() {
        DomainName alias = DomainName.parse("alias.sts-testing.practice");
        network.tree().zone("sts-testing.practice").cname(alias.ascii(), DOMAIN.ascii());

        assertThat(parts.policies().standing(alias)).isInstanceOf(Absent.class);
    }

    @Test
    @Tag("S-33")
    @Tag("s23")
    void a_new_id_replaces_the_policy_at_once_whatever_the_modes() {
        inForce();
        web.show(WebPage.policy("none", 86_400));
        publish("practice2");

        assertThat(inForce().policy().mode()).isEqualTo(StsMode.NONE);
    }

    @Test
    @Tag("S-32")
    @Tag("S-17")
    void a_new_policy_that_cannot_be_fetched_leaves_the_old_one_and_is_asked_for_once_in_five_minutes() {
        inForce();
        web.show(WebPage.status(404));
        publish("practice2");

        for (int i = 0; i < 3; i++) {
            assertThat(inForce().trouble())
                    .isEqualTo(
                            new StsTrouble(StsTrouble.Kind.FETCH, "http-404", "the server answered with status 404"));
        }
        assertThat(web.requests()).hasSize(2);
        publish("practice3");
        inForce();
        assertThat(web.requests()).hasSize(3);
        pass(Duration.ofMinutes(6));
        inForce();
        assertThat(web.requests()).hasSize(4);
        assertThat(troubles()).hasSize(3);
    }

    @Test
    @Tag("S-05")
    @Tag("s16")
    void a_record_that_is_gone_or_cannot_be_looked_up_leaves_the_kept_policy() {
        inForce();
        network.tree().zone(DOMAIN.ascii()).remove(RECORD, "TXT");
        pass(Duration.ofMinutes(2));
        assertThat(inForce().trouble().code()).isEqualTo("no-record");
        network.dns().faults().servfail(RECORD, "TXT");
        pass(Duration.ofMinutes(2));
        assertThat(inForce().trouble().code()).isIn("dns-failed", "ede-22", "ede-23");
    }

    @Test
    @Tag("S-05")
    @Tag("S-06")
    void without_a_kept_policy_no_record_is_no_policy_and_a_failed_lookup_is_neither() {
        network.dns().faults().servfail(RECORD, "TXT");
        assertThat(standing()).isInstanceOf(Unknown.class);
        network.dns().faults().heal();
        network.tree().zone(DOMAIN.ascii()).remove(RECORD, "TXT");
        pass(Duration.ofMinutes(2));
        assertThat(standing()).isEqualTo(new Absent("no MTA-STS record", null));
    }

    @Test
    @Tag("S-02")
    void an_alias_at_the_record_s_name_is_followed() {
        network.tree().zone(DOMAIN.ascii()).remove(RECORD, "TXT").cname(RECORD, "record.sts-testing.practice");
        network.tree()
                .zone("sts-testing.practice")
                .add("record.sts-testing.practice", "TXT", "\"v=STSv1; i\" \"d=a1\"");

        assertThat(inForce().id()).isEqualTo("a1");
    }

    @Test
    @Tag("S-12")
    @Tag("s18")
    void the_server_needs_a_certificate_for_its_name() {
        web.present(network.certificates().selfSigned("mta-sts." + DOMAIN));
        assertThat(trouble()).isEqualTo("certificate-not-trusted");
        web.present(network.certificates().worded("mta-sts." + DOMAIN, "other.practice"));
        publish("practice2");
        assertThat(trouble()).isEqualTo("certificate-name");
        web.present(network.certificates().expired("mta-sts." + DOMAIN));
        publish("practice3");
        assertThat(trouble()).isEqualTo("certificate-expired");
        web.present(network.certificates().leaf("*." + DOMAIN));
        publish("practice4");
        inForce();
    }

    private String trouble() {
        return assertThat(standing())
                .asInstanceOf(type(Absent.class))
                .actual()
                .trouble()
                .code();
    }

    @Test
    @Tag("S-13")
    @Tag("S-25")
    void a_page_that_is_no_policy_is_not_used() {
        WebPage good = WebPage.policy("enforce", 86_400, "mx.example");
        web.show(new WebPage(200, List.of("Content-Type: text/html"), good.body(), Duration.ZERO));
        assertThat(trouble()).isEqualTo("media-type");
        web.show(new WebPage(
                200, List.of("Content-Type: Text/Plain", "Content-Encoding: gzip"), good.body(), Duration.ZERO));
        publish("practice2");
        assertThat(trouble()).isEqualTo("coded-body");
        web.show(WebPage.text("x".repeat(70_000)));
        publish("practice3");
        assertThat(trouble()).isEqualTo("too-large");
        web.show(WebPage.text("version: STSv2\n"));
        publish("practice4");
        assertThat(trouble()).isEqualTo("policy-invalid");
        assertThat(troubles()).last().isEqualTo("line 1: version has no valid value: \"STSv2\"");
    }

    @Test
    @Tag("S-23")
    void a_policy_with_a_life_of_zero_is_for_one_attempt() {
        web.show(WebPage.policy("enforce", 0, "mx." + DOMAIN));

        inForce();
        inForce();

        assertThat(web.requests()).hasSize(2);
        assertThat(parts.store().all()).isEmpty();
    }

    @Test
    @Tag("S-15")
    void many_attempts_at_once_make_one_fetch() throws Exception {
        web.show(WebPage.policy("enforce", 86_400, "mx." + DOMAIN).after(Duration.ofSeconds(1)));
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<StsStanding>> all = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                all.add(threads.submit(this::standing));
            }
            for (Future<StsStanding> one : all) {
                assertThat(one.get()).isInstanceOf(InForce.class);
            }
        }
        assertThat(web.requests()).hasSize(1);
    }

    @Test
    @Tag("S-34")
    void a_policy_in_use_is_refreshed_each_day_though_the_id_is_the_same() {
        inForce();
        web.show(WebPage.policy("testing", 604_800, "mx." + DOMAIN));
        parts.refresh().round();
        assertThat(web.requests()).hasSize(1);
        pass(Duration.ofDays(1));
        parts.refresh().round();

        assertThat(inForce().policy().mode()).isEqualTo(StsMode.TESTING);
        assertThat(web.requests()).hasSize(2);
    }

    @Test
    void mail_waits_when_the_database_fails() {
        inForce();
        practice.dropTable();
        parts = practice.restarted();

        assertThat(standing()).isEqualTo(new Unknown("the kept MTA-STS policies cannot be read or written"));
    }

    @Test
    void a_use_or_a_failure_does_not_bring_back_what_was_forgotten() {
        inForce();
        KeptPolicy known = parts.store().find(DOMAIN).orElseThrow();
        parts.store().remove(DOMAIN);

        parts.store().used(DOMAIN, clock.instant());
        parts.store().failing(known, new StsTrouble(StsTrouble.Kind.FETCH, "http-404", "gone"), clock.instant());

        assertThat(parts.store().all()).isEmpty();
    }

    @Test
    void of_a_long_policy_evidence_keeps_the_beginning() {
        String[] mx = new String[1000];
        Arrays.setAll(mx, i -> "mx" + i + ".sts-enforce.practice");
        web.show(WebPage.policy("enforce", 86_400, mx));

        assertThat(StsPlan.of(inForce(), DomainName.parse(mx[999])).brief())
                .asInstanceOf(type(StsPlan.Apply.class))
                .satisfies(plan -> {
                    assertThat(plan.matched()).isTrue();
                    assertThat(plan.standing().lines()).hasSize(21).last().isEqualTo("… of 1003 lines");
                    assertThat(plan.standing().policy().mx()).hasSize(20);
                });
    }

    @Test
    @Tag("S-37")
    void a_policy_that_cannot_be_refreshed_is_reported_after_a_day_and_before_its_end() {
        inForce();
        web.show(WebPage.status(503));
        pass(Duration.ofDays(1));
        parts.refresh().round();
        assertThat(conditions()).isEmpty();
        pass(Duration.ofDays(1).plusMinutes(10));
        parts.refresh().round();
        assertThat(conditions()).containsExactly(DeliveryEvent.Weight.WARNING);
        pass(Duration.ofDays(4));
        parts.refresh().round();
        assertThat(conditions()).containsExactly(DeliveryEvent.Weight.WARNING, DeliveryEvent.Weight.CRITICAL);
        web.show(WebPage.policy("enforce", 604_800, "mx." + DOMAIN));
        pass(Duration.ofMinutes(10));
        parts.refresh().round();
        assertThat(conditions()).last().isEqualTo(DeliveryEvent.Weight.INFORMATION);
    }

    private List<DeliveryEvent.Weight> conditions() {
        return events.stream()
                .filter(DeliveryEvent.ConditionSeen.class::isInstance)
                .map(e -> ((DeliveryEvent.ConditionSeen) e).weight())
                .toList();
    }

    @Test
    @Tag("S-38")
    void policies_are_forgotten_cleared_preloaded_and_dropped_when_nobody_uses_them() {
        inForce();
        assertThat(parts.desk().forget(DOMAIN, "admin")).isTrue();
        assertThat(parts.desk().forget(DOMAIN, "admin")).isFalse();
        PreloadFile.Read read = PreloadFile.of("""
                # for a gateway without the web
                domain: Preloaded.Example
                version: STSv1
                mode: enforce
                mx: mx.preloaded.example
                max_age: 86400
                """);
        assertThat(read.faults()).isEmpty();
        parts.desk().preload(read.entries(), "admin");
        assertThat(parts.desk().all()).singleElement().satisfies(kept -> {
            assertThat(kept.domain().ascii()).isEqualTo("preloaded.example");
            assertThat(kept.preloaded()).isTrue();
        });
        pass(Duration.ofDays(181));
        parts.refresh().round();
        assertThat(parts.desk().all()).isEmpty();
        inForce();
        assertThat(parts.desk().clear("admin")).isOne();
    }

    @Test
    @Tag("S-38")
    void a_preload_file_with_a_fault_names_the_line() {
        assertThat(PreloadFile.of("domain: a.example\n\nversion: STSv1\nmode: x\n")
                        .faults())
                .singleElement()
                .satisfies(fault -> {
                    assertThat(fault.line()).isEqualTo(4);
                    assertThat(fault.message()).contains("mode has no valid value");
                });
        assertThat(PreloadFile.of("version: STSv1\n").faults()).isNotEmpty();
        assertThat(PreloadFile.of("").faults()).isNotEmpty();
        assertThat(PreloadFile.of("domain: a b\nversion: STSv1\n").faults()).isNotEmpty();
    }
}
