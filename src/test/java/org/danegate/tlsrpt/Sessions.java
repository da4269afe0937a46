package org.danegate.tlsrpt;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.danegate.address.DomainName;
import org.danegate.dane.Course;
import org.danegate.dane.Course.Halt;
import org.danegate.dane.DanePlan;
import org.danegate.dane.DaneVerdict;
import org.danegate.dane.DomainEvidence;
import org.danegate.dane.Evidence.AddressResult;
import org.danegate.dane.Evidence.CertificateFacts;
import org.danegate.dane.Evidence.HostResult;
import org.danegate.dane.Evidence.TlsFacts;
import org.danegate.dane.HostChoice;
import org.danegate.dane.HostEvidence;
import org.danegate.dns.answer.Answer;
import org.danegate.dns.answer.ExtendedError;
import org.danegate.dns.answer.MxRecord;
import org.danegate.dns.answer.Provenance;
import org.danegate.dns.answer.Question;
import org.danegate.dns.answer.Question.RecordType;
import org.danegate.dns.answer.Response;
import org.danegate.dns.answer.TlsaRecord;
import org.danegate.event.DialedSession;
import org.danegate.sts.StsMode;
import org.danegate.sts.StsPlan;
import org.danegate.sts.StsPolicyFile;
import org.danegate.sts.StsStanding;
import org.danegate.sts.StsTrouble;
import org.danegate.sts.StsVerdict;
import org.jspecify.annotations.Nullable;

/// The facts of sessions with `mx.example.net`, an MX host of `example.net`.
final class Sessions {

    static final Instant AT = Instant.parse("2026-11-27T23:59:59Z");
    static final DomainName DOMAIN = new DomainName("example.net");
    static final DomainName HOST = new DomainName("mx.example.net");
    static final InetAddress ADDRESS = InetAddress.ofLiteral("198.51.100.7");
    static final TlsaRecord TLSA = new TlsaRecord(3, 1, 1, HexFormat.of().parseHex("8d02536c887482bc34ff54e41d2ba659"));

    private Sessions() {}

    static Provenance ede(int... codes) {
        List<ExtendedError> errors = java.util.Arrays.stream(codes)
                .mapToObj(code -> new ExtendedError(code, "", null, "mx.example.net TLSA"))
                .toList();
        return Provenance.unsigned("said so", null, Duration.ZERO, Duration.ZERO)
                .with("said so", new Response("SERVFAIL", false, errors, false));
    }

    static DomainEvidence mx(boolean secure) {
        return new DomainEvidence(
                DOMAIN,
                new Answer.Found<>(
                        new Question(DOMAIN, RecordType.MX),
                        secure,
                        List.of(new MxRecord(10, HOST)),
                        List.of(),
                        ede()));
    }

    static HostEvidence dns(@Nullable Answer<TlsaRecord> tlsa) {
        Answer<InetAddress> ipv4 =
                new Answer.Found<>(new Question(HOST, RecordType.A), true, List.of(ADDRESS), List.of(), ede());
        return new HostEvidence(
                HOST,
                10,
                ipv4,
                null,
                null,
                tlsa == null ? List.of() : List.of(new HostEvidence.TlsaLookup(HOST, tlsa)));
    }

    static Question tlsaQuestion() {
        return new Question(HOST.prepend("_25._tcp"), RecordType.TLSA);
    }

    static Answer<TlsaRecord> tlsa(TlsaRecord... records) {
        return new Answer.Found<>(tlsaQuestion(), true, List.of(records), List.of(), ede());
    }

    static DanePlan authenticate() {
        return new DanePlan.Authenticate(HOST, List.of(TLSA), List.of(HOST), "SECURE");
    }

    static StsStanding.InForce policy(StsMode mode, String mx, @Nullable StsTrouble trouble) {
        String text = "version: STSv1\nmode: " + mode.word() + "\nmx: " + mx + "\nmax_age: 604800\n";
        StsPolicyFile.Valid file =
                (StsPolicyFile.Valid) StsPolicyFile.of(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        return new StsStanding.InForce(DOMAIN, "a1", file.policy(), file.lines(), AT, AT.plusSeconds(604_800), trouble);
    }

    static StsPlan.Apply applies(StsMode mode, boolean matched) {
        return (StsPlan.Apply) StsPlan.of(policy(mode, matched ? "*.example.net" : "other.example", null), HOST);
    }

    static StsPlan noSts() {
        return new StsPlan.NotAsked("no policy");
    }

    static AddressResult result(
            @Nullable TlsFacts tls, @Nullable DaneVerdict verdict, @Nullable Halt halt, @Nullable StsVerdict sts) {
        return new AddressResult(ADDRESS, 25, tls, verdict, "outcome", new Course(halt, null, null), sts);
    }

    static TlsFacts chain(Instant notAfter) {
        return new TlsFacts(
                "not established",
                "",
                HOST,
                List.of(new CertificateFacts(
                        "CN=mx", "CN=ca", AT.minusSeconds(86_400), notAfter, List.of("mx.example.net"), "00", "00")));
    }

    static HostResult host(HostEvidence dns, DanePlan plan, StsPlan sts, List<AddressResult> addresses) {
        return new HostResult(HOST.ascii(), dns, plan, addresses, "outcome", new HostChoice.ByMx(mx(true)), sts);
    }

    static DialedSession session(HostResult host, @Nullable Halt halt, String reason) {
        return new DialedSession(AT, host, halt == null, halt, reason, false);
    }
}
