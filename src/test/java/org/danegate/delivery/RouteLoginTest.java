package org.danegate.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import javax.net.ssl.KeyManager;
import javax.net.ssl.X509KeyManager;
import org.danegate.certificate.CertificateFolder;
import org.danegate.credentials.SenderLogins;
import org.danegate.credentials.SmtpUser;
import org.danegate.dane.Course;
import org.danegate.dialing.RouteLogin;
import org.danegate.event.ConnectionIds;
import org.danegate.event.DeliveryEvent;
import org.danegate.listener.ListenerBounds;
import org.danegate.listener.ListenerMeans;
import org.danegate.listener.SmtpListeners;
import org.danegate.policy.CommittedPolicy;
import org.danegate.policy.DaneSupport;
import org.danegate.policy.ListenerSettings;
import org.danegate.policy.ListenerSettings.AddressParsing;
import org.danegate.policy.ListenerSettings.Authentication;
import org.danegate.policy.ListenerSettings.CrLfHandling;
import org.danegate.policy.ListenerSettings.ListenerTls;
import org.danegate.policy.ListenerSettings.SenderGroup;
import org.danegate.policy.Policy;
import org.danegate.policy.SmtpRoute;
import org.danegate.policy.TlsSupport;
import org.danegate.practice.PracticeNetwork;
import org.danegate.queue.embedded.EmbeddedMessageQueue;
import org.danegate.sasl.Login;
import org.danegate.sasl.ScramKeys;
import org.danegate.tagging.TagCheck;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Mail along an SMTP route with a profile, to a smarthost that takes mail of its users only: a second gateway.
@Timeout(180)
class RouteLoginTest {

    private static final String PASSWORD = "of the smarthost";

    @TempDir
    Path folder;

    private PracticeNetwork network;
    private EmbeddedMessageQueue taken;
    private SmtpListeners smarthost;
    private String key = "";

    @BeforeEach
    void start() throws Exception {
        network = PracticeNetwork.start();
        taken = new EmbeddedMessageQueue(
                folder.resolve("taken"), Instant::now, EmbeddedMessageQueue.Settings.defaults());
        CertificateFolder certificates = new CertificateFolder(folder.resolve("smarthost"), "smarthost.example");
        key = key(certificates.selfSigned(Instant.now()));
        ListenerSettings submission = new ListenerSettings(
                "Submission",
                "127.0.0.1",
                0,
                10_000_000,
                100,
                ListenerTls.REQUIRED,
                null,
                List.of(new SenderGroup("ALL", List.of("ALL"), "ACCEPTED")),
                null,
                AddressParsing.STRICT,
                CrLfHandling.REJECT,
                Authentication.REQUIRED,
                "RELAYED",
                List.of());
        Policy d = Policy.defaults();
        Policy policy = new Policy(
                d.dns(),
                d.destinationControls(),
                List.of(),
                d.bounceProfiles(),
                List.of(submission),
                d.mailFlowPolicies(),
                List.of(),
                List.of());
        smarthost = new SmtpListeners(
                new ListenerMeans(
                        new Fixed(policy),
                        taken,
                        event -> {},
                        new ConnectionIds(),
                        Instant::now,
                        TagCheck.NO_KEYS,
                        new OneUser()),
                "smarthost.example",
                certificates,
                ListenerBounds.DEFAULTS);
        smarthost.start();
    }

    @AfterEach
    void stop() throws IOException {
        smarthost.stop(Duration.ZERO);
        taken.close();
        network.close();
    }

    private record Fixed(Policy policy) implements CommittedPolicy {
        @Override
        public Revision current() {
            return new Revision(1, policy);
        }

        @Override
        public void onCommit(Consumer<Revision> reader) {}
    }

    private static final class OneUser implements SenderLogins {

        private final SmtpUser user = new SmtpUser(
                "gateway", new SmtpUser.Terms(List.of("ALL"), null, null, true), Instant.EPOCH, Instant.EPOCH);
        private final ScramKeys keys = ScramKeys.of(PASSWORD, new byte[] {4, 5, 6}, 4096);

        @Override
        public Candidate candidate(String name) {
            return new Candidate(keys, name.equals("gateway") ? Optional.of(user) : Optional.empty());
        }

        @Override
        public void used(SmtpUser by) {
            assertThat(by).isEqualTo(user);
        }
    }

    private static String key(KeyManager[] keys) throws Exception {
        X509KeyManager manager = (X509KeyManager) keys[0];
        String alias = manager.chooseServerAlias("EC", null, null);
        X509Certificate[] chain =
                manager.getCertificateChain(alias == null ? manager.chooseServerAlias("RSA", null, null) : alias);
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256")
                        .digest(chain[0].getPublicKey().getEncoded()));
    }

    private EngineRig rig() throws Exception {
        SmtpRoute route = new SmtpRoute(
                null,
                List.of(new SmtpRoute.Host.Relay("127.0.0.1", smarthost.ports().get("Submission"), 0)),
                "provider");
        UnaryOperator<Policy> policy = EngineRig.both(
                EngineRig.route(route), EngineRig.profile(p -> EngineRig.with(p, TlsSupport.NONE, DaneSupport.NONE)));
        return new EngineRig(Files.createDirectories(folder.resolve("gateway")), network, policy);
    }

    @Test
    void the_host_gets_the_login_under_tls_although_tls_support_is_none_and_takes_the_mail() throws Exception {
        try (EngineRig rig = rig()) {
            rig.logins.put("provider", new RouteLogin(new Login("gateway", PASSWORD), key));
            rig.relay("someone@ok.practice");
            rig.await(DeliveryEvent.RecipientDelivered.class, e -> true);
            assertThat(rig.events(DeliveryEvent.DeliveryAuthenticated.class))
                    .singleElement()
                    .satisfies(e -> assertThat(e.profile() + " " + e.mechanism() + " " + e.failure())
                            .isEqualTo("provider SCRAM-SHA-256 null"));
            assertThat(taken.backlog("ok.practice").activeRecipients()).isEqualTo(1);
        }
    }

    @Test
    void a_wrong_password_makes_the_mail_wait_and_evidence_and_reason_say_why() throws Exception {
        try (EngineRig rig = rig()) {
            rig.logins.put("provider", new RouteLogin(new Login("gateway", "another"), key));
            rig.relay("someone@ok.practice");
            DeliveryEvent.AttemptEnded ended = rig.await(DeliveryEvent.AttemptEnded.class, e -> true);
            assertThat(ended.trouble()).isNotNull();
            assertThat(ended.trouble().permanent()).isFalse();
            assertThat(ended.trouble().code() + " " + ended.trouble().enhanced())
                    .isEqualTo("535 4.7.8");
            assertThat(ended.trouble().text())
                    .isEqualTo("profile provider: AUTH was answered 535 5.7.8 Authentication credentials invalid");
            assertThat(ended.evidence()
                            .hosts()
                            .getLast()
                            .addresses()
                            .getLast()
                            .course()
                            .halt())
                    .isEqualTo(Course.Halt.AUTHENTICATION);
            assertThat(rig.events(DeliveryEvent.RecipientBounced.class)).isEmpty();
            assertThat(rig.events(DeliveryEvent.DeliveryAuthenticated.class)
                            .getFirst()
                            .failure())
                    .contains("535 5.7.8");
            assertThat(rig.queue.backlog("ok.practice").activeRecipients()).isEqualTo(1);
        }
    }

    @Test
    void another_key_an_unverifiable_host_and_a_missing_profile_get_no_password() throws Exception {
        try (EngineRig rig = rig()) {
            rig.logins.put("provider", new RouteLogin(new Login("gateway", PASSWORD), "00".repeat(32)));
            assertThat(trouble(rig, "a@ok.practice")).contains("password of profile provider is not sent: the public");
            rig.logins.put("provider", new RouteLogin(new Login("gateway", PASSWORD), ""));
            assertThat(trouble(rig, "b@two.practice")).contains("no certificate can be verified for an address");
            rig.logins.clear();
            assertThat(trouble(rig, "c@three.practice")).contains("provider is not there or cannot be read");
            assertThat(taken.backlogs()).isEmpty();
        }
    }

    private static String trouble(EngineRig rig, String to) throws Exception {
        rig.relay(to);
        String domain = to.substring(to.indexOf('@') + 1);
        DeliveryEvent.AttemptEnded ended =
                rig.await(DeliveryEvent.AttemptEnded.class, e -> e.destination().equals(domain));
        assertThat(ended.trouble()).isNotNull();
        assertThat(ended.trouble().permanent()).isFalse();
        return ended.trouble().text();
    }
}
