package org.danegate.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.mail.Session;
import jakarta.mail.internet.InternetHeaders;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.function.UnaryOperator;
import org.danegate.dane.DaneAction;
import org.danegate.event.DeliveryEvent;
import org.danegate.policy.BounceProfile;
import org.danegate.policy.DaneSupport;
import org.danegate.policy.Policy;
import org.danegate.policy.SmtpRoute;
import org.danegate.policy.TlsSupport;
import org.danegate.practice.PracticeReceiver;
import org.danegate.practice.ReceivedMessage;
import org.danegate.practice.ReceiverBehaviour;
import org.danegate.practice.ReceiverBehaviour.StartTls;
import org.danegate.queue.Envelope;
import org.danegate.queue.NewMessage;
import org.eclipse.angus.mail.dsn.DeliveryStatus;
import org.eclipse.angus.mail.dsn.MultipartReport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(90)
class DeliveryEngineTest extends FreshNetwork {

    private static final Duration SOON = Duration.ofSeconds(30);

    @Test
    void mail_that_came_in_under_accept_is_delivered_without_dane__D41() throws Exception {
        try (EngineRig rig = rig(EngineRig.dane(DaneSupport.MANDATORY))) {
            rig.accept(EngineRig.envelope("a@origin.example", false), "text\r\n", "b@wrong-certificate.practice");

            DeliveryEvent.AttemptEnded attempt = rig.await(DeliveryEvent.AttemptEnded.class, a -> true);
            assertThat(attempt.evidence().action()).isEqualTo(DaneAction.NOT_ASKED);
            assertThat(message(0).tlsProtocol()).isNotNull();
        }
    }

    @Test
    void both_mail_directions_of_a_destination_go_their_own_ways() throws Exception {
        try (EngineRig rig = rig(EngineRig.dane(DaneSupport.MANDATORY))) {
            for (int i = 0; i < 10; i++) {
                rig.accept(
                        EngineRig.envelope("a@origin.example", i % 2 == 0), "text\r\n", "b@wrong-certificate.practice");
            }
            assertThat(network.inbox().await(5, SOON)).isTrue();
            rig.await(DeliveryEvent.AttemptEnded.class, a -> a.trouble() != null);
            assertThat(network.inbox().received()).isEqualTo(5);
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(rig.queue.waiting("wrong-certificate.practice", 10))
                            .hasSize(5)
                            .allSatisfy(d -> assertThat(d.envelope().relayed()).isTrue()));
        }
    }

    @Test
    void an_smtp_route_holds_mail_for_a_destination_with_dane__D40() throws Exception {
        SmtpRoute route = relayRoute("mx.ok.practice", network.deliveryPort());
        for (DaneSupport support : List.of(DaneSupport.MANDATORY, DaneSupport.OPPORTUNISTIC)) {
            Path own = java.nio.file.Files.createDirectory(folder.resolve(support.name()));
            try (EngineRig rig =
                    new EngineRig(own, network, EngineRig.both(EngineRig.dane(support), EngineRig.route(route)))) {
                rig.relay("b@unsigned.practice");

                DeliveryEvent.RecipientDelayed held = rig.await(DeliveryEvent.RecipientDelayed.class, d -> true);
                assertThat(held.trouble().dane()).isTrue();
                assertThat(held.trouble().text()).contains("SMTP route", "mx.ok.practice");
                assertThat(rig.events(DeliveryEvent.ConnectionOpened.class)).isEmpty();
            }
        }
    }

    @Test
    void an_smtp_route_leads_mail_without_dane_to_its_host() throws Exception {
        SmtpRoute route = relayRoute("mx.ok.practice", network.deliveryPort());
        try (EngineRig rig = rig(EngineRig.route(route))) {
            rig.relay("b@unsigned.practice");

            assertThat(network.inbox().await(1, SOON)).isTrue();
            DeliveryEvent.ConnectionOpened opened = rig.await(DeliveryEvent.ConnectionOpened.class, c -> true);
            assertThat(opened.host()).isEqualTo("mx.ok.practice");
        }
    }

    @Test
    void usedns_keeps_dane_possible_and_dev_null_drops() throws Exception {
        SmtpRoute useDns = route(new SmtpRoute.Host.UseDns());
        Path first = java.nio.file.Files.createDirectory(folder.resolve("first"));
        try (EngineRig rig = new EngineRig(
                first, network, EngineRig.both(EngineRig.dane(DaneSupport.MANDATORY), EngineRig.route(useDns)))) {
            rig.relay("b@ok.practice");
            assertThat(rig.await(DeliveryEvent.AttemptEnded.class, a -> true)
                            .evidence()
                            .action())
                    .isEqualTo(DaneAction.DANE_SUCCESS);
        }
        SmtpRoute discard = route(new SmtpRoute.Host.Discard());
        Path second = java.nio.file.Files.createDirectory(folder.resolve("second"));
        try (EngineRig rig = new EngineRig(second, network, EngineRig.route(discard))) {
            rig.relay("b@ok.practice", "c@ok.practice");
            rig.await(DeliveryEvent.MessageFinished.class, m -> true);
            assertThat(rig.events(DeliveryEvent.RecipientDropped.class)).hasSize(2);
            assertThat(rig.events(DeliveryEvent.ConnectionOpened.class)).isEmpty();
        }
    }

    @Test
    void a_refused_recipient_is_returned_to_the_sender_with_a_dsn() throws Exception {
        try (EngineRig rig = rig(UnaryOperator.identity())) {
            long mid = rig.accept(
                    EngineRig.envelope("sender@ok.practice", true),
                    "Subject: once\r\n\r\nThe text.\r\n",
                    "gone@refuses.practice");
            assertThat(network.inbox().await(1, SOON)).isTrue();

            ReceivedMessage returned = message(0);
            assertThat(returned.sender()).isEmpty();
            assertThat(returned.recipients()).containsExactly("sender@ok.practice");
            MimeMessage dsn = parse(returned);
            assertThat(dsn.getHeader("Auto-Submitted")).containsExactly("auto-replied");
            MultipartReport report = (MultipartReport) dsn.getContent();
            DeliveryStatus status = (DeliveryStatus) report.getReport();
            InternetHeaders about = status.getRecipientDSN(0);
            assertThat(about.getHeader("Final-Recipient", null)).isEqualTo("rfc822; gone@refuses.practice");
            assertThat(about.getHeader("Action", null)).isEqualTo("failed");
            assertThat(about.getHeader("Status", null)).isEqualTo("5.1.1");
            assertThat(about.getHeader("Diagnostic-Code", null)).isEqualTo("smtp; 550 5.1.1 No such mailbox");
            assertThat(report.getReturnedMessage().getSubject()).isEqualTo("once");
            DeliveryEvent.NotificationGenerated made =
                    rig.await(DeliveryEvent.NotificationGenerated.class, n -> n.ofMid() == mid);
            assertThat(made.kind()).isEqualTo("bounce");
        }
    }

    @Test
    void mail_with_the_null_sender_is_never_answered() throws Exception {
        try (EngineRig rig = rig(UnaryOperator.identity())) {
            rig.accept(EngineRig.envelope("", true), "text\r\n", "gone@refuses.practice");

            rig.await(DeliveryEvent.RecipientBounced.class, b -> true);
            rig.await(DeliveryEvent.MessageFinished.class, m -> true);
            assertThat(rig.events(DeliveryEvent.NotificationGenerated.class)).isEmpty();
            assertThat(rig.queue.backlogs()).isEmpty();
        }
    }

    @Test
    void recipients_of_one_message_each_have_their_own_end() throws Exception {
        receiver("mx.ok.practice")
                .behave(ReceiverBehaviour.good()
                        .recipient("later@ok.practice", "450 4.2.0 Greylisted")
                        .recipient("gone@ok.practice", "550 5.1.1 No such user"));
        try (EngineRig rig = rig(UnaryOperator.identity())) {
            rig.relay("here@ok.practice", "later@ok.practice", "gone@ok.practice");

            rig.await(DeliveryEvent.RecipientDelivered.class, d -> d.rid() == 0);
            DeliveryEvent.RecipientDelayed later = rig.await(DeliveryEvent.RecipientDelayed.class, d -> d.rid() == 1);
            assertThat(later.trouble().code()).isEqualTo("450");
            rig.await(DeliveryEvent.RecipientBounced.class, b -> b.rid() == 2 && !b.expired());
            rig.await(DeliveryEvent.AttemptEnded.class, a -> a.destination().equals("ok.practice"));
            assertThat(rig.queue.backlog("ok.practice").activeRecipients()).isEqualTo(1);
        }
    }

    @Test
    void retries_wait_twice_as_long_each_time_up_to_the_longest_wait() throws Exception {
        BounceProfile profile = profile(100, Duration.ofHours(72), Duration.ofSeconds(60), Duration.ofSeconds(200));
        List<Duration> waits = new ArrayList<>();
        try (EngineRig rig = rig(EngineRig.bounces(profile))) {
            rig.relay("b@later.practice");
            for (int attempt = 1; attempt <= 4; attempt++) {
                int count = attempt;
                rig.await(DeliveryEvent.RecipientDelayed.class, d -> delayed(rig) >= count);
                DeliveryEvent.RecipientDelayed last =
                        rig.events(DeliveryEvent.RecipientDelayed.class).getLast();
                Duration wait = Duration.between(last.at(), last.retryAt());
                waits.add(wait);
                rig.putForward(wait);
            }
        }
        assertThat(waits)
                .containsExactly(
                        Duration.ofSeconds(60),
                        Duration.ofSeconds(120),
                        Duration.ofSeconds(200),
                        Duration.ofSeconds(200));
    }

    @Test
    void mail_held_by_dane_is_given_up_when_the_bounce_profiles_time_is_over__D87() throws Exception {
        for (DaneSupport support : List.of(DaneSupport.MANDATORY, DaneSupport.OPPORTUNISTIC)) {
            Path own = java.nio.file.Files.createDirectory(folder.resolve(support.name()));
            network.inbox().clear();
            try (EngineRig rig = new EngineRig(own, network, EngineRig.dane(support))) {
                rig.accept(EngineRig.envelope("sender@ok.practice", true), "text\r\n", "b@wrong-certificate.practice");
                rig.await(DeliveryEvent.RecipientDelayed.class, d -> true);
                rig.putForward(Duration.ofHours(71));
                rig.await(DeliveryEvent.RecipientDelayed.class, d -> delayed(rig) == 2);
                rig.putForward(Duration.ofHours(1));

                DeliveryEvent.RecipientBounced end = rig.await(DeliveryEvent.RecipientBounced.class, b -> true);
                assertThat(end.expired()).isTrue();
                assertThat(end.trouble().enhanced()).isEqualTo("5.4.7");
                assertThat(network.inbox().awaitThat(all -> !all.isEmpty(), SOON))
                        .isTrue();
                MultipartReport report = (MultipartReport) parse(message(0)).getContent();
                InternetHeaders about = ((DeliveryStatus) report.getReport()).getRecipientDSN(0);
                assertThat(about.getHeader("Status", null)).isEqualTo("5.4.7");
                assertThat(about.getHeader("Diagnostic-Code", null)).contains("wrong-certificate.practice");
                assertThat(rig.queue.backlog("wrong-certificate.practice").activeRecipients())
                        .isZero();
            }
        }
    }

    @Test
    void mail_to_a_dead_host_is_given_up_in_time_too() throws Exception {
        BounceProfile profile = profile(100, Duration.ofMinutes(90), Duration.ofHours(1), Duration.ofHours(1));
        try (EngineRig rig = rig(EngineRig.bounces(profile))) {
            rig.relay("b@dead.practice");
            DeliveryEvent.RecipientDelayed first = rig.await(DeliveryEvent.RecipientDelayed.class, d -> true);
            assertThat(Duration.between(first.at(), first.retryAt())).isEqualTo(Duration.ofHours(1));
            rig.putForward(Duration.ofHours(1));
            rig.await(DeliveryEvent.RecipientDelayed.class, d -> delayed(rig) == 2);
            DeliveryEvent.RecipientDelayed second =
                    rig.events(DeliveryEvent.RecipientDelayed.class).getLast();
            assertThat(Duration.between(second.at(), second.retryAt()))
                    .as("the last attempt is at the end of the time in queue")
                    .isLessThan(Duration.ofMinutes(31));
            rig.putForward(Duration.ofMinutes(30));
            assertThat(rig.await(DeliveryEvent.RecipientBounced.class, b -> true)
                            .trouble()
                            .summary())
                    .contains("message too old");
        }
    }

    @Test
    void the_last_retry_is_the_last() throws Exception {
        BounceProfile profile = profile(2, Duration.ofHours(72), Duration.ofSeconds(60), Duration.ofSeconds(60));
        try (EngineRig rig = rig(EngineRig.bounces(profile))) {
            rig.relay("b@later.practice");
            for (int attempt = 1; attempt <= 2; attempt++) {
                int count = attempt;
                rig.await(DeliveryEvent.RecipientDelayed.class, d -> delayed(rig) == count);
                rig.putForward(Duration.ofSeconds(60));
            }
            DeliveryEvent.RecipientBounced end = rig.await(DeliveryEvent.RecipientBounced.class, b -> true);
            assertThat(end.trouble().summary()).contains("too many retries");
            assertThat(delayed(rig)).isEqualTo(2);
        }
    }

    @Test
    void limits_of_the_profile_bind() throws Exception {
        receiver("mx.ok.practice").behave(ReceiverBehaviour.good().delay(Duration.ofMillis(20)));
        try (EngineRig rig = rig(EngineRig.profile(p -> EngineRig.limits(p, 3, 5)))) {
            for (int i = 0; i < 60; i++) {
                rig.relay("b" + i + "@ok.practice");
            }
            assertThat(network.inbox().await(60, SOON)).isTrue();
            assertThat(mostOpenAtOnce(rig)).isBetween(2, 3);
            assertThat(receiver("mx.ok.practice").connections()).isGreaterThanOrEqualTo(12);
        }
    }

    @Test
    void every_octet_arrives_as_it_was_accepted() throws Exception {
        byte[] body = ("Subject: dots\r\n\r\n.\r\n..\r\n.x\r\n8-bit: \u00fc\r\nlong " + "y".repeat(2000)
                        + "\r\n\r\n. end without line end")
                .getBytes(StandardCharsets.UTF_8);
        try (EngineRig rig = rig(UnaryOperator.identity())) {
            rig.accept(new Envelope("a@origin.example", true, true, false, "", "", "In"), body, "b@ok.practice");
            assertThat(network.inbox().await(1, SOON)).isTrue();
            String sent = new String(body, StandardCharsets.UTF_8);
            assertThat(message(0).text()).isEqualTo(sent + "\r\n");
            assertThat(message(0).mailParameters()).contains("BODY=8BITMIME");
        }
    }

    @Test
    void dsn_wishes_travel_to_a_peer_that_knows_dsn() throws Exception {
        try (EngineRig rig = rig(UnaryOperator.identity())) {
            long mid = rig.queue.nextMid();
            rig.queue.accept(new NewMessage(
                    mid,
                    new Envelope("a@origin.example", true, false, false, "HDRS", "id+2B1", "In"),
                    List.of(new NewMessage.Recipient(
                            org.danegate.address.MailAddress.parse("b@ok.practice"),
                            "FAILURE,DELAY",
                            "rfc822;old@x.example")),
                    "text\r\n".getBytes(StandardCharsets.US_ASCII),
                    rig.now()));
            assertThat(network.inbox().await(1, SOON)).isTrue();
            assertThat(message(0).mailParameters()).contains("RET=HDRS", "ENVID=id+2B1");
            assertThat(message(0).recipientParameters().getFirst())
                    .contains("NOTIFY=FAILURE,DELAY", "ORCPT=rfc822;old@x.example");
        }
    }

    @Test
    void a_peer_without_what_the_message_needs_returns_it() throws Exception {
        receiver("mx.ok.practice").behave(ReceiverBehaviour.good().extensions("PIPELINING", "SIZE 1000"));
        try (EngineRig rig = rig(UnaryOperator.identity())) {
            rig.accept(new Envelope("", true, false, true, "", "", "In"), "text\r\n", "b\u00fc@ok.practice");
            assertThat(rig.await(DeliveryEvent.RecipientBounced.class, b -> true)
                            .trouble()
                            .enhanced())
                    .isEqualTo("5.6.7");
            long big = rig.accept(EngineRig.envelope("", true), "x".repeat(1001) + "\r\n", "big@ok.practice");
            assertThat(rig.await(DeliveryEvent.RecipientBounced.class, b -> b.mid() == big)
                            .trouble()
                            .enhanced())
                    .isEqualTo("5.3.4");
        }
    }

    @Test
    void a_peer_without_8bitmime_gets_the_message_in_seven_bits() throws Exception {
        receiver("mx.ok.practice").behave(ReceiverBehaviour.good().extensions("PIPELINING"));
        try (EngineRig rig = rig(UnaryOperator.identity())) {
            rig.accept(
                    new Envelope("a@origin.example", true, true, false, "", "", "In"),
                    "Content-Type: text/plain; charset=utf-8\r\n\r\nGr\u00fc\u00dfe\r\n",
                    "b@ok.practice");
            assertThat(network.inbox().await(1, SOON)).isTrue();
            assertThat(message(0).text())
                    .contains("Content-Transfer-Encoding: quoted-printable")
                    .contains("Gr=C3=BC=C3=9Fe");
            assertThat(message(0).mailParameters()).doesNotContain("8BITMIME");
        }
    }

    @Test
    void required_tls_holds_mail_where_there_is_none_and_preferred_goes_in_the_clear() throws Exception {
        receiver("mx.ok.practice").behave(ReceiverBehaviour.good().startTls(StartTls.NOT_OFFERED));
        Path first = java.nio.file.Files.createDirectory(folder.resolve("first"));
        try (EngineRig rig = new EngineRig(
                first, network, EngineRig.profile(p -> EngineRig.with(p, TlsSupport.REQUIRED, DaneSupport.NONE)))) {
            rig.relay("b@ok.practice");
            DeliveryEvent.RecipientDelayed held = rig.await(DeliveryEvent.RecipientDelayed.class, d -> true);
            assertThat(held.trouble().summary()).startsWith("TLS was required");
            assertThat(held.trouble().dane()).isFalse();
        }
        try (EngineRig rig = rig(UnaryOperator.identity())) {
            rig.relay("b@ok.practice");
            assertThat(network.inbox().await(1, SOON)).isTrue();
            assertThat(message(0).tlsProtocol()).isNull();
        }
    }

    @Test
    void required_verify_takes_no_certificate_of_an_unknown_authority() throws Exception {
        try (EngineRig rig =
                rig(EngineRig.profile(p -> EngineRig.with(p, TlsSupport.REQUIRED_VERIFY, DaneSupport.NONE)))) {
            rig.relay("b@ok.practice");
            DeliveryEvent.RecipientDelayed held = rig.await(DeliveryEvent.RecipientDelayed.class, d -> true);
            assertThat(held.trouble().text()).contains("no chain to a trusted certificate authority");
            assertThat(network.inbox().received()).isZero();
        }
    }

    @Test
    void dane_replaces_the_checks_of_required_verify__D83_D84() throws Exception {
        try (EngineRig rig =
                rig(EngineRig.profile(p -> EngineRig.with(p, TlsSupport.REQUIRED_VERIFY, DaneSupport.OPPORTUNISTIC)))) {
            rig.relay("b@ok.practice", "b@no-tlsa.practice");
            rig.await(
                    DeliveryEvent.RecipientDelivered.class, d -> d.destination().equals("ok.practice"));
            DeliveryEvent.RecipientDelayed held = rig.await(
                    DeliveryEvent.RecipientDelayed.class, d -> d.destination().equals("no-tlsa.practice"));
            assertThat(held.trouble().text())
                    .as("a fallback is never weaker than TLS Support says")
                    .contains("no chain to a trusted certificate authority");
        }
    }

    @Test
    void an_address_literal_is_delivered_to_that_address() throws Exception {
        InetAddress at = InetAddress.getByName("127.25.9.9");
        try (PracticeReceiver receiver = PracticeReceiver.start(
                        new InetSocketAddress(at, network.deliveryPort()), null, ReceiverBehaviour.good());
                EngineRig rig = rig(UnaryOperator.identity())) {
            rig.relay("b@[127.25.9.9]");
            assertThat(receiver.inbox().await(1, SOON)).isTrue();
        }
    }

    @Test
    void stopping_finishes_the_message_in_flight_and_keeps_the_rest() throws Exception {
        receiver("mx.ok.practice").behave(ReceiverBehaviour.good().delay(Duration.ofMillis(200)));
        Path own = java.nio.file.Files.createDirectory(folder.resolve("stop"));
        EngineRig rig = new EngineRig(own, network, EngineRig.profile(p -> EngineRig.limits(p, 1, 50)));
        try (rig) {
            for (int i = 0; i < 20; i++) {
                rig.relay("b" + i + "@ok.practice");
            }
            rig.await(DeliveryEvent.DeliveryStarted.class, d -> true);
            assertThat(rig.engine.stop(Duration.ofSeconds(15))).isTrue();
            long delivered = rig.events(DeliveryEvent.RecipientDelivered.class).size();
            assertThat(delivered).isBetween(1L, 5L);
            assertThat(network.inbox().received()).isEqualTo(delivered);
            assertThat(rig.queue.backlog("ok.practice").activeRecipients()).isEqualTo((int) (20 - delivered));
        }
    }

    @Test
    void retry_now_tries_waiting_mail_at_once() throws Exception {
        try (EngineRig rig = rig(UnaryOperator.identity())) {
            rig.relay("b@later.practice");
            rig.await(DeliveryEvent.AttemptEnded.class, a -> true);
            receiver("mx.later.practice").behave(ReceiverBehaviour.good());
            assertThat(rig.queue.retryNow("later.practice")).isEqualTo(1);
            assertThat(network.inbox().await(1, SOON)).isTrue();
        }
    }

    @Test
    void a_slow_destination_never_delays_another() throws Exception {
        receiver("mx.slow.practice").behave(ReceiverBehaviour.good().silent());
        try (EngineRig rig = rig(EngineRig.profile(p -> EngineRig.limits(p, 500, 1)))) {
            for (int i = 0; i < 300; i++) {
                rig.relay("b" + i + "@slow.practice");
            }
            rig.relay("quick@ok.practice");
            assertThat(network.inbox().await(1, SOON)).isTrue();
            assertThat(receiver("mx.slow.practice").mostAtOnce())
                    .as("a destination that does not answer is tried by one connection")
                    .isEqualTo(1);
        }
    }

    /// By the engine's own account: a peer may still be closing what the engine has left.
    private static int mostOpenAtOnce(EngineRig rig) {
        int open = 0;
        int most = 0;
        for (DeliveryEvent event : rig.events(DeliveryEvent.class)) {
            if (event instanceof DeliveryEvent.ConnectionOpened) {
                most = Math.max(most, ++open);
            } else if (event instanceof DeliveryEvent.ConnectionClosed) {
                open--;
            }
        }
        return most;
    }

    private static long delayed(EngineRig rig) {
        return rig.events(DeliveryEvent.RecipientDelayed.class).size();
    }

    private EngineRig rig(UnaryOperator<Policy> changes) throws Exception {
        return new EngineRig(folder, network, changes);
    }

    private PracticeReceiver receiver(String host) {
        return network.receiver(host).orElseThrow();
    }

    private ReceivedMessage message(int index) {
        return network.inbox().all().get(index);
    }

    private static MimeMessage parse(ReceivedMessage message) throws Exception {
        return new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(message.body()));
    }

    private static SmtpRoute relayRoute(String host, int port) {
        return route(new SmtpRoute.Host.Relay(host, port, 0));
    }

    private static SmtpRoute route(SmtpRoute.Host host) {
        return new SmtpRoute(null, List.of(host));
    }

    private static BounceProfile profile(int retries, Duration time, Duration first, Duration longest) {
        return new BounceProfile("Default", retries, time, first, longest, true, false, Duration.ofHours(4), 1, null);
    }
}
