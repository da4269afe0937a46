package org.danegate.dane;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.danegate.address.DomainName;
import org.danegate.dane.HostEvidence.TlsaLookup;
import org.danegate.dane.TestCertificates.Issued;
import org.danegate.dns.answer.Answer;
import org.danegate.dns.answer.MxRecord;
import org.danegate.dns.answer.Provenance;
import org.danegate.dns.answer.Question;
import org.danegate.dns.answer.Question.RecordType;
import org.danegate.dns.answer.SecurityStatus;
import org.danegate.dns.answer.TlsaRecord;
import org.danegate.policy.DaneSupport;
import org.junit.jupiter.api.Test;

/// What the tables leave open, as pure decisions.
class DecisionCornersTest {

    private static final DomainName DOMAIN = DomainName.parse("example.org");
    private static final DomainName END = DomainName.parse("end.example.net");
    private static final DomainName HOST = DomainName.parse("mx.example.org");
    private static final DomainName OWNER = HOST.prepend("_25._tcp");
    private static final TlsaRecord USABLE = new TlsaRecord(3, 1, 1, new byte[32]);

    @Test
    void without_dane_support_nothing_is_asked_of_a_certificate() {
        DanePlan plan = DaneDecision.plan(DaneSupport.NONE, mx(true), host(found(true), List.of(tlsa(true, USABLE))));
        assertThat(plan).isEqualTo(new DanePlan.NotAsked("DANE Support is None"));
        assertThat(DaneDecision.conclude(plan, List.of(), Instant.now()).reason())
                .isEqualTo("DANE Support is None");
        assertThat(DaneDecision.action(plan, new DaneVerdict.NotChecked(""))).isEqualTo(DaneAction.NOT_ASKED);
    }

    @Test
    void the_reason_names_what_is_insecure() {
        HostEvidence insecureTlsa = host(found(true), List.of(tlsa(false, USABLE)));
        assertThat(opportunistic(mx(true), insecureTlsa).reason()).isEqualTo("TLSA record " + OWNER + " is INSECURE");
        assertThat(opportunistic(mx(false), insecureTlsa).reason())
                .isEqualTo("MX record of example.org is INSECURE and TLSA record " + OWNER + " is INSECURE");
        assertThat(opportunistic(mx(false), host(found(true), List.of(tlsa(true, USABLE))))
                        .reason())
                .isEqualTo("MX record of example.org is INSECURE");
        assertThat(opportunistic(mx(true), host(found(false), List.of())).reason())
                .isEqualTo("A record of mx.example.org is INSECURE");
        assertThat(opportunistic(mx(true), host(found(true), List.of(denied()))).reason())
                .isEqualTo("no TLSA record found for " + OWNER);
    }

    @Test
    void a_secure_host_whose_tlsa_nobody_asked_for_is_refused() {
        DanePlan plan = opportunistic(mx(true), host(found(true), List.of()));
        assertThat(plan).isInstanceOf(DanePlan.Refuse.class);
        assertThat(plan.reason()).isEqualTo("no TLSA lookup was made for mx.example.org");
    }

    @Test
    void the_second_candidate_counts_when_the_first_is_denied_or_insecure__D46() {
        TlsaLookup second = new TlsaLookup(HOST, tlsaAnswer(true, USABLE));
        for (TlsaLookup first : List.of(denied(), tlsa(false, USABLE))) {
            assertThat(opportunistic(mx(true), host(found(true), List.of(first, second))))
                    .isInstanceOf(DanePlan.Authenticate.class);
        }
        TlsaLookup bogus = new TlsaLookup(HOST, new Answer.Bogus<>(question(RecordType.TLSA, OWNER), why()));
        assertThat(opportunistic(mx(true), host(found(true), List.of(bogus, second))))
                .isInstanceOf(DanePlan.Refuse.class);
    }

    @Test
    void sixty_four_records_are_looked_at_and_no_more__D63() {
        assertThat(opportunistic(mx(true), host(found(true), List.of(tlsa(64)))))
                .isInstanceOf(DanePlan.Authenticate.class);
        DanePlan plan = opportunistic(mx(true), host(found(true), List.of(tlsa(65))));
        assertThat(plan).isInstanceOf(DanePlan.Refuse.class);
        assertThat(plan.reason()).contains("more than 64 records");
    }

    @Test
    void unusable_records_alone_need_tls_under_opportunistic_and_fail_under_mandatory__D60() throws Exception {
        HostEvidence host = host(found(true), List.of(tlsa(true, new TlsaRecord(1, 1, 1, new byte[32]))));
        DanePlan plan = opportunistic(mx(true), host);
        assertThat(plan).isInstanceOf(DanePlan.EncryptOnly.class);
        assertThat(((DanePlan.EncryptOnly) plan).baseDomain()).isEqualTo(HOST);
        DaneVerdict without = DaneDecision.conclude(plan, List.of(), Instant.now());
        assertThat(without).isInstanceOf(DaneVerdict.Failed.class);
        assertThat(without.reason()).contains("compulsory");
        assertThat(DaneDecision.action(plan, without)).isEqualTo(DaneAction.DANE_FAIL);
        Issued any = TestCertificates.selfSigned("mx.example.org");
        DaneVerdict with = DaneDecision.conclude(plan, List.of(any.certificate()), Instant.now());
        assertThat(with).isInstanceOf(DaneVerdict.NotChecked.class);
        assertThat(DaneDecision.action(plan, with)).isEqualTo(DaneAction.FALLBACK_TLS);

        DanePlan mandatory = DaneDecision.plan(DaneSupport.MANDATORY, mx(true), host);
        assertThat(mandatory).isInstanceOf(DanePlan.Refuse.class);
        assertThat(mandatory.reason()).isEqualTo("no TLSA record of mx.example.org is usable");
    }

    @Test
    void names_for_dane_ta_are_base_domain_next_hop_and_its_end__D70() {
        Answer.Found<MxRecord> aliased = new Answer.Found<>(
                question(RecordType.MX, DOMAIN), true, List.of(new MxRecord(10, HOST)), List.of(END), why());
        DanePlan plan =
                opportunistic(new DomainEvidence(DOMAIN, aliased), host(found(true), List.of(tlsa(true, USABLE))));
        assertThat(((DanePlan.Authenticate) plan).referenceNames()).containsExactly(HOST, DOMAIN, END);

        Answer<MxRecord> none = new Answer.Denied<>(question(RecordType.MX, DOMAIN), true, true, why());
        DomainEvidence implicit = new DomainEvidence(DOMAIN, none);
        DanePlan own =
                DaneDecision.plan(DaneSupport.MANDATORY, implicit, host(found(true), List.of(tlsa(true, USABLE))));
        assertThat(((DanePlan.Authenticate) own).referenceNames()).containsExactly(HOST, DOMAIN);
    }

    @Test
    void families_are_judged_apart_and_the_better_one_counts__D47() {
        Answer<InetAddress> bogus = new Answer.Bogus<>(question(RecordType.AAAA, HOST), why());
        Answer<InetAddress> failed =
                new Answer.Failed<>(question(RecordType.AAAA, HOST), Answer.Failure.TIMEOUT, why());
        Answer<InetAddress> none = new Answer.Denied<>(question(RecordType.AAAA, HOST), true, true, why());
        assertThat(status(found(true), bogus)).isEqualTo(SecurityStatus.SECURE);
        assertThat(status(bogus, found(true))).isEqualTo(SecurityStatus.SECURE);
        assertThat(status(found(false), failed)).isEqualTo(SecurityStatus.INSECURE);
        assertThat(status(bogus, failed)).isEqualTo(SecurityStatus.BOGUS);
        assertThat(status(none, failed)).isEqualTo(SecurityStatus.FAILED);
        assertThat(status(none, null)).isEqualTo(SecurityStatus.NODATA);
        assertThat(status(null, null)).isEqualTo(SecurityStatus.NODATA);
        DanePlan refused = opportunistic(mx(true), new HostEvidence(HOST, 10, none, none, null, List.of()));
        assertThat(refused.reason()).isEqualTo("no address found for mx.example.org");
    }

    @Test
    void a_secure_alias_makes_an_insecure_address_count_as_secure_and_nothing_else_does__D45() {
        Answer<DomainName> secure = alias(true);
        assertThat(aliased(found(false), secure)).isEqualTo(SecurityStatus.SECURE);
        assertThat(aliased(found(false), alias(false))).isEqualTo(SecurityStatus.INSECURE);
        assertThat(aliased(found(false), null)).isEqualTo(SecurityStatus.INSECURE);
        Answer<DomainName> denied = new Answer.Denied<>(question(RecordType.CNAME, HOST), true, true, why());
        assertThat(aliased(found(false), denied)).isEqualTo(SecurityStatus.INSECURE);
        Answer<InetAddress> bogus = new Answer.Bogus<>(question(RecordType.A, HOST), why());
        assertThat(aliased(bogus, secure)).isEqualTo(SecurityStatus.BOGUS);
    }

    private static SecurityStatus aliased(Answer<InetAddress> ipv4, Answer<DomainName> alias) {
        return DaneDecision.addressStatus(new HostEvidence(HOST, 10, ipv4, null, alias, List.of()));
    }

    private static SecurityStatus status(Answer<InetAddress> ipv4, Answer<InetAddress> ipv6) {
        return DaneDecision.addressStatus(new HostEvidence(HOST, 10, ipv4, ipv6, null, List.of()));
    }

    private static DanePlan opportunistic(DomainEvidence domain, HostEvidence host) {
        return DaneDecision.plan(DaneSupport.OPPORTUNISTIC, domain, host);
    }

    private static DomainEvidence mx(boolean secure) {
        return new DomainEvidence(
                DOMAIN,
                new Answer.Found<>(
                        question(RecordType.MX, DOMAIN), secure, List.of(new MxRecord(10, HOST)), List.of(), why()));
    }

    private static HostEvidence host(Answer<InetAddress> ipv4, List<TlsaLookup> tlsa) {
        return new HostEvidence(HOST, 10, ipv4, null, null, tlsa);
    }

    private static Answer<InetAddress> found(boolean secure) {
        return new Answer.Found<>(
                question(RecordType.A, HOST), secure, List.of(InetAddress.getLoopbackAddress()), List.of(), why());
    }

    private static Answer<DomainName> alias(boolean secure) {
        return new Answer.Found<>(question(RecordType.CNAME, HOST), secure, List.of(END), List.of(), why());
    }

    private static TlsaLookup tlsa(boolean secure, TlsaRecord... records) {
        return new TlsaLookup(HOST, tlsaAnswer(secure, records));
    }

    private static Answer<TlsaRecord> tlsaAnswer(boolean secure, TlsaRecord... records) {
        return new Answer.Found<>(question(RecordType.TLSA, OWNER), secure, List.of(records), List.of(), why());
    }

    private static TlsaLookup tlsa(int count) {
        List<TlsaRecord> records = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] data = new byte[32];
            data[0] = (byte) i;
            records.add(new TlsaRecord(3, 1, 1, data));
        }
        return tlsa(true, records.toArray(TlsaRecord[]::new));
    }

    private static TlsaLookup denied() {
        return new TlsaLookup(HOST, new Answer.Denied<>(question(RecordType.TLSA, OWNER), true, false, why()));
    }

    private static Question question(RecordType type, DomainName name) {
        return new Question(name, type);
    }

    private static Provenance why() {
        return Provenance.unsigned("why", "127.0.0.1", Duration.ofSeconds(60), Duration.ZERO);
    }
}
