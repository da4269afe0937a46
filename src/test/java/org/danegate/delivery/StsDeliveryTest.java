package org.danegate.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.danegate.dane.DaneAction;
import org.danegate.dane.Evidence;
import org.danegate.event.DeliveryEvent;
import org.danegate.event.TlsTag;
import org.danegate.policy.DaneSupport;
import org.danegate.policy.DestinationSetting;
import org.danegate.policy.MtaStsSupport;
import org.danegate.policy.Policy;
import org.danegate.policy.TlsSupport;
import org.danegate.practice.PracticeCertificate;
import org.danegate.practice.PracticeReceiver;
import org.danegate.practice.ReceiverBehaviour;
import org.danegate.practice.WebPage;
import org.danegate.practice.ZoneStyle;
import org.danegate.sts.StsVerdict;
import org.danegate.sts.StsVerdict.Cause;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Delivery under MTA-STS policies, beside DANE and without it: real DNS, HTTPS and SMTP.
class StsDeliveryTest extends FreshNetwork {

    private static final String ENFORCE = "sts-enforce.practice";
    private static final String WRONG_HOST = "sts-wrong-host.practice";
    private static final String TESTING = "sts-testing.practice";
    private static final String BOTH = "sts-and-dane.practice";

    private static UnaryOperator<Policy> sts(TlsSupport tls, DaneSupport dane) {
        return EngineRig.profile(
                p -> EngineRig.with(p, tls, dane).with(DestinationSetting.MTA_STS, MtaStsSupport.OPPORTUNISTIC));
    }

    private EngineRig rig(DaneSupport dane) throws Exception {
        return EngineRig.trusting(folder, network, sts(TlsSupport.PREFERRED, dane));
    }

    private PracticeReceiver receiver(String domain) {
        return network.receiver("mx." + domain).orElseThrow();
    }

    private void present(String domain, PracticeCertificate certificate) {
        receiver(domain).present(certificate);
    }

    private static DeliveryEvent.AttemptEnded attempt(EngineRig rig, String domain) throws Exception {
        rig.relay("rcpt@" + domain);
        return rig.await(DeliveryEvent.AttemptEnded.class, e -> e.destination().equals(domain));
    }

    private static Evidence.AddressResult address(DeliveryEvent.AttemptEnded attempt) {
        return attempt.evidence().hosts().getFirst().addresses().getFirst();
    }

    @Test
    @Tag("s01")
    @Tag("S-55")
    @Tag("S-42")
    @Tag("S-43")
    void a_host_that_meets_the_policy_gets_the_mail() throws Exception {
        try (EngineRig rig = rig(DaneSupport.OPPORTUNISTIC)) {
            DeliveryEvent.AttemptEnded attempt = attempt(rig, ENFORCE);

            assertThat(attempt.trouble()).isNull();
            assertThat(address(attempt).sts())
                    .isEqualTo(new StsVerdict.Success("authenticated by the MTA-STS policy of " + ENFORCE));
            assertThat(attempt.evidence().action()).isEqualTo(DaneAction.FALLBACK_TLS);
            assertThat(rig.events(DeliveryEvent.StsJudged.class))
                    .singleElement()
                    .satisfies(judged -> assertThat(judged.failure()).isNull());
            assertThat(rig.events(DeliveryEvent.TlsSucceeded.class))
                    .singleElement()
                    .satisfies(tls -> assertThat(tls.daneVerified()).isFalse());
            assertThat(rig.events(DeliveryEvent.StsPolicyFetched.class))
                    .singleElement()
                    .satisfies(policy -> assertThat(policy.id()).isEqualTo("practice1"));
        }
    }

    @Test
    @Tag("s02")
    @Tag("S-45")
    void an_expired_certificate_keeps_the_mail() throws Exception {
        present(ENFORCE, network.certificates().expired("mx." + ENFORCE));
        refused(ENFORCE, Cause.CERTIFICATE_EXPIRED);
    }

    @Test
    @Tag("s03")
    void a_certificate_for_another_name_keeps_the_mail() throws Exception {
        present(ENFORCE, network.certificates().leaf(ENFORCE, "mx.elsewhere.practice"));
        refused(ENFORCE, Cause.CERTIFICATE_NAME);
    }

    @Test
    @Tag("S-42")
    void a_common_name_is_not_enough() throws Exception {
        present(ENFORCE, network.certificates().worded("mx." + ENFORCE, "mx.elsewhere.practice"));
        refused(ENFORCE, Cause.CERTIFICATE_NAME);
    }

    @Test
    @Tag("S-45")
    void a_certificate_that_nobody_issued_keeps_the_mail() throws Exception {
        refused("sts-self-signed.practice", Cause.CERTIFICATE_NOT_TRUSTED);
    }

    @Test
    @Tag("s04")
    @Tag("S-43")
    void a_host_without_starttls_gets_nothing() throws Exception {
        receiver(ENFORCE).behave(ReceiverBehaviour.good().startTls(ReceiverBehaviour.StartTls.NOT_OFFERED));
        refused(ENFORCE, Cause.NO_STARTTLS);
    }

    @Test
    @Tag("q13")
    @Tag("Q-12")
    void a_message_that_waives_tls_is_not_bound_by_the_policy() throws Exception {
        try (EngineRig rig = rig(DaneSupport.NONE)) {
            rig.accept(
                    EngineRig.envelope("sender@origin.example", true).with(TlsTag.NOT_REQUIRED),
                    "Subject: test\r\n\r\ntext\r\n",
                    "rcpt@" + WRONG_HOST);
            DeliveryEvent.AttemptEnded ended = rig.await(DeliveryEvent.AttemptEnded.class, e -> true);

            assertThat(ended.trouble()).isNull();
            assertThat(receiver(WRONG_HOST).inbox().all()).hasSize(1);
        }
    }

    private void refused(String domain, Cause cause) throws Exception {
        try (EngineRig rig = rig(DaneSupport.NONE)) {
            DeliveryEvent.AttemptEnded attempt = attempt(rig, domain);

            assertThat(address(attempt).sts()).isInstanceOfSatisfying(StsVerdict.Failed.class, failed -> {
                assertThat(failed.cause()).isEqualTo(cause);
                assertThat(failed.enforced()).isTrue();
            });
            assertThat(attempt.trouble()).satisfies(trouble -> {
                assertThat(trouble.enhanced()).isEqualTo("4.7.5");
                assertThat(trouble.summary()).isEqualTo("MTA-STS verification failed");
                assertThat(trouble.dane()).isFalse();
            });
            assertThat(receiver(domain).inbox().all()).isEmpty();
            assertThat(rig.events(DeliveryEvent.RecipientBounced.class)).isEmpty();
        }
    }

    @Test
    @Tag("s05")
    @Tag("S-40")
    @Tag("S-41")
    void a_host_that_the_policy_does_not_name_is_not_dialled() throws Exception {
        try (EngineRig rig = rig(DaneSupport.NONE)) {
            DeliveryEvent.AttemptEnded attempt = attempt(rig, WRONG_HOST);

            assertThat(attempt.trouble())
                    .satisfies(trouble -> assertThat(trouble.text())
                            .isEqualTo("the MTA-STS policy of " + WRONG_HOST + " does not name mx." + WRONG_HOST));
            assertThat(receiver(WRONG_HOST).connections()).isZero();
        }
    }

    @Test
    @Tag("s06")
    @Tag("S-46")
    void under_testing_a_mismatch_is_noted_and_mail_goes() throws Exception {
        try (EngineRig rig = rig(DaneSupport.NONE)) {
            DeliveryEvent.AttemptEnded attempt = attempt(rig, TESTING);

            assertThat(attempt.trouble()).isNull();
            assertThat(address(attempt).sts())
                    .isInstanceOfSatisfying(
                            StsVerdict.Failed.class,
                            failed -> assertThat(failed.enforced()).isFalse());
        }
    }

    @Test
    @Tag("s07")
    void mode_none_is_as_no_policy() throws Exception {
        network.webServer(ENFORCE).show(WebPage.policy("none", 86_400));
        present(ENFORCE, network.certificates().selfSigned("mx.elsewhere.practice"));
        try (EngineRig rig = rig(DaneSupport.NONE)) {
            DeliveryEvent.AttemptEnded attempt = attempt(rig, ENFORCE);

            assertThat(attempt.trouble()).isNull();
            assertThat(address(attempt).sts()).isNull();
        }
    }

    @Test
    @Tag("s08")
    @Tag("s13")
    @Tag("S-52")
    @Tag("S-53")
    @Tag("S-07")
    void dane_success_needs_no_policy_and_none_is_fetched() throws Exception {
        try (EngineRig rig = rig(DaneSupport.OPPORTUNISTIC)) {
            DeliveryEvent.AttemptEnded attempt = attempt(rig, BOTH);

            assertThat(attempt.evidence().action()).isEqualTo(DaneAction.DANE_SUCCESS);
            assertThat(network.webServer(BOTH).requests()).isEmpty();
        }
    }

    @Test
    @Tag("s09")
    @Tag("S-50")
    void a_policy_does_not_override_a_dane_failure() throws Exception {
        network.webServer(BOTH).show(WebPage.policy("enforce", 86_400, "mx." + BOTH));
        present(BOTH, network.certificates().leaf("mx." + BOTH));
        try (EngineRig rig = rig(DaneSupport.OPPORTUNISTIC)) {
            DeliveryEvent.AttemptEnded attempt = attempt(rig, BOTH);

            assertThat(attempt.evidence().action()).isEqualTo(DaneAction.DANE_FAIL);
            assertThat(receiver(BOTH).inbox().all()).isEmpty();
        }
    }

    @Test
    @Tag("s10")
    void a_failed_tlsa_lookup_is_not_the_lack_of_dane() throws Exception {
        network.webServer(BOTH).show(WebPage.policy("enforce", 86_400, "mx." + BOTH));
        network.dns().faults().servfail("_" + network.deliveryPort() + "._tcp.mx." + BOTH, "TLSA");
        try (EngineRig rig = rig(DaneSupport.OPPORTUNISTIC)) {
            assertThat(attempt(rig, BOTH).evidence().action()).isEqualTo(DaneAction.DANE_FAIL);
            assertThat(receiver(BOTH).connections()).isZero();
        }
    }

    @Test
    @Tag("s11")
    @Tag("S-54")
    void with_unusable_records_only_an_enforced_policy_adds_the_check_of_the_certificate() throws Exception {
        unusable("enforce");
        try (EngineRig rig = rig(DaneSupport.OPPORTUNISTIC)) {
            DeliveryEvent.AttemptEnded attempt = attempt(rig, BOTH);

            assertThat(attempt.trouble()).isNull();
            assertThat(address(attempt).sts()).isInstanceOf(StsVerdict.Success.class);
        }
        present(BOTH, network.certificates().selfSigned("mx." + BOTH));
        try (EngineRig rig = EngineRig.trusting(
                Files.createDirectory(folder.resolve("second")),
                network,
                sts(TlsSupport.PREFERRED, DaneSupport.OPPORTUNISTIC))) {
            assertThat(attempt(rig, BOTH).trouble())
                    .satisfies(trouble -> assertThat(trouble.summary()).isEqualTo("MTA-STS verification failed"));
        }
    }

    @Test
    @Tag("s12")
    void with_unusable_records_only_testing_does_not_relax_the_compulsory_tls() throws Exception {
        unusable("testing");
        receiver(BOTH).behave(ReceiverBehaviour.good().startTls(ReceiverBehaviour.StartTls.NOT_OFFERED));
        try (EngineRig rig = rig(DaneSupport.OPPORTUNISTIC)) {
            DeliveryEvent.AttemptEnded attempt = attempt(rig, BOTH);

            assertThat(attempt.evidence().action()).isEqualTo(DaneAction.DANE_FAIL);
            assertThat(address(attempt).sts())
                    .isInstanceOfSatisfying(
                            StsVerdict.Failed.class,
                            failed -> assertThat(failed.cause()).isEqualTo(Cause.NO_STARTTLS));
            assertThat(receiver(BOTH).inbox().all()).isEmpty();
        }
    }

    private void unusable(String mode) {
        network.webServer(BOTH).show(WebPage.policy(mode, 86_400, "mx." + BOTH));
        network.tree()
                .zone(BOTH)
                .replace(
                        "_" + network.deliveryPort() + "._tcp.mx." + BOTH,
                        "TLSA",
                        network.certificates().leaf("x.practice").tlsa(1, 1, 1).text());
    }

    @Test
    @Tag("s14")
    void mandatory_dane_is_not_helped_by_a_policy() throws Exception {
        try (EngineRig rig = rig(DaneSupport.MANDATORY)) {
            assertThat(attempt(rig, ENFORCE).evidence().action()).isEqualTo(DaneAction.DANE_FAIL);
            assertThat(network.webServer(ENFORCE).requests()).isEmpty();
        }
    }

    @Test
    @Tag("s15")
    @Tag("S-06")
    void mail_waits_when_nobody_can_say_whether_there_is_a_policy() throws Exception {
        network.dns().faults().servfail("_mta-sts." + ENFORCE, "TXT");
        try (EngineRig rig = rig(DaneSupport.NONE)) {
            assertThat(attempt(rig, ENFORCE).trouble()).satisfies(trouble -> {
                assertThat(trouble.enhanced()).isEqualTo("4.4.3");
                assertThat(trouble.text()).contains("_mta-sts." + ENFORCE);
            });
            assertThat(receiver(ENFORCE).connections()).isZero();
        }
    }

    @Test
    @Tag("s16")
    @Tag("S-05")
    void a_kept_policy_applies_when_its_record_is_gone() throws Exception {
        try (EngineRig rig = rig(DaneSupport.NONE)) {
            attempt(rig, ENFORCE);
            network.tree().zone(ENFORCE).remove("_mta-sts." + ENFORCE, "TXT");
            rig.putDnsForward(Duration.ofMinutes(2));
            present(ENFORCE, network.certificates().selfSigned("mx." + ENFORCE));
            rig.putForward(Duration.ofSeconds(10));

            rig.relay("second@" + ENFORCE);
            rig.await(
                    DeliveryEvent.AttemptEnded.class,
                    e -> e.trouble() != null && e.trouble().summary().startsWith("MTA-STS"));
        }
    }

    @Test
    @Tag("s17")
    @Tag("S-32")
    void a_kept_policy_applies_when_the_new_one_cannot_be_fetched() throws Exception {
        try (EngineRig rig = rig(DaneSupport.NONE)) {
            attempt(rig, WRONG_HOST);
            network.webServer(WRONG_HOST).show(WebPage.status(404));
            network.tree().zone(WRONG_HOST).replace("_mta-sts." + WRONG_HOST, "TXT", "\"v=STSv1; id=practice2;\"");
            rig.putDnsForward(Duration.ofMinutes(2));

            rig.putForward(Duration.ofHours(2));
            rig.await(DeliveryEvent.StsPolicyTrouble.class, e -> e.reason().contains("404"));
            assertThat(receiver(WRONG_HOST).connections()).isZero();
        }
    }

    @Test
    @Tag("s18")
    @Tag("s19")
    @Tag("S-11")
    void without_a_kept_policy_mail_goes_as_tls_support_says() throws Exception {
        try (EngineRig rig = rig(DaneSupport.NONE)) {
            assertThat(attempt(rig, "sts-no-policy.practice").trouble()).isNull();
            network.webServer(ENFORCE)
                    .show(WebPage.status(301, "Location: https://mta-sts." + WRONG_HOST + "/.well-known/mta-sts.txt"));
            assertThat(attempt(rig, ENFORCE).trouble()).isNull();

            assertThat(network.webServer(WRONG_HOST).requests()).isEmpty();
            assertThat(rig.events(DeliveryEvent.StsPolicyTrouble.class))
                    .extracting(DeliveryEvent.StsPolicyTrouble::reason)
                    .containsExactly("the server answered with status 404", "the server answered with status 301");
        }
    }

    @Test
    @Tag("S-35")
    void a_host_that_fails_an_older_policy_is_compared_with_the_newest() throws Exception {
        try (EngineRig rig = rig(DaneSupport.NONE)) {
            attempt(rig, WRONG_HOST);
            // The lookup still gives the old record from its cache.
            network.tree().zone(WRONG_HOST).replace("_mta-sts." + WRONG_HOST, "TXT", "\"v=STSv1; id=practice2;\"");
            network.webServer(WRONG_HOST).show(WebPage.policy("enforce", 86_400, "mx." + WRONG_HOST));

            rig.putForward(Duration.ofHours(2));
            rig.await(
                    DeliveryEvent.RecipientDelivered.class, e -> e.destination().equals(WRONG_HOST));
        }
    }

    @Test
    @Tag("S-46")
    void the_check_of_tls_support_is_made_as_well() throws Exception {
        try (EngineRig rig =
                EngineRig.trusting(folder, network, sts(TlsSupport.REQUIRED_VERIFY_HOSTED_DOMAINS, DaneSupport.NONE))) {
            network.webServer(ENFORCE).show(WebPage.policy("testing", 86_400, "mx." + ENFORCE));
            present(ENFORCE, network.certificates().selfSigned("mx." + ENFORCE));

            assertThat(attempt(rig, ENFORCE).trouble())
                    .satisfies(trouble -> assertThat(trouble.summary())
                            .isEqualTo("TLS was required but could not be successfully negotiated"));
        }
    }

    @Test
    @Tag("S-07")
    void a_destination_without_mta_sts_support_is_not_asked_for_a_policy() throws Exception {
        try (EngineRig rig = new EngineRig(folder, network, EngineRig.dane(DaneSupport.NONE))) {
            assertThat(attempt(rig, WRONG_HOST).trouble()).isNull();
            assertThat(network.webServer(WRONG_HOST).requests()).isEmpty();
        }
    }

    @Test
    @Tag("S-57")
    @Tag("S-40")
    void each_host_is_judged_by_its_own_mechanism() throws Exception {
        // The first host has TLSA records that match; the second one has none and is not named.
        network.tree().zone(BOTH).mx(20, "mx." + ENFORCE);
        receiver(BOTH).behave(ReceiverBehaviour.good().startTls(ReceiverBehaviour.StartTls.NOT_OFFERED));
        try (EngineRig rig = rig(DaneSupport.OPPORTUNISTIC)) {
            DeliveryEvent.AttemptEnded attempt = attempt(rig, BOTH);

            assertThat(attempt.evidence().hosts())
                    .extracting(Evidence.HostResult::outcome)
                    .satisfies(outcomes -> {
                        assertThat(outcomes.get(0)).contains("TLS was not established");
                        assertThat(outcomes.get(1)).startsWith("MTA-STS: not connected");
                    });
            assertThat(receiver(ENFORCE).connections()).isZero();
        }
    }

    @Test
    @Tag("S-48")
    void two_domains_at_one_host_do_not_share_their_policies() throws Exception {
        network.tree().zone("same-host.practice", ZoneStyle.UNSIGNED).mx(10, "mx." + ENFORCE);
        present(ENFORCE, network.certificates().selfSigned("mx." + ENFORCE));
        try (EngineRig rig = rig(DaneSupport.NONE)) {
            assertThat(attempt(rig, "same-host.practice").trouble()).isNull();
            assertThat(attempt(rig, ENFORCE).trouble()).isNotNull();
            assertThat(receiver(ENFORCE).inbox().all()).hasSize(1);
        }
    }
}
