package org.danegate.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.danegate.address.DomainName;
import org.danegate.advice.ChainJudge;
import org.danegate.advice.Seen;
import org.danegate.advice.SeenRefusals;
import org.danegate.advice.SeenSessions;
import org.danegate.advice.SessionFacts;
import org.danegate.dane.CertificateNames;
import org.danegate.event.DeliveryEvent;
import org.danegate.policy.DaneSupport;
import org.danegate.policy.DestinationSetting;
import org.danegate.policy.MtaStsSupport;
import org.danegate.policy.TlsSupport;
import org.danegate.practice.PracticeNetwork;
import org.danegate.practice.ReceiverBehaviour;
import org.danegate.trust.PublicAuthorities;
import org.danegate.trust.UntrustedException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the Advisor counts sessions of the real engine as: real DNS, HTTPS and SMTP.
class AdvisorFactsTest {

    @TempDir
    Path folder;

    private PracticeNetwork network;

    @BeforeEach
    void start() throws Exception {
        network = PracticeNetwork.start();
    }

    @AfterEach
    void stop() throws Exception {
        network.close();
    }

    private ChainJudge judge() {
        PublicAuthorities authorities =
                PublicAuthorities.with(List.of(network.certificates().authority()));
        return (chain, names) -> {
            try {
                authorities.check(chain);
                return CertificateNames.anyMatches(chain.getFirst(), names);
            } catch (UntrustedException e) {
                return false;
            }
        };
    }

    private List<SessionFacts> facts(String domain, DaneSupport dane) throws Exception {
        try (EngineRig rig = EngineRig.trusting(
                folder,
                network,
                EngineRig.profile(p -> EngineRig.with(p, TlsSupport.PREFERRED, dane)
                        .with(DestinationSetting.MTA_STS, MtaStsSupport.OPPORTUNISTIC)))) {
            rig.relay("rcpt@" + domain);
            rig.await(DeliveryEvent.AttemptEnded.class, e -> e.destination().equals(domain));
            DomainName name = new DomainName(domain);
            List<Seen> seen = new ArrayList<>();
            rig.events(DeliveryEvent.HostDialed.class).stream()
                    .map(DeliveryEvent.HostDialed::session)
                    .filter(Objects::nonNull)
                    .forEach(s -> SeenSessions.of(s, name, judge()).ifPresent(seen::add));
            rig.events(DeliveryEvent.AttemptEnded.class).forEach(e -> seen.addAll(SeenRefusals.of(e.evidence(), name)));
            return seen.stream().map(Seen::facts).distinct().toList();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ok.practice                | OPPORTUNISTIC | DANE       | NOTHING       | NOT_ASKED
            no-tlsa.practice           | OPPORTUNISTIC | WEBPKI     | TLSA_NONE     | STS_ABSENT
            insecure-mx.practice       | OPPORTUNISTIC | WEBPKI     | MX_INSECURE   | STS_ABSENT
            insecure-host.practice     | OPPORTUNISTIC | WEBPKI     | A_INSECURE    | STS_ABSENT
            insecure-tlsa.practice     | OPPORTUNISTIC | WEBPKI     | TLSA_INSECURE | STS_ABSENT
            unusable.practice          | OPPORTUNISTIC | WEBPKI     | UNUSABLE      | STS_ABSENT
            wrong-certificate.practice | OPPORTUNISTIC | REFUSED    | CERTIFICATE   | NOT_ASKED
            servfail.practice          | OPPORTUNISTIC | REFUSED    | DNS_FAILED    | NOT_ASKED
            dead.practice              | OPPORTUNISTIC | UNREACHED  | NOTHING       | NOT_ASKED
            no-tlsa.practice           | MANDATORY     | REFUSED    | TLSA_NONE     | NOT_ASKED
            ok.practice                | NONE          | WEBPKI     | NOT_ASKED     | STS_ABSENT
            sts-enforce.practice       | OPPORTUNISTIC | STS        | MX_INSECURE   | NOTHING
            sts-wrong-host.practice    | OPPORTUNISTIC | REFUSED    | MX_INSECURE   | MX_UNNAMED
            sts-self-signed.practice   | OPPORTUNISTIC | REFUSED    | CERTIFICATE   | CERTIFICATE
            sts-no-policy.practice     | OPPORTUNISTIC | WEBPKI     | MX_INSECURE   | STS_FETCH_FAILED
            """)
    void a_session_is_counted_with_its_level_and_the_causes(
            String domain, DaneSupport dane, String level, String cause, String sts) throws Exception {
        assertThat(facts(domain, dane))
                .singleElement()
                .satisfies(facts -> assertThat(List.of(
                                facts.level().name(),
                                facts.dane().name(),
                                facts.sts().name()))
                        .containsExactly(level, cause, sts));
    }

    @Test
    void a_host_without_starttls_is_in_clear_text() throws Exception {
        network.receiver("mx.no-tlsa.practice")
                .orElseThrow()
                .behave(ReceiverBehaviour.good().startTls(ReceiverBehaviour.StartTls.NOT_OFFERED));
        assertThat(facts("no-tlsa.practice", DaneSupport.OPPORTUNISTIC))
                .singleElement()
                .satisfies(facts -> {
                    assertThat(facts.level().word()).isEqualTo("clear");
                    assertThat(facts.dane().word()).isEqualTo("no-starttls");
                    assertThat(facts.starttls().name()).isEqualTo("NO");
                });
    }

    @Test
    void a_certificate_that_nobody_issued_is_encrypted_only() throws Exception {
        network.receiver("mx.no-tlsa.practice")
                .orElseThrow()
                .present(network.certificates().selfSigned("mx.no-tlsa.practice"));
        assertThat(facts("no-tlsa.practice", DaneSupport.OPPORTUNISTIC))
                .singleElement()
                .satisfies(facts -> {
                    assertThat(facts.level().word()).isEqualTo("encrypted");
                    assertThat(facts.verifies().name()).isEqualTo("NO");
                });
    }
}
