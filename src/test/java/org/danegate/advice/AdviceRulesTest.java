package org.danegate.advice;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.danegate.advice.DomainSettings.Lowered;
import org.danegate.advice.ProbedHost.Plan;
import org.danegate.dns.answer.SecurityStatus;
import org.danegate.policy.DaneSupport;
import org.danegate.policy.TlsSupport;
import org.danegate.wording.Wording;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Each kind of advice: when it is given, and when it is withdrawn.
class AdviceRulesTest {

    private static final DomainSettings OPPORTUNISTIC =
            Past.settings(DaneSupport.OPPORTUNISTIC, TlsSupport.PREFERRED, false);
    private static final DomainSettings MANDATORY = Past.settings(DaneSupport.MANDATORY, TlsSupport.PREFERRED, false);
    private static final DomainSettings NO_DANE = Past.settings(DaneSupport.NONE, TlsSupport.PREFERRED, false);
    private static final ProbeResult MATCHES =
            Past.probed(SecurityStatus.SECURE, StsSeen.ABSENT, Past.matching(Past.HOST));

    private static Past ready() {
        return new Past().sessions(40, 12, Past.DANE);
    }

    private static List<String> sentences(Past past, DomainSettings settings) {
        return AdviceRules.of(past.known(), settings).stream()
                .flatMap(advice -> advice.evidence().stream())
                .map(Wording::english)
                .toList();
    }

    private static ProbeResult with(
            ProbeResult probe, Duration age, boolean dialled, @Nullable EndingSignature ending) {
        return new ProbeResult(
                Past.NOW.minus(age),
                dialled,
                probe.complete(),
                probe.mx(),
                probe.hosts(),
                probe.policy(),
                ending,
                probe.reason());
    }

    @Test
    @Tag("A-01")
    void a_ready_domain_says_how_sure_it_is() {
        assertThat(sentences(ready().probe(MATCHES), OPPORTUNISTIC))
                .first()
                .isEqualTo("40 sessions on 12 of the last 30 days, each authenticated by DANE. With 95 % confidence, "
                        + "at most 7.5 % of sessions fail.");
    }

    @Test
    @Tag("A-01")
    void it_is_withdrawn_when_aCondition_fails() {
        assertThat(ready().probe(MATCHES).on(Past.TODAY, 1, Past.ENCRYPTED).ids(OPPORTUNISTIC))
                .as("a fallback today")
                .containsExactly("A-02");
        assertThat(ready().probe(with(MATCHES, Duration.ofHours(25), true, null))
                        .ids(OPPORTUNISTIC))
                .as("a probe of yesterday")
                .containsExactly("A-02");
        assertThat(ready().probe(with(MATCHES, Duration.ofHours(1), false, null))
                        .ids(OPPORTUNISTIC))
                .as("a probe that did not connect")
                .containsExactly("A-02");
        EndingSignature ending = new EndingSignature("example.net", "MX", Past.NOW.plus(Duration.ofHours(71)));
        assertThat(ready().probe(with(MATCHES, Duration.ofHours(1), true, ending))
                        .ids(OPPORTUNISTIC))
                .as("a signature that ends")
                .containsExactly("A-02");
        assertThat(ready().probe(MATCHES).ids(MANDATORY)).as("it was done").isEmpty();
    }

    @Test
    @Tag("A-01")
    void mail_that_dane_does_not_concern_does_not_count() {
        Past past = ready().on(Past.TODAY.minusDays(2), 9, Past.VERIFIED).probe(MATCHES);
        assertThat(past.ids(OPPORTUNISTIC)).containsExactly("A-01");
    }

    @Test
    @Tag("A-02")
    void what_is_missing_is_named() {
        Past past = new Past()
                .sessions(19, 9, Past.DANE)
                .at("mx20.example.net", Past.TODAY.minusDays(1), 2, Past.ENCRYPTED)
                .probe(Past.probed(
                        SecurityStatus.SECURE,
                        StsSeen.ABSENT,
                        Past.host(Past.HOST, Plan.AUTHENTICATE, Judged.NO, Judged.NO, Judged.UNKNOWN),
                        Past.withoutTlsa("mx20.example.net")));
        assertThat(sentences(past, OPPORTUNISTIC))
                .contains(
                        "Sessions on 9 of 10 days.",
                        "2 sessions with mx20.example.net not authenticated: no TLSA record.",
                        "The certificate of mx10.example.net does not match: matches",
                        "mx20.example.net is not ready for DANE: no TLSA record");
        assertThat(new Past()
                        .sessions(3, 3, Past.DANE)
                        .sessions(9, 3, Past.ENCRYPTED)
                        .ids(OPPORTUNISTIC))
                .as("mostly not by DANE")
                .isEmpty();
    }

    @Test
    @Tag("A-03")
    void three_days_of_valid_records_are_worth_opportunistic() {
        assertThat(new Past().probes(3, MATCHES).ids(NO_DANE)).containsExactly("A-03");
        assertThat(new Past().probes(2, MATCHES).ids(NO_DANE)).isEmpty();
        ProbeResult mismatch = Past.probed(
                SecurityStatus.SECURE,
                StsSeen.ABSENT,
                Past.host(Past.HOST, Plan.AUTHENTICATE, Judged.NO, Judged.NO, Judged.UNKNOWN));
        assertThat(new Past().probes(3, mismatch).ids(NO_DANE))
                .as("mail would be held")
                .isEmpty();
    }

    @Test
    @Tag("A-04")
    void mandatory_is_at_risk_before_mail_is_held() {
        ProbeResult lost =
                Past.probed(SecurityStatus.SECURE, StsSeen.ABSENT, Past.matching(Past.HOST), Past.withoutTlsa("mx20"));
        assertThat(ready().probe(lost).ids(MANDATORY)).containsExactly("A-04");
        assertThat(ready().probe(MATCHES).ids(MANDATORY)).isEmpty();
        assertThat(sentences(new Past().probe(at(1, 13, false)), MANDATORY))
                .containsExactly("mx10.example.net has a single TLSA record, and its certificate ends on "
                        + "2026-12-10 12:00 UTC.");
        assertThat(sentences(new Past().probe(at(2, 13, false)), MANDATORY)).isEmpty();
        assertThat(sentences(new Past().probe(at(1, 15, false)), MANDATORY)).isEmpty();
        assertThat(sentences(new Past().probe(at(2, 60, true)), MANDATORY))
                .containsExactly("mx10.example.net does not send the certificate of the trust anchor that its TLSA "
                        + "record names by digest.");
        EndingSignature ending = new EndingSignature("example.net", "MX", Past.NOW.plus(Duration.ofHours(20)));
        assertThat(sentences(new Past().probe(with(MATCHES, Duration.ofHours(1), false, ending)), MANDATORY))
                .containsExactly("The signature of the MX record of example.net ends on 2026-11-28 08:00 UTC.");
    }

    private static ProbeResult at(int records, int days, boolean anchorMissing) {
        ProbedHost host = new ProbedHost(
                Past.HOST,
                Plan.AUTHENTICATE,
                SecurityStatus.SECURE,
                records,
                Judged.YES,
                Judged.NO,
                Judged.UNKNOWN,
                Past.NOW.plus(Duration.ofDays(days)),
                anchorMissing,
                "");
        return Past.probed(SecurityStatus.SECURE, StsSeen.ABSENT, host);
    }

    private static ProbeResult sts(StsSeen policy, Judged verifies, Judged named) {
        return Past.probed(
                SecurityStatus.INSECURE, policy, Past.host(Past.HOST, Plan.FALL_BACK, Judged.UNKNOWN, verifies, named));
    }

    @Test
    @Tag("A-05")
    void a_week_of_enforce_without_dane_is_worth_mta_sts() {
        ProbeResult good = sts(StsSeen.ENFORCE, Judged.YES, Judged.YES);
        assertThat(new Past().probes(7, good).ids(NO_DANE)).containsExactly("A-05");
        assertThat(new Past().probes(6, good).ids(NO_DANE)).isEmpty();
        assertThat(new Past().probes(7, good).ids(Past.settings(DaneSupport.NONE, TlsSupport.PREFERRED, true)))
                .as("MTA-STS is on")
                .isEmpty();
        ProbeResult dane = Past.probed(
                SecurityStatus.SECURE,
                StsSeen.ENFORCE,
                Past.host(Past.HOST, Plan.AUTHENTICATE, Judged.YES, Judged.YES, Judged.YES));
        assertThat(new Past().probes(7, dane).ids(NO_DANE)).containsExactly("A-03");
        Past bySessions = new Past()
                .probes(7, sts(StsSeen.ENFORCE, Judged.UNKNOWN, Judged.YES))
                .on(Past.TODAY.minusDays(1), 3, Past.VERIFIED);
        assertThat(bySessions.ids(NO_DANE))
                .as("certificates are known from sessions")
                .containsExactly("A-05");
    }

    @Test
    @Tag("A-06")
    void a_policy_that_would_hold_mail_is_not_turned_on() {
        assertThat(new Past()
                        .probes(7, sts(StsSeen.ENFORCE, Judged.YES, Judged.NO))
                        .ids(NO_DANE))
                .containsExactly("A-06");
        Past testing = new Past().probe(sts(StsSeen.TESTING, Judged.NO, Judged.YES));
        assertThat(sentences(testing, Past.settings(DaneSupport.NONE, TlsSupport.PREFERRED, true)))
                .containsExactly(
                        "The domain publishes an MTA-STS policy in mode testing.",
                        "mx10.example.net has no certificate that verifies.");
        assertThat(new Past()
                        .probe(sts(StsSeen.ABSENT, Judged.NO, Judged.UNKNOWN))
                        .ids(NO_DANE))
                .isEmpty();
    }

    @Test
    @Tag("A-07")
    void sessions_that_are_all_encrypted_are_ready_for_required() {
        SessionFacts selfSigned = Past.facts(Level.ENCRYPTED, Cause.NOT_ASKED, Judged.NO);
        assertThat(new Past().sessions(60, 11, selfSigned).ids(NO_DANE)).containsExactly("A-07");
        assertThat(new Past().sessions(49, 11, selfSigned).ids(NO_DANE)).isEmpty();
        assertThat(new Past().sessions(60, 9, selfSigned).ids(NO_DANE)).isEmpty();
        assertThat(new Past()
                        .sessions(60, 11, selfSigned)
                        .on(Past.TODAY, 1, Past.CLEAR)
                        .ids(NO_DANE))
                .as("clear text today")
                .isEmpty();
        assertThat(new Past()
                        .sessions(60, 11, selfSigned)
                        .ids(Past.settings(DaneSupport.NONE, TlsSupport.REQUIRED, false)))
                .isEmpty();
    }

    @Test
    @Tag("A-08")
    void one_certificate_that_does_not_verify_leaves_required() {
        Past past = new Past()
                .sessions(60, 11, Past.VERIFIED)
                .on(Past.TODAY.minusDays(1), 1, Past.facts(Level.ENCRYPTED, Cause.NOT_ASKED, Judged.NO));
        assertThat(past.ids(NO_DANE)).containsExactly("A-07");
        assertThat(new Past()
                        .sessions(60, 11, Past.VERIFIED)
                        .ids(Past.settings(DaneSupport.NONE, TlsSupport.REQUIRED, false)))
                .containsExactly("A-08");
    }

    @Test
    @Tag("A-09")
    void sha1_only_is_said_while_it_is_refused() {
        SessionFacts f = Past.facts(Level.ENCRYPTED, Cause.MX_INSECURE, Judged.NO);
        SessionFacts sha1 = new SessionFacts(
                f.level(),
                f.dane(),
                f.sts(),
                f.mx(),
                f.address(),
                f.tlsa(),
                f.policy(),
                f.starttls(),
                f.verifies(),
                true,
                false);
        Past past = new Past().on(Past.TODAY.minusDays(1), 1, sha1);
        assertThat(past.ids(OPPORTUNISTIC)).containsExactly("A-09");
        assertThat(past.ids(new DomainSettings(
                        DaneSupport.OPPORTUNISTIC, TlsSupport.PREFERRED, false, false, false, Lowered.NO, false)))
                .isEmpty();
    }

    @Test
    @Tag("A-10")
    void an_exception_that_is_not_needed_is_overdue() {
        DomainSettings byEntry =
                new DomainSettings(DaneSupport.NONE, TlsSupport.PREFERRED, false, false, true, Lowered.BY_ENTRY, false);
        Past past = new Past().probes(3, MATCHES);
        assertThat(past.ids(byEntry)).containsExactly("A-10");
        assertThat(AdviceRules.of(past.known(), byEntry).getFirst().draft()).contains(new Draft.InheritDane());
        DomainSettings byException = new DomainSettings(
                DaneSupport.OPPORTUNISTIC, TlsSupport.PREFERRED, false, false, true, Lowered.BY_EXCEPTION, false);
        assertThat(ready().probe(MATCHES).ids(byException)).containsExactly("A-10");
        DomainSettings tls = new DomainSettings(
                DaneSupport.OPPORTUNISTIC, TlsSupport.PREFERRED, false, false, true, Lowered.NO, true);
        assertThat(AdviceRules.of(ready().probe(MATCHES).known(), tls)
                        .getFirst()
                        .draft())
                .contains(new Draft.InheritTls());
        assertThat(new Past().probes(2, MATCHES).ids(byEntry)).isEmpty();
    }

    @Test
    @Tag("A-11")
    void a_peer_that_breaks_off_on_hybrid_for_more_than_three_days_is_named() {
        SessionFacts f = Past.VERIFIED;
        SessionFacts blocked = new SessionFacts(
                f.level(),
                f.dane(),
                f.sts(),
                f.mx(),
                f.address(),
                f.tlsa(),
                f.policy(),
                f.starttls(),
                f.verifies(),
                false,
                true);
        assertThat(new Past().sessions(4, 4, blocked).ids(NO_DANE)).containsExactly("A-11");
        assertThat(new Past().sessions(30, 3, blocked).ids(NO_DANE)).isEmpty();
    }
}
