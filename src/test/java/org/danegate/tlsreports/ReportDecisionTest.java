package org.danegate.tlsreports;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.IntStream;
import org.danegate.address.DomainName;
import org.danegate.policy.TlsReportSettings;
import org.danegate.policy.TlsReportSettings.Mode;
import org.danegate.policy.TlsReportSettings.Options;
import org.danegate.tlsreports.RecordFound.Kind;
import org.danegate.tlsrpt.AppliedPolicy;
import org.danegate.tlsrpt.DayReport;
import org.danegate.tlsrpt.PolicyCount;
import org.danegate.tlsrpt.ReportSchedule;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Whether and when a report is sent.
class ReportDecisionTest {

    private static final LocalDate DAY = LocalDate.of(2026, 11, 27);
    private static final Instant NOW = Instant.parse("2026-11-28T03:00:00Z");
    private static final RecordFound WANTED = record(Kind.WANTED, "mailto:tls@example.net");
    private static final RecordFound UNKNOWN = record(Kind.UNKNOWN);

    private static RecordFound record(Kind kind, String... targets) {
        return new RecordFound(kind, List.of(targets), kind == Kind.WANTED ? "" : "why", NOW);
    }

    private static DayReport report(String domain, long failures) {
        return new DayReport(
                DAY,
                new DomainName(domain),
                "Gateway",
                "tls@gw.example",
                List.of(new PolicyCount(AppliedPolicy.none(domain), 3, failures, List.of())));
    }

    private static TlsReportSettings settings(boolean failuresOnly) {
        return new TlsReportSettings(
                Mode.SEND, null, null, List.of(new DomainName("excluded.example")), new Options(failuresOnly, false));
    }

    private static ReportDecision decide(@Nullable RecordFound first, RecordFound second) {
        return ReportDecision.of(report("example.net", 0), settings(false), first, second, true, NOW);
    }

    @Test
    @Tag("R-04")
    void the_record_is_that_of_now_and_that_of_the_day_when_the_lookup_fails() {
        assertThat(decide(null, WANTED)).isInstanceOf(ReportDecision.Send.class);
        assertThat(decide(WANTED, UNKNOWN)).isInstanceOf(ReportDecision.Send.class);
        assertThat(decide(WANTED, record(Kind.NONE))).isEqualTo(new ReportDecision.Never("why"));
        assertThat(decide(WANTED, record(Kind.BOGUS))).isEqualTo(new ReportDecision.Never("its record is BOGUS: why"));
        assertThat(decide(record(Kind.BOGUS), WANTED)).isInstanceOf(ReportDecision.Send.class);
        assertThat(decide(UNKNOWN, UNKNOWN)).isInstanceOf(ReportDecision.Later.class);
    }

    @Test
    @Tag("R-30")
    void mail_waits_for_a_signature_and_https_needs_none() {
        DayReport report = report("example.net", 0);
        assertThat(ReportDecision.of(report, settings(false), null, WANTED, false, NOW))
                .isEqualTo(new ReportDecision.Later("no DKIM key signs mail from tls@gw.example"));
        assertThat(ReportDecision.of(
                        report, settings(false), null, record(Kind.WANTED, "https://example.net/"), false, NOW))
                .isInstanceOf(ReportDecision.Send.class);
        Instant last = ReportSchedule.latest(DAY).minusSeconds(60);
        assertThat(ReportDecision.of(report, settings(false), null, WANTED, false, last))
                .isEqualTo(new ReportDecision.Never("no DKIM key signs mail from tls@gw.example"));
    }

    @Test
    @Tag("R-37")
    void days_without_failures_are_reported_unless_only_failures_are() {
        assertThat(ReportDecision.of(report("example.net", 0), settings(true), null, WANTED, true, NOW))
                .isEqualTo(new ReportDecision.Never("no session failed"));
        assertThat(ReportDecision.of(report("example.net", 1), settings(true), null, WANTED, true, NOW))
                .isInstanceOf(ReportDecision.Send.class);
    }

    @Test
    void an_excluded_domain_gets_none_and_a_long_record_a_few() {
        assertThat(ReportDecision.of(report("excluded.example", 1), settings(false), null, WANTED, true, NOW))
                .isEqualTo(new ReportDecision.Never("the domain is excluded"));
        RecordFound many = record(
                Kind.WANTED,
                IntStream.range(0, 50)
                        .mapToObj(i -> "mailto:a" + i + "@example.net")
                        .toArray(String[]::new));
        assertThat(decide(null, many))
                .isInstanceOfSatisfying(
                        ReportDecision.Send.class,
                        send -> assertThat(send.targets()).hasSize(SendingLimits.MOST_RECEIVERS));
    }

    @Test
    @Tag("R-31")
    void reports_are_due_within_four_hours_of_five_past_midnight_each_at_its_own_time() {
        List<Instant> due = IntStream.range(0, 1000)
                .mapToObj(i -> ReportSchedule.due(report("d" + i + ".example", 0)))
                .toList();
        Instant first = Instant.parse("2026-11-28T00:05:00Z");
        assertThat(due).allSatisfy(at -> assertThat(at).isBetween(first, first.plus(Duration.ofHours(4))));
        assertThat(due.stream()
                        .filter(at -> at.isBefore(first.plus(Duration.ofHours(1))))
                        .count())
                .isBetween(180L, 320L);
        assertThat(ReportSchedule.due(report("d1.example", 7))).isEqualTo(due.get(1));
    }
}
