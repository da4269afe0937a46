package org.danegate.dane;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.danegate.address.DomainName;
import org.danegate.dns.answer.Answer;
import org.danegate.dns.answer.MxRecord;
import org.danegate.dns.answer.Provenance;
import org.danegate.dns.answer.Question;
import org.danegate.dns.answer.Question.RecordType;
import org.danegate.policy.DaneSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/// The seed's two tables, row by row.
class DecisionTableTest {

    private static final DomainName DOMAIN = DomainName.parse("example.org");
    private static final DomainName HOST = DomainName.parse("mx.example.org");
    private static final Provenance WHY =
            Provenance.unsigned("as the row says", "127.0.0.1", Duration.ofSeconds(60), Duration.ZERO);

    private static TestCertificates.Issued certificate;
    private static TestCertificates.Issued other;

    @BeforeAll
    static void makeCertificates() throws Exception {
        certificate = TestCertificates.selfSigned("mx.example.org");
        other = TestCertificates.selfSigned("mx.example.org");
    }

    @ParameterizedTest(name = "{0} MX {1} A {2} TLSA {3} certificate {4}: {5}")
    @CsvFileSource(resources = "/dane/dane-decision-table.csv", numLinesToSkip = 1)
    void each_row_of_the_seed_gives_its_action(
            DaneSupport policy, String mx, String a, String tlsa, String certificateVerify, DaneAction action)
            throws Exception {
        DomainEvidence domain = new DomainEvidence(DOMAIN, answer(RecordType.MX, DOMAIN, mx, new MxRecord(10, HOST)));
        List<HostEvidence.TlsaLookup> lookups = tlsa == null
                ? List.of()
                : List.of(new HostEvidence.TlsaLookup(
                        HOST, answer(RecordType.TLSA, HOST.prepend("_25._tcp"), tlsa, certificate.tlsa311())));
        HostEvidence host = new HostEvidence(
                HOST,
                10,
                answer(RecordType.A, HOST, a == null ? "SECURE" : a, InetAddress.getByName("192.0.2.1")),
                null,
                null,
                lookups);

        DanePlan plan = DaneDecision.plan(policy, domain, host);
        DaneVerdict verdict = DaneDecision.conclude(plan, presented(certificateVerify), Instant.now());

        assertThat(DaneDecision.action(plan, verdict)).isEqualTo(action);
        assertThat(plan.reason()).isNotBlank();
    }

    @ParameterizedTest(name = "{0} MX {1} A {2} TLSA {3}: FAILED for BOGUS gives {5}")
    @CsvFileSource(resources = "/dane/dane-decision-table.csv", numLinesToSkip = 1)
    void a_failed_lookup_takes_the_row_of_bogus__D04(
            DaneSupport policy, String mx, String a, String tlsa, String certificateVerify, DaneAction action)
            throws Exception {
        each_row_of_the_seed_gives_its_action(policy, failed(mx), failed(a), failed(tlsa), certificateVerify, action);
    }

    private static String failed(String word) {
        return "BOGUS".equals(word) ? "FAILED" : word;
    }

    private static List<X509Certificate> presented(String certificateVerify) {
        return List.of("FAILED".equals(certificateVerify) ? other.certificate() : certificate.certificate());
    }

    private static <T> Answer<T> answer(RecordType type, DomainName name, String word, T record) {
        Question question = new Question(name, type);
        return switch (word) {
            case "SECURE" -> new Answer.Found<>(question, true, List.of(record), List.of(), WHY);
            case "INSECURE" -> new Answer.Found<>(question, false, List.of(record), List.of(), WHY);
            case "BOGUS" -> new Answer.Bogus<>(question, WHY);
            case "NXDOMAIN" -> new Answer.Denied<>(question, true, false, WHY);
            case "FAILED" -> new Answer.Failed<>(question, Answer.Failure.SERVFAIL, WHY);
            default -> throw new IllegalArgumentException(word);
        };
    }
}
