package org.danegate.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.danegate.dane.Evidence.HostResult;
import org.danegate.dane.EvidenceNode;
import org.danegate.event.DeliveryEvent.AttemptEnded;
import org.danegate.event.TlsTag;
import org.danegate.policy.DaneSupport;
import org.danegate.policy.DestinationSetting;
import org.danegate.policy.MtaStsSupport;
import org.danegate.policy.Policy;
import org.danegate.policy.SmtpRoute;
import org.danegate.policy.SmtpRoute.Dane;
import org.danegate.policy.TlsSupport;
import org.danegate.practice.PracticeNetwork;
import org.danegate.practice.PracticeReceiver;
import org.danegate.practice.WebPage;
import org.danegate.sts.StsPlan;
import org.danegate.sts.StsVerdict;
import org.danegate.sts.StsVerdict.Cause;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Routes to a relay whose own MTA-STS policy is followed, because the route says so.
@Timeout(90)
class StsOnRoutesTest {

    private static final String ENFORCE = "sts-enforce.practice";
    private static final String WRONG_HOST = "sts-wrong-host.practice";
    private static final String BOTH = "sts-and-dane.practice";

    @TempDir
    Path folder;

    private PracticeNetwork network;
    private int rigs;

    @BeforeEach
    void start() throws Exception {
        network = PracticeNetwork.start();
    }

    @AfterEach
    void stop() throws Exception {
        network.close();
    }

    @Test
    @Tag("U-08")
    @Tag("S-49")
    void the_policy_of_the_relays_name_decides_and_not_that_of_the_recipients_domain() throws Exception {
        // The recipients' domain has a policy that no host meets.
        AttemptEnded ended = deliver(WRONG_HOST, following(ENFORCE));

        assertThat(ended.trouble()).isNull();
        assertThat(ended.evidence().route()).contains(ENFORCE);
        assertThat(host(ended).addresses().getFirst().sts())
                .isEqualTo(new StsVerdict.Success("authenticated by the MTA-STS policy of " + ENFORCE));
        assertThat(ended.evidence().tree().children())
                .extracting(EvidenceNode::detail)
                .contains("MTA-STS policy of " + ENFORCE + ": enforce");
        assertThat(network.receiver("mx." + ENFORCE).orElseThrow().inbox().all())
                .hasSize(1);
    }

    @Test
    @Tag("U-08")
    @Tag("S-45")
    void a_relay_that_its_policy_does_not_name_is_not_dialled() throws Exception {
        AttemptEnded ended = deliver("ok.practice", following(WRONG_HOST));

        assertThat(ended.trouble()).satisfies(trouble -> {
            assertThat(trouble.enhanced()).isEqualTo("4.7.5");
            assertThat(trouble.permanent()).isFalse();
            assertThat(trouble.text())
                    .isEqualTo("the MTA-STS policy of " + WRONG_HOST + " does not name mx." + WRONG_HOST);
        });
        assertThat(network.receiver("mx." + WRONG_HOST).orElseThrow().connections())
                .isZero();
    }

    @Test
    @Tag("U-08")
    void without_the_tick_no_policy_counts_whatever_the_destination_says() throws Exception {
        AttemptEnded ended = deliver("ok.practice", relay(WRONG_HOST, false));

        assertThat(ended.trouble()).isNull();
        assertThat(host(ended).sts()).isEqualTo(new StsPlan.NotAsked("the SMTP route does not use MTA-STS"));
    }

    @Test
    @Tag("U-08")
    void a_relay_in_brackets_must_be_named_itself_and_verified() throws Exception {
        PracticeReceiver receiver = network.receiver("mx." + ENFORCE).orElseThrow();
        network.tree()
                .zone(ENFORCE)
                .address(ENFORCE, receiver.address().getAddress().getHostAddress());
        network.webServer(ENFORCE).show(WebPage.policy("enforce", 604_800, ENFORCE));
        receiver.present(network.certificates().leaf(ENFORCE));
        AttemptEnded met = deliver("ok.practice", following("[" + ENFORCE + "]"));
        assertThat(met.trouble()).isNull();
        assertThat(host(met).addresses().getFirst().sts()).isInstanceOf(StsVerdict.Success.class);

        receiver.present(network.certificates().expired(ENFORCE));
        AttemptEnded failed = deliver("ok.practice", following("[" + ENFORCE + "]"));
        assertThat(failed.trouble()).isNotNull();
        assertThat(host(failed).addresses().getFirst().sts())
                .isInstanceOfSatisfying(
                        StsVerdict.Failed.class,
                        verdict -> assertThat(verdict.cause()).isEqualTo(Cause.CERTIFICATE_EXPIRED));
    }

    @Test
    @Tag("U-08")
    @Tag("S-50")
    void dane_comes_first_at_a_relay_too() throws Exception {
        SmtpRoute.Host.Relay both = new SmtpRoute.Host.Relay(BOTH, network.deliveryPort(), 0, Dane.ALLOW, true);
        AttemptEnded ended = deliver(DaneSupport.OPPORTUNISTIC, TlsSupport.PREFERRED, TlsTag.NONE, both);

        assertThat(ended.trouble()).isNull();
        assertThat(host(ended).sts()).isEqualTo(new StsPlan.NotAsked("DANE decides"));
    }

    @Test
    @Tag("U-08")
    @Tag("Q-12")
    void tls_support_none_and_a_message_that_waives_tls_put_the_policy_aside() throws Exception {
        SmtpRoute.Host.Relay wrong = following(WRONG_HOST);
        AttemptEnded none = deliver(DaneSupport.NONE, TlsSupport.NONE, TlsTag.NONE, wrong);
        assertThat(none.trouble()).isNull();
        assertThat(host(none).sts()).isEqualTo(new StsPlan.NotAsked("TLS Support is None"));

        AttemptEnded waived = deliver(DaneSupport.NONE, TlsSupport.PREFERRED, TlsTag.NOT_REQUIRED, wrong);
        assertThat(waived.trouble()).isNull();
        assertThat(host(waived).sts()).isEqualTo(new StsPlan.NotAsked("the message asks for TLS-Required: No"));
    }

    private SmtpRoute.Host.Relay following(String name) {
        return relay(name, true);
    }

    private SmtpRoute.Host.Relay relay(String name, boolean sts) {
        return new SmtpRoute.Host.Relay(name, network.deliveryPort(), 0, Dane.FAIL, sts);
    }

    private static HostResult host(AttemptEnded ended) {
        return ended.evidence().hosts().getFirst();
    }

    private AttemptEnded deliver(String domain, SmtpRoute.Host.Relay host) throws Exception {
        return deliver(domain, DaneSupport.NONE, TlsSupport.PREFERRED, TlsTag.NONE, host);
    }

    private AttemptEnded deliver(DaneSupport dane, TlsSupport tls, TlsTag tag, SmtpRoute.Host.Relay host)
            throws Exception {
        return deliver("ok.practice", dane, tls, tag, host);
    }

    /// The destination itself has MTA-STS Support, which must not matter.
    private AttemptEnded deliver(String domain, DaneSupport dane, TlsSupport tls, TlsTag tag, SmtpRoute.Host.Relay host)
            throws Exception {
        UnaryOperator<Policy> settings = EngineRig.profile(
                p -> EngineRig.with(p, tls, dane).with(DestinationSetting.MTA_STS, MtaStsSupport.OPPORTUNISTIC));
        UnaryOperator<Policy> route = EngineRig.route(new SmtpRoute(null, List.of(host)));
        Path own = Files.createDirectory(folder.resolve("rig" + ++rigs));
        try (EngineRig rig = EngineRig.trusting(own, network, EngineRig.both(settings, route))) {
            rig.accept(
                    EngineRig.envelope("sender@origin.example", true).with(tag),
                    "Subject: test\r\n\r\ntext\r\n",
                    "rcpt@" + domain);
            return rig.await(AttemptEnded.class, e -> true);
        }
    }
}
