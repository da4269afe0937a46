package org.danegate.tlsrpt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.danegate.dane.DaneAction;
import org.danegate.dane.DanePlan;
import org.danegate.dane.DomainEvidence;
import org.danegate.dane.Evidence;
import org.danegate.dane.Evidence.HostResult;
import org.danegate.dane.HostEvidence;
import org.danegate.dns.answer.Answer;
import org.danegate.dns.answer.Question;
import org.danegate.dns.answer.Question.RecordType;
import org.danegate.dns.answer.TlsaRecord;
import org.danegate.policy.DaneSupport;
import org.danegate.sts.StsMode;
import org.danegate.sts.StsPlan;
import org.danegate.sts.StsTrouble;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Hosts that a policy forbids to connect to, and policies that cannot be fetched.
@Tag("R-17")
class UndialledRulesTest {

    @Test
    @Tag("s05")
    void a_host_that_an_enforced_policy_does_not_name_is_one_failure() {
        List<SessionCount> counts =
                of(new DanePlan.FallBack(""), Sessions.dns(null), Sessions.applies(StsMode.ENFORCE, false));
        assertThat(SessionRulesTest.rows(counts)).isEqualTo("sts-validation-failure");
        assertThat(counts.getFirst().failures())
                .containsExactly(new FailureDetail(ResultType.VALIDATION_FAILURE, "mx.example.net", "", "mx-mismatch"));
    }

    @Test
    @Tag("s10")
    void a_tlsa_lookup_that_fails_has_its_extended_error() {
        Answer<TlsaRecord> failed =
                new Answer.Failed<>(Sessions.tlsaQuestion(), Answer.Failure.SERVFAIL, Sessions.ede(9));
        List<SessionCount> counts = of(new DanePlan.Refuse(""), Sessions.dns(failed), Sessions.noSts());
        assertThat(SessionRulesTest.rows(counts)).isEqualTo("tlsa-dnssec-invalid");
        assertThat(counts.getFirst().failures().getFirst().code()).isEqualTo("ede-9");
    }

    @Test
    void that_no_resolver_answers_says_nothing_about_the_domain() {
        Answer<TlsaRecord> failed =
                new Answer.Failed<>(Sessions.tlsaQuestion(), Answer.Failure.NO_SERVER, Sessions.ede());
        assertThat(of(new DanePlan.Refuse(""), Sessions.dns(failed), Sessions.noSts()))
                .isEmpty();
    }

    @Test
    @Tag("s14")
    void mandatory_dane_without_a_secure_record_is_a_failure() {
        Answer<TlsaRecord> denied = new Answer.Denied<>(Sessions.tlsaQuestion(), true, true, Sessions.ede());
        assertThat(SessionRulesTest.rows(of(new DanePlan.Refuse(""), Sessions.dns(denied), Sessions.noSts())))
                .isEqualTo("tlsa-dane-required");
    }

    @Test
    void mandatory_dane_without_a_usable_record_is_another() {
        Answer<TlsaRecord> unusable = Sessions.tlsa(new TlsaRecord(1, 1, 1, new byte[32]));
        assertThat(SessionRulesTest.rows(of(new DanePlan.Refuse(""), Sessions.dns(unusable), Sessions.noSts())))
                .isEqualTo("tlsa-tlsa-invalid");
    }

    @Test
    void bogus_mx_records_are_one_failure_of_the_domain() {
        DomainEvidence bogus = new DomainEvidence(
                Sessions.DOMAIN, new Answer.Bogus<>(new Question(Sessions.DOMAIN, RecordType.MX), Sessions.ede(7)));
        List<SessionCount> counts = UndialledRules.of(evidence(bogus, List.of(), DaneSupport.OPPORTUNISTIC));
        assertThat(counts).singleElement().satisfies(c -> {
            assertThat(c.policy()).isEqualTo(new AppliedPolicy(PolicyType.TLSA, List.of(), "example.net", List.of()));
            assertThat(c.failures()).containsExactly(new FailureDetail(ResultType.DNSSEC_INVALID, "", "", "ede-7"));
        });
        assertThat(UndialledRules.of(evidence(bogus, List.of(), DaneSupport.NONE)))
                .isEmpty();
    }

    @Test
    @Tag("s18")
    @Tag("s20")
    @Tag("R-15")
    void a_failed_fetch_counts_under_the_policy_of_the_domain() {
        assertThat(row(StsTrouble.Kind.FETCH)).isEqualTo("sts-sts-policy-fetch-error");
        assertThat(row(StsTrouble.Kind.CERTIFICATE)).isEqualTo("sts-sts-webpki-invalid");
        assertThat(row(StsTrouble.Kind.POLICY)).isEqualTo("sts-sts-policy-invalid");
    }

    private static String row(StsTrouble.Kind kind) {
        StsTrouble trouble = new StsTrouble(kind, "code", "text");
        return SessionRulesTest.rows(List.of(FetchRules.of(Sessions.AT, Sessions.DOMAIN, trouble)));
    }

    private static List<SessionCount> of(DanePlan plan, HostEvidence dns, StsPlan sts) {
        HostResult host = Sessions.host(dns, plan, sts, List.of());
        return UndialledRules.of(evidence(Sessions.mx(true), List.of(host), DaneSupport.OPPORTUNISTIC));
    }

    private static Evidence evidence(DomainEvidence domain, List<HostResult> hosts, DaneSupport support) {
        return new Evidence("example.net", support, domain, null, hosts, DaneAction.DANE_FAIL, "failed", Sessions.AT);
    }
}
