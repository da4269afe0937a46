package org.danegate.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.danegate.event.DeliveryEvent;
import org.danegate.event.DeliveryEvent.AttemptEnded;
import org.danegate.policy.DaneSupport;
import org.danegate.policy.DestinationProfile;
import org.danegate.policy.DestinationSetting;
import org.danegate.policy.LimitType;
import org.danegate.policy.Policy;
import org.danegate.policy.RecipientLimit;
import org.danegate.practice.PracticeCertificate;
import org.danegate.practice.PracticeReceiver;
import org.danegate.practice.PracticeZone;
import org.danegate.practice.ReceiverBehaviour;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// How the engine treats its peers: connections used again, limits kept, hosts that cannot be reached left in peace.
@Timeout(90)
class ConnectionCareTest extends FreshNetwork {

    private static final Duration SOON = Duration.ofSeconds(30);

    private final List<PracticeReceiver> receivers = new ArrayList<>();
    private int addresses;

    @AfterEach
    void closeReceivers() throws Exception {
        for (PracticeReceiver receiver : receivers) {
            receiver.close();
        }
    }

    @Test
    void mail_that_follows_closely_uses_the_connection_again() throws Exception {
        try (EngineRig rig = rig(EngineRig.dane(DaneSupport.MANDATORY))) {
            for (int i = 0; i < 6; i++) {
                deliver(rig, "b" + i + "@ok.practice");
            }
            assertThat(receiver("mx.ok.practice").connections()).isEqualTo(2);
            assertThat(rig.events(AttemptEnded.class))
                    .allSatisfy(a -> assertThat(a.evidence().action().name()).isEqualTo("DANE_SUCCESS"));
        }
    }

    @Test
    void a_connection_takes_no_more_messages_than_the_profile_says_also_when_used_again() throws Exception {
        try (EngineRig rig = rig(EngineRig.profile(p -> EngineRig.limits(p, 5, 3)))) {
            for (int i = 0; i < 9; i++) {
                deliver(rig, "b" + i + "@ok.practice");
            }
            assertThat(receiver("mx.ok.practice").connections()).isGreaterThanOrEqualTo(4);
        }
    }

    @Test
    void a_connection_that_the_peer_left_while_idle_costs_no_attempt() throws Exception {
        PracticeCertificate leaf = network.certificates().leaf("mx.gone.practice");
        PracticeReceiver first = host("gone.practice", leaf);
        try (EngineRig rig = rig(UnaryOperator.identity())) {
            deliver(rig, "a@gone.practice");
            deliver(rig, "b@gone.practice");
            InetSocketAddress address = first.address();
            first.close();
            PracticeReceiver second = PracticeReceiver.start(address, leaf, ReceiverBehaviour.good());
            receivers.set(0, second);

            rig.relay("c@gone.practice");

            assertThat(second.inbox().await(1, SOON)).isTrue();
            assertThat(rig.events(DeliveryEvent.RecipientDelayed.class)).isEmpty();
        }
    }

    @Test
    void a_kept_connection_is_not_used_once_the_tlsa_records_changed() throws Exception {
        PracticeCertificate leaf = network.certificates().leaf("mx.roll.practice");
        host("roll.practice", leaf);
        PracticeZone zone = network.tree().zone("roll.practice");
        zone.tlsa("mx.roll.practice", network.deliveryPort(), leaf.tlsa(3, 1, 1));
        try (EngineRig rig = rig(EngineRig.dane(DaneSupport.MANDATORY))) {
            deliver(rig, "a@roll.practice");
            deliver(rig, "b@roll.practice");
            PracticeCertificate other = network.certificates().leaf("mx.other.practice");
            zone.remove("_" + network.deliveryPort() + "._tcp.mx.roll.practice", "TLSA");
            zone.tlsa("mx.roll.practice", network.deliveryPort(), other.tlsa(3, 1, 1));
            rig.putDnsForward(Duration.ofMinutes(5));

            rig.relay("c@roll.practice");

            AttemptEnded held = rig.await(AttemptEnded.class, a -> a.trouble() != null);
            assertThat(held.evidence().action().name()).isEqualTo("DANE_FAIL");
            assertThat(rig.queue.backlog("roll.practice").activeRecipients()).isEqualTo(1);
        }
    }

    @Test
    void a_resumed_session_is_held_against_todays_records_and_a_full_handshake_asked_for_todays_certificate__D62()
            throws Exception {
        PracticeCertificate old = network.certificates().leaf("mx.renew.practice");
        PracticeReceiver receiver = host("renew.practice", old);
        PracticeZone zone = network.tree().zone("renew.practice");
        zone.tlsa("mx.renew.practice", network.deliveryPort(), old.tlsa(3, 1, 1));
        try (EngineRig rig = rig(EngineRig.both(
                EngineRig.profile(p -> EngineRig.limits(p, 1, 1)), EngineRig.dane(DaneSupport.MANDATORY)))) {
            deliver(rig, "a@renew.practice");
            PracticeCertificate fresh = network.certificates().leaf("mx.renew.practice");
            receiver.present(fresh);
            zone.remove("_" + network.deliveryPort() + "._tcp.mx.renew.practice", "TLSA");
            zone.tlsa("mx.renew.practice", network.deliveryPort(), fresh.tlsa(3, 1, 1));
            rig.putDnsForward(Duration.ofMinutes(5));

            deliver(rig, "b@renew.practice");

            assertThat(rig.events(DeliveryEvent.RecipientDelayed.class)).isEmpty();
        }
    }

    @Test
    void no_window_of_the_limit_holds_more_recipients_than_it_says() throws Exception {
        try (EngineRig rig = rig(recipients(3, 1))) {
            for (int i = 0; i < 5; i++) {
                rig.relay("b" + i + "@ok.practice");
            }
            assertThat(network.inbox().await(3, SOON)).isTrue();
            rig.putForward(Duration.ofSeconds(50));
            rig.relay("quick@later-one.practice");
            rig.await(AttemptEnded.class, a -> a.destination().equals("later-one.practice"));
            assertThat(network.inbox().received()).isEqualTo(3);

            rig.putForward(Duration.ofSeconds(11));

            assertThat(network.inbox().await(5, SOON)).isTrue();
            assertThat(rig.events(DeliveryEvent.RecipientDelayed.class))
                    .as("a limit is no failed attempt")
                    .noneMatch(d -> d.destination().equals("ok.practice"));
        }
    }

    @Test
    void a_message_with_more_recipients_than_the_limit_goes_out_in_parts() throws Exception {
        try (EngineRig rig = rig(recipients(2, 1))) {
            rig.relay("a@ok.practice", "b@ok.practice", "c@ok.practice");
            assertThat(network.inbox().await(1, SOON)).isTrue();
            assertThat(network.inbox().all().getFirst().recipients()).hasSize(2);
            rig.putForward(Duration.ofSeconds(61));
            assertThat(network.inbox().await(2, SOON)).isTrue();
            assertThat(network.inbox().all().getLast().recipients()).hasSize(1);
        }
    }

    @Test
    void a_limit_takes_effect_on_commit_also_for_mail_that_waits() throws Exception {
        try (EngineRig rig = rig(recipients(1, 60))) {
            for (int i = 0; i < 4; i++) {
                rig.relay("b" + i + "@ok.practice");
            }
            assertThat(network.inbox().await(1, SOON)).isTrue();
            rig.await(AttemptEnded.class, a -> true);
            rig.commit(recipients(0, 60));
            assertThat(network.inbox().await(4, SOON)).isTrue();
        }
    }

    @Test
    void retry_all_resets_the_counters_behind_the_limits() throws Exception {
        try (EngineRig rig = rig(recipients(1, 60))) {
            rig.relay("b1@ok.practice");
            rig.relay("b2@ok.practice");
            assertThat(network.inbox().await(1, SOON)).isTrue();
            rig.relay("after@unsigned.practice");
            assertThat(network.inbox().await(2, SOON)).isTrue();
            rig.engine.retryAll();
            assertThat(network.inbox().await(3, SOON)).isTrue();
        }
    }

    @Test
    void a_clock_set_back_by_a_year_keeps_no_mail_waiting_for_a_year() throws Exception {
        try (EngineRig rig = rig(UnaryOperator.identity())) {
            network.receiver("mx.ok.practice")
                    .orElseThrow()
                    .behave(ReceiverBehaviour.good().reply("MAIL", "451 later"));
            rig.relay("b@ok.practice");
            rig.await(DeliveryEvent.ConnectionClosed.class, c -> true);
            network.receiver("mx.ok.practice").orElseThrow().behave(ReceiverBehaviour.good());
            rig.putForward(Duration.ofDays(-365));
            assertThat(network.inbox().await(1, SOON)).isTrue();
            rig.await(DeliveryEvent.SystemNotice.class, n -> n.text().contains("The clock was set back by"));
        }
    }

    @Test
    void a_clock_set_forward_by_a_year_bounces_no_mail_that_can_be_delivered() throws Exception {
        try (EngineRig rig = rig(UnaryOperator.identity())) {
            network.receiver("mx.ok.practice")
                    .orElseThrow()
                    .behave(ReceiverBehaviour.good().reply("MAIL", "451 later"));
            rig.relay("b@ok.practice");
            rig.await(DeliveryEvent.ConnectionClosed.class, c -> true);
            network.receiver("mx.ok.practice").orElseThrow().behave(ReceiverBehaviour.good());
            rig.putForward(Duration.ofDays(365));
            assertThat(network.inbox().await(1, SOON)).isTrue();
            assertThat(rig.events(DeliveryEvent.RecipientBounced.class)).isEmpty();
        }
    }

    @Test
    void a_limit_by_mx_address_counts_all_domains_behind_it() throws Exception {
        PracticeCertificate leaf = network.certificates().leaf("mx.farm-a.practice");
        PracticeReceiver farm = host("farm-a.practice", leaf);
        farm.behave(ReceiverBehaviour.good().delay(Duration.ofMillis(10)));
        network.tree().zone("farm-b.practice").mx(10, "mx.farm-a.practice");
        try (EngineRig rig = rig(EngineRig.profile(p -> limit(p, 2, RecipientLimit.NONE, LimitType.MX_IP)))) {
            for (int i = 0; i < 20; i++) {
                rig.relay("a" + i + "@farm-a.practice");
                rig.relay("b" + i + "@farm-b.practice");
            }
            assertThat(farm.inbox().await(40, SOON)).isTrue();
            assertThat(mostOpenAtOnce(rig)).isLessThanOrEqualTo(2);
        }
    }

    @Test
    void a_host_that_cannot_be_reached_is_tried_once_for_all_its_mail() throws Exception {
        try (EngineRig rig = rig(UnaryOperator.identity())) {
            for (int i = 0; i < 50; i++) {
                rig.relay("b" + i + "@dead.practice");
            }
            rig.await(AttemptEnded.class, a -> a.destination().equals("dead.practice"));
            rig.relay("late@dead.practice");
            rig.relay("other@ok.practice");
            assertThat(network.inbox().await(1, SOON)).isTrue();
            assertThat(tries(rig)).hasSizeLessThanOrEqualTo(1);

            rig.putForward(Duration.ofSeconds(61));
            rig.await(
                    AttemptEnded.class,
                    a -> a.destination().equals("dead.practice")
                            && a.at().isAfter(rig.now().minusSeconds(30)));

            assertThat(tries(rig)).hasSize(2);
            assertThat(rig.queue.backlog("dead.practice").activeRecipients()).isEqualTo(51);
            assertThat(rig.queue
                            .waiting("dead.practice", 1)
                            .getFirst()
                            .recipients()
                            .getFirst()
                            .attempts())
                    .isEqualTo(2);
        }
    }

    @Test
    void mail_that_waits_behind_a_dead_host_is_given_up_in_time_too() throws Exception {
        try (EngineRig rig = rig(UnaryOperator.identity())) {
            for (int i = 0; i < 20; i++) {
                rig.relay("b" + i + "@dead.practice");
            }
            rig.await(AttemptEnded.class, a -> a.destination().equals("dead.practice"));
            rig.putForward(Duration.ofHours(73));
            rig.await(
                    AttemptEnded.class,
                    a -> a.destination().equals("dead.practice")
                            && a.at().isAfter(rig.now().minusSeconds(60)));
            assertThat(rig.events(DeliveryEvent.RecipientBounced.class).stream()
                            .filter(b -> b.destination().equals("dead.practice")))
                    .hasSize(20)
                    .allMatch(DeliveryEvent.RecipientBounced::expired);
        }
    }

    @Test
    void a_host_that_could_not_be_reached_a_moment_ago_is_tried_after_the_others() throws Exception {
        PracticeCertificate leaf = network.certificates().leaf("mx.two.practice");
        host("two.practice", leaf);
        network.tree().zone("two.practice").mx(5, "down.two.practice").address("down.two.practice", "127.25.77.1");
        try (EngineRig rig = rig(UnaryOperator.identity())) {
            deliver(rig, "a@two.practice");
            deliver(rig, "b@two.practice");
            deliver(rig, "c@two.practice");
            assertThat(tries(rig)).hasSize(1);
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

    private static List<DeliveryEvent.ConnectionFailed> tries(EngineRig rig) {
        return rig.events(DeliveryEvent.ConnectionFailed.class);
    }

    private static UnaryOperator<Policy> recipients(int most, int minutes) {
        return EngineRig.profile(p -> limit(p, 5, new RecipientLimit(most, minutes), LimitType.DOMAIN));
    }

    private static DestinationProfile limit(DestinationProfile p, int connections, RecipientLimit limit, LimitType by) {
        return p.with(DestinationSetting.CONCURRENT_CONNECTIONS, connections)
                .with(DestinationSetting.RECIPIENT_LIMIT, limit)
                .with(DestinationSetting.LIMIT_TYPE, by);
    }

    private PracticeReceiver host(String domain, PracticeCertificate certificate) throws Exception {
        String address = "127.25.11." + ++addresses;
        PracticeReceiver receiver = PracticeReceiver.start(
                new InetSocketAddress(InetAddress.getByName(address), network.deliveryPort()),
                certificate,
                ReceiverBehaviour.good());
        receivers.add(receiver);
        network.tree().zone(domain).mx(10, "mx." + domain).address("mx." + domain, address);
        return receiver;
    }

    private static void deliver(EngineRig rig, String recipient) throws Exception {
        long mid = rig.relay(recipient);
        rig.await(DeliveryEvent.RecipientDelivered.class, d -> d.mid() == mid);
        rig.await(AttemptEnded.class, a -> rig.events(AttemptEnded.class).size() >= mid);
    }

    private PracticeReceiver receiver(String host) {
        return network.receiver(host).orElseThrow();
    }

    private EngineRig rig(UnaryOperator<Policy> changes) throws Exception {
        return new EngineRig(folder, network, changes);
    }
}
