package org.danegate.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.danegate.address.DomainName;
import org.danegate.event.DeliveryEvent;
import org.danegate.policy.DaneSupport;
import org.danegate.policy.DestinationSetting;
import org.danegate.policy.MtaStsSupport;
import org.danegate.policy.TlsSupport;
import org.danegate.practice.ReceiverBehaviour;
import org.danegate.tlsrpt.FetchRules;
import org.danegate.tlsrpt.SessionCount;
import org.danegate.tlsrpt.SessionRules;
import org.danegate.tlsrpt.UndialledRules;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What sessions of the real engine count as in TLS reports: real DNS, HTTPS and SMTP.
class TlsReportFactsTest extends FreshNetwork {

    private static final String ENFORCE = "sts-enforce.practice";
    private static final String DANE = "ok.practice";

    private EngineRig rig() throws Exception {
        return EngineRig.trusting(
                folder,
                network,
                EngineRig.profile(p -> EngineRig.with(p, TlsSupport.PREFERRED, DaneSupport.OPPORTUNISTIC)
                        .with(DestinationSetting.MTA_STS, MtaStsSupport.OPPORTUNISTIC)));
    }

    private static void attempt(EngineRig rig, String domain) throws Exception {
        rig.relay("rcpt@" + domain);
        rig.await(DeliveryEvent.AttemptEnded.class, e -> e.destination().equals(domain));
    }

    /// A text for each count, in the order of the events.
    private static List<String> counted(EngineRig rig) {
        List<SessionCount> counts = new ArrayList<>();
        for (DeliveryEvent event : rig.events(DeliveryEvent.class)) {
            switch (event) {
                case DeliveryEvent.HostDialed e when e.session() != null -> counts.addAll(SessionRules.of(e.session()));
                case DeliveryEvent.AttemptEnded e -> counts.addAll(UndialledRules.of(e.evidence()));
                case DeliveryEvent.StsPolicyTrouble e ->
                    counts.add(FetchRules.of(e.at(), new DomainName(e.domain()), e.trouble()));
                default -> {
                    // Not counted.
                }
            }
        }
        return counts.stream().map(TlsReportFactsTest::text).toList();
    }

    private static String text(SessionCount count) {
        String failures = count.failures().stream()
                .map(f -> f.type().word() + "/" + f.code())
                .collect(Collectors.joining(","));
        return count.domain() + " " + count.policy().type().word() + (count.success() ? "+" : " " + failures);
    }

    @Test
    @Tag("u01")
    @Tag("s08")
    @Tag("R-10")
    void messages_over_one_kept_connection_are_one_session() throws Exception {
        try (EngineRig rig = rig()) {
            rig.relay("a@" + DANE, "b@" + DANE);
            rig.await(DeliveryEvent.AttemptEnded.class, e -> true);
            assertThat(counted(rig)).containsExactly(DANE + " tlsa+");
            assertThat(rig.events(DeliveryEvent.HostDialed.class))
                    .singleElement()
                    .satisfies(e -> assertThat(SessionRules.of(e.session())
                                    .getFirst()
                                    .policy()
                                    .text())
                            .allSatisfy(record -> assertThat(record).matches("3 1 1 [0-9A-F]{64}")));
        }
    }

    @Test
    @Tag("s01")
    void a_session_that_meets_an_mta_sts_policy_succeeds_under_it() throws Exception {
        try (EngineRig rig = rig()) {
            attempt(rig, ENFORCE);
            assertThat(counted(rig)).containsExactly(ENFORCE + " sts+");
        }
    }

    @Test
    @Tag("s02")
    void an_expired_certificate_fails_under_the_policy() throws Exception {
        network.receiver("mx." + ENFORCE)
                .orElseThrow()
                .present(network.certificates().expired("mx." + ENFORCE));
        try (EngineRig rig = rig()) {
            attempt(rig, ENFORCE);
            assertThat(counted(rig)).containsExactly(ENFORCE + " sts certificate-expired/");
        }
    }

    @Test
    @Tag("s05")
    @Tag("R-17")
    void a_host_that_is_not_dialled_fails_once_in_an_attempt() throws Exception {
        try (EngineRig rig = rig()) {
            attempt(rig, "sts-wrong-host.practice");
            assertThat(counted(rig)).containsExactly("sts-wrong-host.practice sts validation-failure/mx-mismatch");
        }
    }

    @Test
    @Tag("s09")
    void a_certificate_that_no_tlsa_record_names_fails_under_dane() throws Exception {
        network.receiver("mx." + DANE)
                .orElseThrow()
                .present(network.certificates().selfSigned("mx." + DANE));
        try (EngineRig rig = rig()) {
            attempt(rig, DANE);
            assertThat(counted(rig)).containsExactly(DANE + " tlsa validation-failure/no-match");
        }
    }

    @Test
    void starttls_that_is_missing_fails_although_dane_forbids_clear_text() throws Exception {
        network.receiver("mx." + DANE)
                .orElseThrow()
                .behave(ReceiverBehaviour.good().startTls(ReceiverBehaviour.StartTls.NOT_OFFERED));
        try (EngineRig rig = rig()) {
            attempt(rig, DANE);
            assertThat(counted(rig)).containsExactly(DANE + " tlsa starttls-not-supported/not-offered");
        }
    }

    @Test
    @Tag("s18")
    @Tag("R-15")
    void a_fetch_that_fails_counts_besides_the_session() throws Exception {
        try (EngineRig rig = rig()) {
            attempt(rig, "sts-no-policy.practice");
            assertThat(counted(rig))
                    .containsExactlyInAnyOrder(
                            "sts-no-policy.practice sts sts-policy-fetch-error/http-404",
                            "sts-no-policy.practice no-policy-found+");
        }
    }
}
