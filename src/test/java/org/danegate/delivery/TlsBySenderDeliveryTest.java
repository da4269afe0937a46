package org.danegate.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.danegate.event.DeliveryEvent;
import org.danegate.event.DeliveryEvent.AttemptEnded;
import org.danegate.event.DeliveryEvent.ConnectionOpened;
import org.danegate.event.DeliveryEvent.RecipientDelayed;
import org.danegate.event.DeliveryEvent.RecipientDelivered;
import org.danegate.event.DeliveryEvent.TlsSucceeded;
import org.danegate.policy.AddressPattern;
import org.danegate.policy.DaneSupport;
import org.danegate.policy.Policy;
import org.danegate.policy.TlsRule;
import org.danegate.policy.TlsRule.Least;
import org.danegate.policy.TlsSupport;
import org.danegate.practice.ReceivedMessage;
import org.danegate.practice.ReceiverBehaviour;
import org.danegate.queue.Envelope;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Mail of some senders, or to some recipients, gets more TLS than its destination asks for, and the rest of the
/// destination's mail goes on as before.
class TlsBySenderDeliveryTest extends FreshNetwork {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String LEGAL = "legal@origin.example";

    private static TlsRule rule(String name, String sender, String recipient, Least least) {
        return new TlsRule(name, AddressPattern.parse(sender), AddressPattern.parse(recipient), least);
    }

    private EngineRig rig(DaneSupport dane, TlsRule... rules) throws IOException {
        UnaryOperator<Policy> rows = p -> p.withTlsBySender(List.of(rules));
        return new EngineRig(folder, network, EngineRig.both(EngineRig.dane(dane), rows));
    }

    private static void send(EngineRig rig, String sender, String... recipients) throws IOException {
        rig.accept(EngineRig.envelope(sender, true), "Subject: test\r\n\r\ntext\r\n", recipients);
    }

    private static boolean isByDane(EngineRig rig, RecipientDelivered delivered) {
        return rig.events(TlsSucceeded.class).stream().anyMatch(t -> t.dcid() == delivered.dcid() && t.daneVerified());
    }

    @Test
    @Tag("T-05")
    void a_row_holds_its_mail_and_names_itself_while_other_mail_goes() throws Exception {
        try (EngineRig rig = rig(DaneSupport.NONE, rule("Legal", LEGAL, "any", Least.REQUIRED_VERIFY))) {
            send(rig, LEGAL, "held@ok.practice");
            send(rig, "other@origin.example", "sent@ok.practice");

            RecipientDelayed delayed = rig.await(RecipientDelayed.class, d -> true);
            assertThat(delayed.trouble().text())
                    .startsWith("TLS required by sender rule 1 (Legal): Required - Verify.");
            assertThat(delayed.trouble().enhanced()).isEqualTo("4.7.5");
            assertThat(network.inbox().await(1, SOON)).isTrue();
            assertThat(network.inbox().all())
                    .extracting(ReceivedMessage::sender)
                    .containsExactly("other@origin.example");
            AttemptEnded attempt = rig.await(AttemptEnded.class, a -> a.trouble() != null);
            assertThat(attempt.evidence().reason()).contains("sender rule 1 (Legal)");
        }
    }

    @Test
    @Tag("T-05")
    void the_header_field_of_a_content_filter_holds_its_mail_after_a_restart_too() throws Exception {
        network.receiver("mx.ok.practice")
                .orElseThrow()
                .behave(ReceiverBehaviour.good().startTls(ReceiverBehaviour.StartTls.NOT_OFFERED));
        try (EngineRig rig = rig(DaneSupport.NONE)) {
            rig.accept(byHeader(), "Subject: test\r\n\r\ntext\r\n", "held@ok.practice");
            send(rig, "other@origin.example", "sent@ok.practice");

            RecipientDelayed delayed = rig.await(RecipientDelayed.class, d -> true);
            assertThat(delayed.trouble().text()).startsWith("TLS required by header X-ESA-CF-TLS-Mandatory.");
            assertThat(delayed.trouble().enhanced()).isEqualTo("4.7.5");
            assertThat(network.inbox().await(1, SOON)).isTrue();
            assertThat(network.inbox().all())
                    .extracting(ReceivedMessage::sender)
                    .containsExactly("other@origin.example");
            AttemptEnded attempt = rig.await(AttemptEnded.class, a -> a.trouble() != null);
            assertThat(attempt.evidence().reason()).contains("TLS required by header X-ESA-CF-TLS-Mandatory");
        }
        network.receiver("mx.ok.practice").orElseThrow().behave(ReceiverBehaviour.good());
        try (EngineRig rig = rig(DaneSupport.NONE)) {
            rig.putForward(Duration.ofHours(2));
            rig.engine.retryAll();

            RecipientDelivered delivered = rig.await(RecipientDelivered.class, d -> true);
            assertThat(rig.events(TlsSucceeded.class))
                    .extracting(TlsSucceeded::dcid)
                    .contains(delivered.dcid());
        }
    }

    @Test
    @Tag("T-05")
    void a_row_that_asks_for_more_than_the_header_field_decides() throws Exception {
        try (EngineRig rig = rig(DaneSupport.NONE, rule("Legal", LEGAL, "any", Least.REQUIRED_VERIFY))) {
            rig.accept(byHeader(), "Subject: test\r\n\r\ntext\r\n", "held@ok.practice");
            RecipientDelayed delayed = rig.await(RecipientDelayed.class, d -> true);
            assertThat(delayed.trouble().text()).startsWith("TLS required by sender rule 1 (Legal)");
        }
    }

    private static Envelope byHeader() {
        return EngineRig.envelope(LEGAL, true).withTlsMandatory(true);
    }

    @Test
    @Tag("T-04")
    void recipients_of_one_message_with_different_rows_go_in_different_transactions_and_connections() throws Exception {
        TlsRule strict = rule("Court", "any", "judge@ok.practice", Least.DANE_MANDATORY);
        try (EngineRig rig = rig(DaneSupport.NONE, strict)) {
            send(rig, LEGAL, "judge@ok.practice", "clerk@ok.practice", "other@ok.practice");

            assertThat(network.inbox().await(2, SOON)).isTrue();
            assertThat(network.inbox().all())
                    .extracting(ReceivedMessage::recipients)
                    .containsExactlyInAnyOrder(
                            List.of("judge@ok.practice"), List.of("clerk@ok.practice", "other@ok.practice"));
            rig.await(DeliveryEvent.MessageFinished.class, m -> true);
            assertThat(rig.events(ConnectionOpened.class)).hasSize(2);
            assertThat(rig.events(RecipientDelivered.class))
                    .extracting(d -> d.rid() + " " + isByDane(rig, d))
                    .containsExactlyInAnyOrder("0 true", "1 false", "2 false");
        }
    }

    @Test
    @Tag("T-04")
    void much_mail_of_both_kinds_is_all_delivered_once() throws Exception {
        TlsRule strict = rule("Court", "@origin.example", "@ok.practice", Least.DANE_MANDATORY);
        try (EngineRig rig = rig(DaneSupport.NONE, strict)) {
            for (int i = 0; i < 150; i++) {
                send(rig, i % 3 == 0 ? LEGAL : "other@elsewhere.example", "r" + i + "@ok.practice");
            }
            assertThat(network.inbox().await(150, SOON)).isTrue();
            assertThat(network.inbox().all())
                    .extracting(m -> m.recipients().getFirst())
                    .doesNotHaveDuplicates();
            for (long mid = 1; mid <= 150; mid++) {
                long one = mid;
                rig.await(RecipientDelivered.class, d -> d.mid() == one);
            }
            assertThat(rig.events(RecipientDelivered.class))
                    .filteredOn(d -> isByDane(rig, d))
                    .hasSize(50);
        }
    }

    @Test
    @Tag("T-02")
    @Tag("T-04")
    void a_row_that_raises_nothing_does_not_split_the_message() throws Exception {
        TlsRule weak = rule("Weak", "any", "judge@ok.practice", Least.REQUIRED);
        UnaryOperator<Policy> rows = p -> p.withTlsBySender(List.of(weak));
        UnaryOperator<Policy> strong =
                EngineRig.profile(p -> EngineRig.with(p, TlsSupport.REQUIRED, DaneSupport.OPPORTUNISTIC));
        try (EngineRig rig = new EngineRig(folder, network, EngineRig.both(strong, rows))) {
            send(rig, LEGAL, "judge@ok.practice", "clerk@ok.practice");
            assertThat(network.inbox().await(1, SOON)).isTrue();
            assertThat(network.inbox().all().getFirst().recipients()).hasSize(2);
        }
    }

    @Test
    @Tag("T-03")
    void a_row_committed_later_counts_at_the_next_attempt_of_waiting_mail() throws Exception {
        TlsRule strict = rule("Legal", LEGAL, "any", Least.REQUIRED_VERIFY);
        try (EngineRig rig = rig(DaneSupport.NONE, strict)) {
            send(rig, LEGAL, "a@ok.practice");
            rig.await(RecipientDelayed.class, d -> true);
            rig.commit(p -> p.withTlsBySender(List.of()));
            rig.engine.retryAll();
            assertThat(network.inbox().await(1, SOON)).isTrue();
        }
    }

    @Test
    @Tag("T-03")
    void a_bounce_is_not_held_by_the_row_of_a_sender() throws Exception {
        try (EngineRig rig = rig(DaneSupport.NONE, rule("All", "@ok.practice", "any", Least.REQUIRED_VERIFY))) {
            rig.accept(EngineRig.envelope("", false), "bounce\r\n", "a@ok.practice");
            assertThat(network.inbox().await(1, SOON)).isTrue();
        }
    }
}
