package org.danegate.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.danegate.policy.DaneSupport.MANDATORY;
import static org.danegate.policy.DaneSupport.NONE;
import static org.danegate.policy.DaneSupport.OPPORTUNISTIC;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.danegate.dane.DaneAction;
import org.danegate.dane.DaneVerdict;
import org.danegate.event.DeliveryEvent.AttemptEnded;
import org.danegate.event.DeliveryEvent.RecipientBounced;
import org.danegate.event.DeliveryEvent.RecipientDelayed;
import org.danegate.event.DeliveryEvent.RequireTlsJudged;
import org.danegate.event.TlsTag;
import org.danegate.policy.DaneSupport;
import org.danegate.policy.DestinationSetting;
import org.danegate.policy.Policy;
import org.danegate.policy.RequireTlsLevel;
import org.danegate.policy.SmtpRoute;
import org.danegate.policy.TlsReportSettings;
import org.danegate.policy.TlsReportSettings.Mode;
import org.danegate.policy.TlsReportSettings.Options;
import org.danegate.policy.TlsSupport;
import org.danegate.practice.PracticeCertificate;
import org.danegate.practice.PracticeZone;
import org.danegate.practice.ReceivedMessage;
import org.danegate.practice.ReceiverBehaviour;
import org.danegate.practice.ReceiverBehaviour.StartTls;
import org.danegate.practice.ZoneStyle;
import org.danegate.queue.Envelope;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Messages with REQUIRETLS or `TLS-Required: No` on their way to servers that announce the extension and to servers
/// that do not: vectors q01 to q14, as far as they need no MTA-STS.
@Timeout(60)
class RequireTlsDeliveryTest extends OneNetwork {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final UnaryOperator<Policy> UNCHANGED = p -> p;

    RequireTlsDeliveryTest() {
        super("127.25.12");
    }

    @Test
    @Tag("q01")
    @Tag("Q-03")
    void a_host_that_dane_verifies_gets_the_parameter() throws Exception {
        PracticeCertificate leaf = leaf("mx.q01.practice");
        host(zone("q01.practice"), "mx.q01.practice", leaf, announcing())
                .tlsa("mx.q01.practice", port(), leaf.tlsa(3, 1, 1));
        try (EngineRig rig = rig(OPPORTUNISTIC)) {
            send(rig, "q01.practice");
            assertThat(delivered().mailParameters()).contains("REQUIRETLS");
            assertThat(rig.await(RequireTlsJudged.class, j -> true).word()).isEqualTo("requiretls");
        }
    }

    @Test
    @Tag("q02")
    @Tag("Q-04")
    void a_secure_mx_record_and_a_public_certificate_are_enough_also_without_dane_support() throws Exception {
        host(zone("q02.practice"), "mx.q02.practice", leaf("mx.q02.practice"), announcing());
        try (EngineRig rig = rig(OPPORTUNISTIC)) {
            send(rig, "q02.practice");
            assertThat(delivered().mailParameters()).contains("REQUIRETLS");
        }
        try (EngineRig rig = rig(
                NONE,
                p -> EngineRig.profile(d -> EngineRig.with(d, TlsSupport.NONE, NONE))
                        .apply(p))) {
            send(rig, "q02.practice");
            assertThat(receivers.getFirst().inbox().await(2, SOON)).isTrue();
            assertThat(receivers.getFirst().inbox().all().getLast().mailParameters())
                    .as("TLS Support None comes after it")
                    .contains("REQUIRETLS");
        }
    }

    @Test
    @Tag("q02")
    @Tag("Q-03")
    void the_certificate_must_name_the_mx_host_and_not_the_domain() throws Exception {
        host(zone("q02n.practice"), "mx.q02n.practice", leaf("q02n.practice"), announcing());
        try (EngineRig rig = rig(OPPORTUNISTIC)) {
            send(rig, "q02n.practice");
            assertThat(bounced(rig).trouble().enhanced()).isEqualTo("5.7.10");
        }
    }

    @Test
    @Tag("Q-10")
    void a_host_that_a_route_names_is_a_secure_choice_and_its_certificate_must_name_it() throws Exception {
        host(
                network.tree().zone("q10r.practice", ZoneStyle.UNSIGNED),
                "relay.q10r.practice",
                leaf("relay.q10r.practice"),
                announcing());
        host(
                network.tree().zone("q10w.practice", ZoneStyle.UNSIGNED),
                "relay.q10w.practice",
                leaf("other.q10w.practice"),
                announcing());
        try (EngineRig rig = rig(NONE, EngineRig.route(relay("[relay.q10r.practice]")))) {
            send(rig, "behind.practice");
            assertThat(delivered().mailParameters()).contains("REQUIRETLS");
        }
        try (EngineRig rig = rig(NONE, EngineRig.route(relay("[relay.q10w.practice]")))) {
            send(rig, "behind.practice");
            assertThat(bounced(rig).trouble().enhanced()).isEqualTo("5.7.10");
        }
    }

    private SmtpRoute relay(String host) {
        return new SmtpRoute(null, List.of(new SmtpRoute.Host.Relay(host, port(), 0)));
    }

    @Test
    @Tag("q04")
    @Tag("Q-06")
    void an_insecure_mx_record_is_not_enough() throws Exception {
        PracticeZone zone =
                network.tree().zone("q04.practice", ZoneStyle.UNSIGNED).mx(10, "mx.q04.practice");
        host(zone, "mx.q04.practice", leaf("mx.q04.practice"), announcing());
        try (EngineRig rig = rig(OPPORTUNISTIC)) {
            send(rig, "q04.practice");
            RecipientBounced bounced = bounced(rig);
            assertThat(bounced.trouble().enhanced()).isEqualTo("5.7.10");
            assertThat(bounced.trouble().code()).isEqualTo("550");
            assertThat(receivers.getFirst().inbox().all()).isEmpty();
        }
    }

    @Test
    @Tag("q05")
    @Tag("Q-06")
    void a_server_that_does_not_announce_it_returns_the_message_at_once() throws Exception {
        PracticeCertificate leaf = leaf("mx.q05.practice");
        host(zone("q05.practice"), "mx.q05.practice", leaf, ReceiverBehaviour.good())
                .tlsa("mx.q05.practice", port(), leaf.tlsa(3, 1, 1));
        try (EngineRig rig = rig(OPPORTUNISTIC)) {
            send(rig, "q05.practice");
            assertThat(bounced(rig).trouble().enhanced()).isEqualTo("5.7.30");
            // Mail without the tag goes over the same server.
            rig.relay("b@q05.practice");
            assertThat(delivered().mailParameters()).doesNotContain("REQUIRETLS");
        }
    }

    @Test
    @Tag("q06")
    void records_of_which_none_is_usable_do_not_verify() throws Exception {
        PracticeCertificate leaf = leaf("other.q06.practice");
        host(zone("q06.practice"), "mx.q06.practice", leaf, announcing())
                .tlsa("mx.q06.practice", port(), leaf.tlsa(1, 1, 1));
        try (EngineRig rig = rig(OPPORTUNISTIC)) {
            send(rig, "q06.practice");
            assertThat(bounced(rig).trouble().enhanced()).isEqualTo("5.7.10");
        }
    }

    @Test
    @Tag("q07")
    void a_bogus_mx_record_holds_the_message_also_without_dane_support() throws Exception {
        for (DaneSupport support : List.of(OPPORTUNISTIC, NONE)) {
            try (EngineRig rig = rig(support)) {
                send(rig, "broken-mx.practice");
                assertThat(rig.await(RecipientDelayed.class, d -> true)
                                .trouble()
                                .permanent())
                        .isFalse();
            }
        }
    }

    @Test
    @Tag("Q-06")
    void a_host_that_was_merely_unreachable_keeps_the_message() throws Exception {
        PracticeZone zone = network.tree()
                .zone("q06u.practice")
                .mx(10, "mx.q06u.practice")
                .mx(20, "dead.q06u.practice")
                .address("dead.q06u.practice", "127.25.12.250");
        PracticeCertificate leaf = leaf("mx.q06u.practice");
        host(zone, "mx.q06u.practice", leaf, ReceiverBehaviour.good())
                .tlsa("mx.q06u.practice", port(), leaf.tlsa(3, 1, 1));
        try (EngineRig rig = rig(OPPORTUNISTIC)) {
            send(rig, "q06u.practice");
            assertThat(rig.await(RecipientDelayed.class, d -> true).trouble().permanent())
                    .isFalse();
        }
    }

    @Test
    @Tag("q08")
    @Tag("Q-07")
    void a_message_with_the_null_sender_is_not_discarded() throws Exception {
        host(zone("q08.practice"), "mx.q08.practice", leaf("other.q08.practice"), ReceiverBehaviour.good());
        try (EngineRig rig = rig(OPPORTUNISTIC)) {
            rig.accept(EngineRig.envelope("", true).with(TlsTag.REQUIRETLS), "bounce\r\n", "a@q08.practice");
            assertThat(delivered().mailParameters()).doesNotContain("REQUIRETLS");
            assertThat(rig.await(RequireTlsJudged.class, j -> true).word()).isEqualTo("nocertmatch");
        }
    }

    @Test
    @Tag("q09")
    @Tag("Q-12")
    void tls_required_no_ignores_a_mismatch_and_records_it() throws Exception {
        host(zone("q09.practice"), "mx.q09.practice", leaf("mx.q09.practice"), announcing())
                .tlsa("mx.q09.practice", port(), leaf("mx.q09.practice").tlsa(3, 1, 1));
        try (EngineRig rig = rig(OPPORTUNISTIC)) {
            send(rig, TlsTag.NOT_REQUIRED, "q09.practice");
            assertThat(delivered().tlsProtocol()).isNotNull();
            AttemptEnded ended = rig.await(AttemptEnded.class, e -> true);
            assertThat(ended.evidence().action()).isEqualTo(DaneAction.FALLBACK_TLS);
            assertThat(ended.evidence().reason()).contains("TLS-Required: No");
            assertThat(ended.evidence()
                            .hosts()
                            .getFirst()
                            .addresses()
                            .getFirst()
                            .verdict())
                    .isInstanceOf(DaneVerdict.Failed.class);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = TlsTag.class,
            names = {"NOT_REQUIRED", "REPORT"})
    @Tag("q09")
    @Tag("R-34")
    void tls_required_no_goes_where_there_is_nothing_to_ignore(TlsTag tag) throws Exception {
        String domain = (tag == TlsTag.REPORT ? "r34b" : "q09b") + ".practice";
        String mx = "mx." + domain;
        host(network.tree().zone(domain, ZoneStyle.UNSIGNED).mx(10, mx), mx, leaf(mx), announcing());
        try (EngineRig rig = rig(OPPORTUNISTIC)) {
            send(rig, tag, domain);
            assertThat(delivered().tlsProtocol()).isNotNull();
        }
    }

    @Test
    @Tag("R-34")
    void a_report_obeys_the_administrator_unless_it_may_go_in_clear() throws Exception {
        host(zone("r34.practice"), "mx.r34.practice", leaf("mx.r34.practice"), announcing())
                .tlsa("mx.r34.practice", port(), leaf("mx.r34.practice").tlsa(3, 1, 1));
        UnaryOperator<Policy> required =
                EngineRig.profile(p -> EngineRig.with(p, TlsSupport.REQUIRED_VERIFY, MANDATORY));
        try (EngineRig rig = rig(OPPORTUNISTIC, required)) {
            send(rig, TlsTag.REPORT, "r34.practice");
            assertThat(rig.await(RecipientDelayed.class, d -> true).trouble().enhanced())
                    .isEqualTo("4.7.5");
        }
        UnaryOperator<Policy> clear = p -> required.apply(p)
                .with(new TlsReportSettings(Mode.SEND, null, null, List.of(), new Options(false, true)));
        try (EngineRig rig = rig(OPPORTUNISTIC, clear)) {
            send(rig, TlsTag.NOT_REQUIRED, "r34.practice");
            assertThat(rig.await(RecipientDelayed.class, d -> true).trouble().enhanced())
                    .as("other mail is as before")
                    .isEqualTo("4.7.5");
            send(rig, TlsTag.REPORT, "r34.practice");
            assertThat(delivered().tlsProtocol()).isNotNull();
        }
    }

    @Test
    @Tag("q10")
    @Tag("Q-12")
    void it_does_not_undo_what_the_administrator_set() throws Exception {
        host(zone("q10.practice"), "mx.q10.practice", leaf("mx.q10.practice"), announcing())
                .tlsa("mx.q10.practice", port(), leaf("mx.q10.practice").tlsa(3, 1, 1));
        try (EngineRig rig = rig(MANDATORY)) {
            send(rig, TlsTag.NOT_REQUIRED, "q10.practice");
            assertThat(rig.await(AttemptEnded.class, e -> true).evidence().action())
                    .isEqualTo(DaneAction.DANE_FAIL);
        }
        UnaryOperator<Policy> required =
                EngineRig.profile(p -> EngineRig.with(p, TlsSupport.REQUIRED_VERIFY, OPPORTUNISTIC));
        try (EngineRig rig = rig(OPPORTUNISTIC, required)) {
            send(rig, TlsTag.NOT_REQUIRED, "q10.practice");
            assertThat(rig.await(RecipientDelayed.class, d -> true).trouble().enhanced())
                    .isEqualTo("4.7.5");
        }
    }

    @Test
    @Tag("q12")
    void dane_that_fails_loses_the_host_before_requiretls_is_asked() throws Exception {
        host(zone("q12.practice"), "mx.q12.practice", leaf("mx.q12.practice"), announcing())
                .tlsa("mx.q12.practice", port(), leaf("mx.q12.practice").tlsa(3, 1, 1));
        try (EngineRig rig = rig(OPPORTUNISTIC)) {
            send(rig, "q12.practice");
            RecipientDelayed delayed = rig.await(RecipientDelayed.class, d -> true);
            assertThat(delayed.trouble().dane()).isTrue();
            assertThat(rig.events(RequireTlsJudged.class)).isEmpty();
        }
    }

    @Test
    @Tag("q13")
    @Tag("q11")
    void without_starttls_it_goes_in_clear_unless_tls_is_required() throws Exception {
        PracticeZone zone =
                network.tree().zone("q13.practice", ZoneStyle.UNSIGNED).mx(10, "mx.q13.practice");
        host(
                zone,
                "mx.q13.practice",
                leaf("mx.q13.practice"),
                ReceiverBehaviour.good().startTls(StartTls.NOT_OFFERED));
        try (EngineRig rig = rig(NONE)) {
            send(rig, TlsTag.NOT_REQUIRED, "q13.practice");
            assertThat(delivered().tlsProtocol()).isNull();
        }
        try (EngineRig rig = rig(NONE, EngineRig.profile(p -> EngineRig.with(p, TlsSupport.REQUIRED, NONE)))) {
            send(rig, TlsTag.NOT_REQUIRED, "q13.practice");
            rig.await(RecipientDelayed.class, d -> true);
        }
    }

    @Test
    @Tag("q14")
    @Tag("Q-05")
    void the_next_host_is_tried_when_the_first_does_not_announce_it() throws Exception {
        PracticeZone zone =
                network.tree().zone("q14.practice").mx(10, "mx10.q14.practice").mx(20, "mx20.q14.practice");
        PracticeCertificate first = leaf("mx10.q14.practice");
        PracticeCertificate second = leaf("mx20.q14.practice");
        host(zone, "mx10.q14.practice", first, ReceiverBehaviour.good())
                .tlsa("mx10.q14.practice", port(), first.tlsa(3, 1, 1));
        host(zone, "mx20.q14.practice", second, announcing()).tlsa("mx20.q14.practice", port(), second.tlsa(3, 1, 1));
        try (EngineRig rig = rig(OPPORTUNISTIC)) {
            send(rig, "q14.practice");
            assertThat(receivers.getLast().inbox().await(1, SOON)).isTrue();
            assertThat(receivers.getFirst().inbox().all()).isEmpty();
            assertThat(receivers.getLast().inbox().all().getFirst().mailParameters())
                    .contains("REQUIRETLS");
        }
    }

    @Tag("Q-15")
    @ParameterizedTest
    @EnumSource(RequireTlsLevel.class)
    void levels_of_a_destination_without_dnssec(RequireTlsLevel level) throws Exception {
        String domain = "q15" + level.ordinal() + ".practice";
        PracticeZone zone = network.tree().zone(domain, ZoneStyle.UNSIGNED).mx(10, "mx." + domain);
        host(zone, "mx." + domain, leaf("mx." + domain), announcing());
        UnaryOperator<Policy> set = EngineRig.profile(p ->
                EngineRig.with(p, TlsSupport.PREFERRED, OPPORTUNISTIC).with(DestinationSetting.REQUIRE_TLS, level));
        try (EngineRig rig = rig(OPPORTUNISTIC, set)) {
            send(rig, domain);
            switch (level) {
                case ENFORCE -> assertThat(bounced(rig).trouble().enhanced()).isEqualTo("5.7.10");
                case OPPORTUNISTIC_STARTTLS, OPPORTUNISTIC ->
                    assertThat(delivered().mailParameters()).contains("REQUIRETLS");
                case DISABLE -> assertThat(delivered().mailParameters()).doesNotContain("REQUIRETLS");
            }
        }
    }

    @Test
    @Tag("Q-07")
    void the_bounce_of_a_tagged_message_has_its_header_only_and_no_tag() throws Exception {
        PracticeCertificate leaf = leaf("mx.q07.practice");
        host(zone("q07.practice"), "mx.q07.practice", leaf, ReceiverBehaviour.good())
                .tlsa("mx.q07.practice", port(), leaf.tlsa(3, 1, 1));
        try (EngineRig rig = rig(OPPORTUNISTIC)) {
            Envelope full =
                    new Envelope("sender@ok.practice", true, false, false, "FULL", "", "In").with(TlsTag.REQUIRETLS);
            rig.accept(full, "Subject: secret plan\r\n\r\nthe very text\r\n", "a@q07.practice");
            bounced(rig);
            assertThat(network.inbox().await(1, SOON)).isTrue();
            ReceivedMessage notice = network.inbox().all().getFirst();
            network.inbox().clear();
            String text = new String(notice.body(), StandardCharsets.UTF_8);
            assertThat(text).contains("Subject: secret plan", "5.7.30", "text/rfc822-headers");
            assertThat(text).doesNotContain("the very text");
            assertThat(notice.mailParameters()).doesNotContain("REQUIRETLS");
        }
    }

    @Test
    @Tag("Q-02")
    void all_copies_carry_the_tag_and_a_restart_keeps_it() throws Exception {
        Path own = Files.createDirectory(folder.resolve("restart"));
        try (EngineRig rig = new EngineRig(own, network, EngineRig.dane(OPPORTUNISTIC))) {
            rig.orders.suspend("ok.practice");
            rig.orders.suspend("ta.practice");
            rig.accept(
                    EngineRig.envelope("s@origin.example", true).with(TlsTag.REQUIRETLS),
                    "text\r\n",
                    "a@ok.practice",
                    "b@ta.practice");
        }
        try (EngineRig rig = new EngineRig(own, network, EngineRig.dane(OPPORTUNISTIC))) {
            List<RecipientBounced> bounces = new ArrayList<>();
            bounces.add(rig.await(RecipientBounced.class, b -> b.destination().equals("ok.practice")));
            bounces.add(rig.await(RecipientBounced.class, b -> b.destination().equals("ta.practice")));
            assertThat(bounces)
                    .extracting(b -> b.destination() + " " + b.trouble().enhanced())
                    .containsExactlyInAnyOrder("ok.practice 5.7.30", "ta.practice 5.7.30");
        }
    }

    private ReceiverBehaviour announcing() {
        return ReceiverBehaviour.good().extensions("PIPELINING", "8BITMIME", "DSN", "REQUIRETLS");
    }

    private int port() {
        return network.deliveryPort();
    }

    private EngineRig rig(DaneSupport support) throws Exception {
        return rig(support, UNCHANGED);
    }

    private EngineRig rig(DaneSupport support, UnaryOperator<Policy> change) throws Exception {
        return rig(EngineRig.both(EngineRig.dane(support), change));
    }

    private static void send(EngineRig rig, String domain) throws Exception {
        send(rig, TlsTag.REQUIRETLS, domain);
    }

    private static void send(EngineRig rig, TlsTag tag, String domain) throws Exception {
        rig.accept(
                EngineRig.envelope("sender@origin.example", true)
                        .with(tag == TlsTag.REPORT ? Envelope.Signing.SYSTEM : Envelope.Signing.NONE)
                        .with(tag),
                "Subject: test\r\n\r\ntext\r\n",
                "a@" + domain);
    }

    private ReceivedMessage delivered() throws Exception {
        assertThat(receivers.getFirst().inbox().await(1, SOON)).isTrue();
        return receivers.getFirst().inbox().all().getFirst();
    }

    private static RecipientBounced bounced(EngineRig rig) throws Exception {
        return rig.await(RecipientBounced.class, b -> true);
    }
}
