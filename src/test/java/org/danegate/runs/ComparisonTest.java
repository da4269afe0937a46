package org.danegate.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.danegate.address.DomainName;
import org.danegate.event.DeliveryEvent;
import org.danegate.policy.CommittedPolicy;
import org.danegate.policy.Policy;
import org.danegate.policy.file.PolicyFile;
import org.danegate.verify.Verdict;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The pure parts: what changed, in which order it is shown, which domains a run has, and when the schedule starts one.
class ComparisonTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    @ParameterizedTest
    @CsvSource(textBlock = """
            , DANE_SUCCESS, FIRST
            , DANE_FAILED, FIRST
            , NOT_VERIFIED, UNKNOWN
            DANE_SUCCESS, DANE_SUCCESS, SAME
            DANE_FAILED, DANE_FAILED, SAME
            DANE_SUCCESS, DANE_FAILED, WORSE
            DANE_FAILED, DANE_SUCCESS, BETTER
            DANE_SUCCESS, NOT_VERIFIED, UNKNOWN
            DANE_FAILED, NOT_VERIFIED, UNKNOWN
            """)
    void a_verdict_is_compared_with_the_one_before(@Nullable Verdict earlier, Verdict now, Change change) {
        assertThat(Change.between(earlier, now)).isEqualTo(change);
    }

    private static DomainResult result(String domain, @Nullable Verdict earlier, Verdict now, Warning... warnings) {
        return new DomainResult(
                new DomainName(domain),
                now,
                "",
                NOW,
                earlier == null ? null : new DomainResult.Earlier(earlier, "", NOW),
                List.of(warnings));
    }

    @Test
    void changes_come_first_then_failures_then_successes_that_may_not_last() {
        Warning warning = new Warning(Warning.Kind.HOST_FAILS, "mx.test", null, "");
        List<String> sorted = Stream.of(
                        result("good", Verdict.DANE_SUCCESS, Verdict.DANE_SUCCESS),
                        result("warned", null, Verdict.DANE_SUCCESS, warning),
                        result("unknown", Verdict.DANE_SUCCESS, Verdict.NOT_VERIFIED),
                        result("bad", null, Verdict.DANE_FAILED),
                        result("better", Verdict.DANE_FAILED, Verdict.DANE_SUCCESS),
                        result("better-warned", Verdict.DANE_FAILED, Verdict.DANE_SUCCESS, warning),
                        result("worse", Verdict.DANE_SUCCESS, Verdict.DANE_FAILED))
                .sorted(Comparator.comparing(Rank::of))
                .map(r -> r.domain().ascii())
                .toList();
        assertThat(sorted).containsExactly("worse", "better-warned", "better", "bad", "unknown", "warned", "good");
    }

    @Test
    void the_schedule_reports_all_that_got_worse_in_one_warning() {
        List<DomainResult> worse = Stream.iterate(10, i -> i + 1)
                .limit(20)
                .map(i -> result("d" + i + ".test", Verdict.DANE_SUCCESS, Verdict.DANE_FAILED))
                .toList();
        assertThat(RunSummary.of(new Run.Tally(90, 0, 3, 5, 0, 0), List.of(), NOW))
                .isEmpty();
        DeliveryEvent notice =
                RunSummary.of(new Run.Tally(90, 25, 0, 30, 0, 0), worse, NOW).orElseThrow();
        assertThat(notice).isInstanceOfSatisfying(DeliveryEvent.SystemNotice.class, said -> {
            assertThat(said.warning()).isTrue();
            assertThat(said.text())
                    .startsWith(
                            "daneverify by schedule: domains that DANE succeeded for and that fail now: 25: d10.test,")
                    .endsWith("d29.test and 5 more");
        });
    }

    @Test
    void a_list_is_read_however_it_is_separated_and_each_domain_counts_once() {
        assertThat(ListedDomains.parse(" a.test, B.test;c.test\r\na.test.\n\nmünchen.test "))
                .isEqualTo(new ListedDomains.Read(Stream.of("a.test", "b.test", "c.test", "xn--mnchen-3ya.test")
                        .map(DomainName::new)
                        .toList()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            '' | Enter at least one domain name, such as example.org.
            ' , ' | Enter at least one domain name, such as example.org.
            a@b.test | Not a domain name: a@b.test. Enter names such as example.org.
            a.test b..c d@e f/g h:i x.test | 4 words are not domain names: b..c, d@e, f/g and 1 more. Enter names such as example.org.
            """)
    void a_list_that_cannot_be_used_is_refused_with_the_words_at_fault(String text, String why) {
        assertThat(ListedDomains.parse(text))
                .isInstanceOfSatisfying(
                        ListedDomains.Refused.class,
                        refused -> assertThat(refused.why().english()).isEqualTo(why));
    }

    @Test
    void a_list_has_a_limit() {
        String many = Stream.iterate(0, i -> i + 1)
                .limit(10_001)
                .map(i -> "d" + i + ".test")
                .collect(Collectors.joining("\n"));
        assertThat(ListedDomains.parse(many))
                .isInstanceOfSatisfying(
                        ListedDomains.Refused.class,
                        refused -> assertThat(refused.why().english())
                                .isEqualTo("At most 10,000 domains fit into a run; you entered 10,001."));
    }

    @Test
    void the_scope_decides_which_domains_are_verified() {
        Policy policy = PolicyFile.read("""
                destinationControls: { destinations: [ { domain: b.test }, { domain: .sub.test }, { domain: a.test } ] }
                """).policy();
        RunDomains domains = new RunDomains(
                CommittedPolicy.fixed(policy),
                days -> days == 7 ? List.of("seen.test", "*", "[192.0.2.1]", "a.test") : List.of());
        assertThat(names(domains.of(new RunScope.Destinations()))).containsExactly("a.test", "b.test");
        assertThat(names(domains.of(new RunScope.Seen(7)))).containsExactly("a.test", "seen.test");
        assertThat(domains.of(new RunScope.Seen(8))).isEmpty();
        assertThat(names(domains.of(new RunScope.Nightly()))).containsExactly("a.test", "b.test", "seen.test");
    }

    private static List<String> names(List<DomainName> domains) {
        return domains.stream().map(DomainName::ascii).toList();
    }

    @Test
    void the_nightly_time_is_due_once_a_day() {
        Nightly nightly = new Nightly(LocalTime.of(2, 30), ZoneOffset.UTC);
        Instant before = Instant.parse("2026-03-01T02:29:50Z");
        Instant after = Instant.parse("2026-03-01T02:30:10Z");
        assertThat(nightly.due(before, before.plusSeconds(5))).isFalse();
        assertThat(nightly.due(before, after)).isTrue();
        assertThat(nightly.due(after, after.plus(Duration.ofHours(20)))).isFalse();
        assertThat(nightly.due(after, after.plus(Duration.ofHours(24)))).isTrue();
    }

    @Test
    void a_night_whose_time_is_left_out_by_summer_time_has_its_run_all_the_same() {
        Nightly nightly = new Nightly(LocalTime.of(2, 30), ZoneId.of("Europe/Berlin"));
        assertThat(nightly.due(Instant.parse("2026-03-29T00:59:00Z"), Instant.parse("2026-03-29T01:31:00Z")))
                .isTrue();
    }

    @Test
    void the_setting_of_the_schedule_is_a_time_of_day_or_empty() {
        assertThat(Nightly.of(" ", ZoneOffset.UTC)).isEmpty();
        assertThat(Nightly.of("02:30", ZoneOffset.UTC)).hasValue(new Nightly(LocalTime.of(2, 30), ZoneOffset.UTC));
        assertThatThrownBy(() -> Nightly.of("25:00", ZoneOffset.UTC))
                .hasMessageContaining("danegate.daneverify.nightly is a time of day such as 02:30");
    }
}
