package org.danegate.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.danegate.dkim.DkimOracle;
import org.danegate.dkim.DkimVerifier;
import org.danegate.dkim.NewKey;
import org.danegate.event.DeliveryEvent;
import org.danegate.policy.Policy;
import org.danegate.policy.file.PolicyFile;
import org.danegate.practice.ReceivedMessage;
import org.danegate.practice.ReceiverBehaviour;
import org.danegate.queue.Envelope;
import org.danegate.queue.Envelope.Signing;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Mail that is signed when it leaves: the receiver's octets verify with the published record.
@Timeout(90)
class SignedDeliveryTest extends FreshNetwork {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String MESSAGE = """
            Received: from client by gate.practice; Fri, 27 Nov 2026 12:00:00 +0000
            From: Ana <ana@origin.example>
            To: b@ok.practice
            Subject: Greetings \t
            Content-Type: text/plain; charset=utf-8
            Content-Transfer-Encoding: 8bit

            .a line with a dot
            Gr\u00fc\u00dfe  \t
            ..


            """.replace("\n", "\r\n");

    /// Mail whose sender's host is the practice network's.
    private static final Envelope FROM_HERE = new Envelope("back@ok.practice", true, true, false, "", "", "In");

    @TempDir
    Path messages;

    @ParameterizedTest
    @CsvSource({"PIPELINING+8BITMIME, 8bit", "PIPELINING, quoted-printable", "CHUNKING+8BITMIME+PIPELINING, 8bit"})
    @Tag("G-01")
    void the_form_that_a_peer_gets_verifies(String extensions, String encoding) throws Exception {
        behave(ReceiverBehaviour.good().extensions(extensions.split("\\+", -1)));
        try (EngineRig rig = rig("enabled: true")) {
            rig.accept(envelope(Signing.SENDER), MESSAGE, "b@ok.practice");

            ReceivedMessage received = received(1).getFirst();
            assertThat(received.text())
                    .startsWith("DKIM-Signature: v=1; a=rsa-sha256;")
                    .contains("Content-Transfer-Encoding: " + encoding);
            assertThat(oracle(rig, received.body())).isEqualTo("dkimpy=ok,ok opendkim=ok,ok");
        }
    }

    @Test
    @Tag("G-02")
    void a_retry_and_a_restart_give_the_same_signatures_and_a_peer_without_8bitmime_has_its_own() throws Exception {
        behave(ReceiverBehaviour.good().extensions("8BITMIME").reply(".", "451 4.3.0 later"));
        network.receiver("mx.no-tlsa.practice")
                .orElseThrow()
                .behave(ReceiverBehaviour.good().extensions("SIZE 100000"));
        List<byte[]> first;
        try (EngineRig rig = rig("enabled: true")) {
            rig.accept(envelope(Signing.SENDER), MESSAGE, "b@ok.practice", "c@no-tlsa.practice", "d@unsigned.practice");
            first = List.of(received(2).get(0).body(), received(2).get(1).body());
            rig.await(DeliveryEvent.RecipientDelayed.class, d -> true);
        }
        behave(ReceiverBehaviour.good().extensions("8BITMIME"));
        try (EngineRig rig = rig("enabled: true")) {
            rig.putForward(Duration.ofHours(2));
            rig.engine.retryAll();
            byte[] later = received(3).get(2).body();

            assertThat(oracle(rig, later)).isEqualTo("dkimpy=ok,ok opendkim=ok,ok");
            assertThat(first).anySatisfy(one -> assertThat(one).isEqualTo(later));
            assertThat(first)
                    .anySatisfy(one ->
                            assertThat(new String(one, StandardCharsets.UTF_8)).contains("quoted-printable"));
            assertThat(first).allSatisfy(one -> assertThat(verify(rig, one)).containsExactly("", ""));
        }
    }

    @Test
    @Tag("G-02")
    void a_message_to_several_peers_is_signed_and_recorded_once_for_each_form() throws Exception {
        behave(ReceiverBehaviour.good().extensions("8BITMIME"));
        network.receiver("mx.no-tlsa.practice")
                .orElseThrow()
                .behave(ReceiverBehaviour.good().extensions("8BITMIME"));
        network.receiver("mx.unsigned.practice")
                .orElseThrow()
                .behave(ReceiverBehaviour.good().extensions("SIZE 100000"));
        try (EngineRig rig = rig("enabled: true")) {
            rig.accept(envelope(Signing.SENDER), MESSAGE, "b@ok.practice", "e@ok.practice");
            received(1);
            rig.accept(envelope(Signing.NONE), MESSAGE, "b@ok.practice");
            received(2);
            rig.accept(envelope(Signing.SENDER), MESSAGE, "b@ok.practice", "c@unsigned.practice");
            received(4);
            rig.await(DeliveryEvent.MessageFinished.class, finished -> finished.mid() == 3);

            assertThat(rig.events(DeliveryEvent.MessageSigned.class))
                    .allSatisfy(signed -> {
                        assertThat(signed.profile()).isEqualTo("origin");
                        assertThat(signed.author()).isEqualTo("ana@origin.example");
                        assertThat(signed.text())
                                .isEqualTo("d=origin.example s=s1 a=rsa-sha256,"
                                        + " d=origin.example s=e1 a=ed25519-sha256");
                    })
                    .extracting(DeliveryEvent.MessageSigned::mid)
                    .containsExactlyInAnyOrder(1L, 3L, 3L);
        }
    }

    @Test
    @Tag("G-03")
    void a_profile_may_convert_mail_to_seven_bits_before_it_is_signed() throws Exception {
        try (EngineRig rig = rig("convertTo7Bit: true")) {
            rig.accept(envelope(Signing.SENDER), MESSAGE, "b@ok.practice");
            ReceivedMessage converted = received(1).getFirst();
            String encrypted = MESSAGE.replace("text/plain", "multipart/signed; boundary=x");
            rig.accept(envelope(Signing.SENDER), encrypted, "b@ok.practice");

            assertThat(converted.text()).contains("Content-Transfer-Encoding: quoted-printable");
            assertThat(oracle(rig, converted.body())).isEqualTo("dkimpy=ok,ok opendkim=ok,ok");
            byte[] kept = received(2).get(1).body();
            assertThat(new String(kept, StandardCharsets.UTF_8)).endsWith(encrypted);
            assertThat(verify(rig, kept)).containsExactly("", "");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "NONE, ana@origin.example, enabled: true",
        "SENDER, ana@other.example, enabled: true",
        "SENDER, ana@origin.example, enabled: false",
    })
    @Tag("G-18")
    @Tag("G-22")
    void other_mail_leaves_as_it_came(Signing signing, String from, String profile) throws Exception {
        try (EngineRig rig = rig(profile)) {
            String text = MESSAGE.replace("ana@origin.example", from);
            rig.accept(envelope(signing), text, "b@ok.practice");

            assertThat(new String(received(1).getFirst().body(), StandardCharsets.UTF_8))
                    .isEqualTo(text);
        }
    }

    @ParameterizedTest
    @CsvSource({"leaveSigned: true, 1", "leaveSigned: false, 3"})
    @Tag("G-23")
    void signed_mail_is_signed_again_unless_the_profile_leaves_it(String profile, int signatures) throws Exception {
        String signed = "DKIM-Signature: v=1; a=rsa-sha256; d=\r\n\torigin.example; s=x; h=from; bh=; b=\r\n" + MESSAGE;
        try (EngineRig rig = rig(profile)) {
            rig.accept(envelope(Signing.SENDER), signed, "b@ok.practice");

            assertThat(received(1).getFirst().text().split("DKIM-Signature:", -1))
                    .hasSize(signatures + 1);
        }
    }

    @Test
    @Tag("G-20")
    void mail_waits_while_its_key_is_missing_and_then_leaves_signed() throws Exception {
        try (EngineRig rig = rig("enabled: true")) {
            rig.dkim.without("rsa");
            rig.accept(envelope(Signing.SENDER), MESSAGE, "b@ok.practice");

            DeliveryEvent.RecipientDelayed waits = rig.await(DeliveryEvent.RecipientDelayed.class, d -> true);
            assertThat(waits.trouble().enhanced()).isEqualTo("4.3.5");
            DeliveryEvent.MessageSigned not =
                    rig.await(DeliveryEvent.MessageSigned.class, DeliveryEvent.MessageSigned::waits);
            assertThat(not.failure()).isEqualTo("signing key 'rsa' does not exist");
            assertThat(not.signatures()).isEmpty();
            assertThat(network.inbox().received()).isZero();

            rig.dkim.with("rsa", NewKey.RSA_2048);
            rig.engine.retryAll();
            assertThat(verify(rig, received(1).getFirst().body())).containsExactly("", "");
        }
    }

    @Test
    @Tag("G-20")
    void mail_that_cannot_be_signed_leaves_unsigned_where_the_policy_says_so() throws Exception {
        try (EngineRig rig = rig("enabled: true", "sendUnsigned: true")) {
            rig.dkim.without("ed");
            rig.accept(envelope(Signing.SENDER), MESSAGE, "b@ok.practice");

            assertThat(received(1).getFirst().text()).doesNotContain("DKIM-Signature");
            DeliveryEvent.MessageSigned not = rig.await(DeliveryEvent.MessageSigned.class, signed -> true);
            assertThat(not.failure()).isEqualTo("signing key 'ed' does not exist");
            assertThat(not.waits()).isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource({"true, true, 2", "false, true, 0", "true, false, 0"})
    @Tag("G-21")
    void a_bounce_is_signed_for_this_host_unless_one_of_two_switches_is_off(
            boolean own, boolean profile, int signatures) throws Exception {
        behave(ReceiverBehaviour.good().recipient("nobody@ok.practice", "550 5.1.1 no such user"));
        try (EngineRig rig = rig(notices(profile), "users: [ gate.practice ]", "signSystemMessages: " + own)) {
            rig.accept(FROM_HERE, MESSAGE, "nobody@ok.practice");

            byte[] bounce = received(1).getFirst().body();
            assertThat(new String(bounce, StandardCharsets.UTF_8)).contains("multipart/report");
            assertThat(verify(rig, bounce)).hasSize(signatures).allMatch(String::isEmpty);
            if (signatures > 0) {
                assertThat(oracle(rig, bounce)).isEqualTo("dkimpy=ok,ok opendkim=ok,ok");
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"true, 2", "false, 0"})
    @Tag("G-21")
    void a_delay_warning_is_signed_for_this_host_if_its_bounce_profile_wants_it(boolean profile, int signatures)
            throws Exception {
        behave(ReceiverBehaviour.good().recipient("busy@ok.practice", "451 4.3.0 later"));
        try (EngineRig rig = rig(notices(profile), "users: [ gate.practice ]")) {
            rig.accept(FROM_HERE, MESSAGE, "busy@ok.practice");
            rig.await(DeliveryEvent.RecipientDelayed.class, d -> true);
            rig.putForward(Duration.ofHours(2));
            rig.engine.retryAll();

            byte[] warning = received(1).getFirst().body();
            assertThat(new String(warning, StandardCharsets.UTF_8)).contains("Delivery Status Notification (Delay)");
            assertThat(verify(rig, warning)).hasSize(signatures).allMatch(String::isEmpty);
            if (signatures > 0) {
                // The clock was put forward, and opendkim refuses signatures of tomorrow.
                assertThat(oracle(rig, warning)).startsWith("dkimpy=ok,ok ");
            }
        }
    }

    @Test
    @Tag("G-02")
    void a_signature_counts_for_the_size_that_a_peer_accepts() throws Exception {
        byte[] body = MESSAGE.getBytes(StandardCharsets.UTF_8);
        behave(ReceiverBehaviour.good().extensions("8BITMIME", "SIZE " + (body.length + 100)));
        try (EngineRig rig = rig("enabled: true")) {
            rig.accept(envelope(Signing.SENDER), MESSAGE, "b@ok.practice");

            assertThat(rig.await(DeliveryEvent.RecipientBounced.class, b -> true)
                            .trouble()
                            .enhanced())
                    .isEqualTo("5.3.4");
        }
    }

    private void behave(ReceiverBehaviour behaviour) {
        network.receiver("mx.ok.practice").orElseThrow().behave(behaviour);
    }

    private List<ReceivedMessage> received(int count) throws InterruptedException {
        assertThat(network.inbox().await(count, SOON)).isTrue();
        return network.inbox().all();
    }

    private static Envelope envelope(Signing signing) {
        return new Envelope("ana@origin.example", true, true, false, "", "", "In").with(signing);
    }

    private static UnaryOperator<Policy> notices(boolean signed) {
        return EngineRig.bounces(
                PolicyFile.read("""
                bounceProfiles: [ { name: Default, sendDelayWarnings: true, delayWarningAfter: 1h, dkimSigning: %s } ]
                """.formatted(signed)).policy().bounceProfiles().getFirst());
    }

    private EngineRig rig(String profile, String... settings) throws Exception {
        return rig(UnaryOperator.identity(), profile, settings);
    }

    private EngineRig rig(UnaryOperator<Policy> changes, String profile, String... settings) throws Exception {
        UnaryOperator<Policy> signing = policy -> policy.with(PolicyFile.read("""
                dkim:
                  profiles:
                    - { name: origin, domain: origin.example, selector: s1, key: rsa,
                        secondSelector: e1, secondKey: ed, %s }
                %s
                """.formatted(
                        profile,
                        String.join(
                                "",
                                Arrays.stream(settings).map("  %s\n"::formatted).toList())))
                .policy()
                .dkim());
        EngineRig rig = new EngineRig(folder, network, EngineRig.both(changes, signing));
        rig.dkim.with("rsa", NewKey.RSA_2048).with("ed", NewKey.ED25519);
        return rig;
    }

    private static List<String> verify(EngineRig rig, byte[] message) {
        return DkimVerifier.verify(message, owner -> record(rig, owner));
    }

    private static String record(EngineRig rig, String owner) {
        try {
            return rig.dkim.record(owner.startsWith("s1") ? "rsa" : "ed");
        } catch (IOException e) {
            return "";
        }
    }

    private String oracle(EngineRig rig, byte[] message) throws Exception {
        DkimOracle oracle = new DkimOracle(messages)
                .with("s1._domainkey.origin.example", rig.dkim.record("rsa"))
                .with("e1._domainkey.origin.example", rig.dkim.record("ed"));
        return oracle.verdict(message);
    }
}
