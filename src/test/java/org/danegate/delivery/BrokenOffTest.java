package org.danegate.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.danegate.delivery.QueueClearing.Result;
import org.danegate.event.DeliveryEvent;
import org.danegate.policy.DaneSupport;
import org.danegate.practice.PracticeNetwork;
import org.danegate.queue.DestinationOrders.Redirect;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Receivers that say nothing at some point: an administrator ends what waits for them, and they do not take the
/// place of others.
@TestInstance(Lifecycle.PER_CLASS)
@Timeout(60)
class BrokenOffTest {

    private static final Duration HOURS = Duration.ofHours(2);

    @TempDir
    private Path folder;

    private PracticeNetwork network;
    private final List<ScriptedPeer> peers = new ArrayList<>();
    private int hosts;
    private int domains;
    private String slow = "";

    @BeforeAll
    void start() throws Exception {
        network = PracticeNetwork.start();
    }

    @AfterEach
    void leave() throws Exception {
        for (ScriptedPeer peer : peers) {
            peer.close();
        }
        peers.clear();
    }

    @AfterAll
    void stop() throws Exception {
        network.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"connect", "EHLO", "MAIL", "RCPT", "DATA", "."})
    void a_message_can_be_deleted_whatever_its_receiver_waits_for(String verb) throws Exception {
        try (EngineRig rig = rig(RunBounds.defaults())) {
            silentAt(verb);
            long mid = relayUntilStuck(rig, verb);

            assertThat(rig.clearing.delete(mid)).isEqualTo(Result.GONE);
            rig.await(DeliveryEvent.MessageFinished.class, m -> m.mid() == mid);
            assertThat(rig.events(DeliveryEvent.RecipientDelayed.class)).isEmpty();
            assertThat(rig.queue.backlog(slow).activeRecipients()).isZero();
            rig.await(
                    DeliveryEvent.SystemNotice.class,
                    n -> n.text().equals("Delivery to " + slow + " was broken off: its message was deleted"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"connect", "MAIL", "DATA"})
    void a_message_that_is_held_is_not_tried_any_more_and_nothing_counts_against_it(String verb) throws Exception {
        try (EngineRig rig = rig(RunBounds.defaults())) {
            silentAt(verb);
            long mid = relayUntilStuck(rig, verb);

            assertThat(rig.clearing.hold(mid)).isTrue();
            rig.await(DeliveryEvent.SystemNotice.class, n -> n.text().endsWith("its message was held"));
            assertThat(rig.queue.operations().message(mid)).hasValueSatisfying(m -> {
                assertThat(m.held()).isTrue();
                assertThat(m.inDelivery()).isEmpty();
                assertThat(m.recipients().getFirst().attempts()).isZero();
            });
            assertThat(rig.events(DeliveryEvent.RecipientDelayed.class)).isEmpty();
        }
    }

    @Test
    void a_message_whose_answer_is_due_is_neither_bounced_nor_held_back_from_its_end() throws Exception {
        try (EngineRig rig = rig(RunBounds.defaults())) {
            silentAt(".");
            long mid = relayUntilStuck(rig, ".");

            assertThat(rig.clearing.bounce(mid)).isEqualTo(Result.IN_DELIVERY);
            assertThat(rig.clearing.hold(mid)).isTrue();
            assertThat(rig.clearing.bounceAll(slow)).isZero();
            assertThat(notices(rig)).isEmpty();
            assertThat(rig.clearing.deleteAll(slow)).isEqualTo(1);
        }
    }

    @Test
    void a_message_whose_answer_comes_while_it_is_deleted_is_delivered_and_not_deleted() throws Exception {
        CountDownLatch answer = new CountDownLatch(1);
        try (EngineRig rig = rig(RunBounds.defaults())) {
            silentAt(".", () -> !comes(answer));
            long mid = relayUntilStuck(rig, ".");

            FutureTask<Result> deleting = new FutureTask<>(() -> rig.clearing.delete(mid));
            Thread thread = Thread.ofPlatform().start(deleting);
            peers.getFirst().await(() -> thread.getState() == Thread.State.TIMED_WAITING);
            answer.countDown();

            assertThat(deleting.get(20, TimeUnit.SECONDS)).isEqualTo(Result.UNKNOWN);
            rig.await(DeliveryEvent.RecipientDelivered.class, d -> d.mid() == mid);
            assertThat(rig.events(DeliveryEvent.RecipientsDeleted.class)).isEmpty();
        } finally {
            answer.countDown();
        }
    }

    @Test
    void a_bounced_message_is_taken_from_its_receiver_and_comes_back_once() throws Exception {
        try (EngineRig rig = rig(RunBounds.defaults())) {
            silentAt("RCPT");
            long mid = relayUntilStuck(rig, "RCPT");

            assertThat(rig.clearing.bounce(mid)).isEqualTo(Result.GONE);
            assertThat(rig.events(DeliveryEvent.RecipientBounced.class))
                    .singleElement()
                    .satisfies(b -> assertThat(b.mid()).isEqualTo(mid));
        }
    }

    @Test
    void all_mail_of_a_destination_is_deleted_also_what_its_receivers_have_in_hand() throws Exception {
        try (EngineRig rig = rig(RunBounds.defaults())) {
            silentAt("DATA");
            relayUntilStuck(rig, "DATA");
            for (int i = 0; i < 25; i++) {
                rig.relay("a@" + slow);
            }
            long elsewhere = rig.relay("b@" + slow, "c@unsigned.practice");

            assertThat(rig.clearing.deleteAll(slow)).isEqualTo(27);
            assertThat(rig.queue.backlog(slow).activeRecipients()).isZero();
            rig.await(DeliveryEvent.MessageFinished.class, m -> m.mid() == elsewhere);

            long later = relayUntilStuck(rig, "DATA");
            assertThat(rig.clearing.delete(later)).isEqualTo(Result.GONE);
        }
    }

    @Test
    void a_suspended_destination_has_its_grace_and_then_its_attempts_end() throws Exception {
        try (EngineRig rig =
                rig(new RunBounds(10, Duration.ofMinutes(1), Duration.ofMinutes(2), Duration.ofMillis(100)))) {
            silentAt("MAIL");
            relayUntilStuck(rig, "MAIL");

            rig.orders.suspend(slow);
            rig.await(DeliveryEvent.SystemNotice.class, n -> n.text().endsWith("suspended or redirected"));
            assertThat(rig.events(DeliveryEvent.RecipientDelayed.class)).isEmpty();
            assertThat(rig.queue.backlog(slow).activeRecipients()).isEqualTo(1);
        }
    }

    @Test
    void whoever_suspends_may_choose_another_grace() throws Exception {
        try (EngineRig rig =
                rig(new RunBounds(10, Duration.ofMinutes(1), Duration.ofMinutes(2), Duration.ofMinutes(30)))) {
            silentAt("MAIL");
            relayUntilStuck(rig, "MAIL");

            rig.orders.suspend(slow, Duration.ZERO);
            rig.await(DeliveryEvent.SystemNotice.class, n -> n.text().endsWith("suspended or redirected"));
            assertThat(rig.queue.backlog(slow).activeRecipients()).isEqualTo(1);
        }
    }

    @Test
    void mail_that_is_redirected_leaves_the_receiver_that_does_not_answer() throws Exception {
        try (EngineRig rig =
                rig(new RunBounds(10, Duration.ofMinutes(1), Duration.ofMinutes(2), Duration.ofMillis(100)))) {
            silentAt("MAIL");
            long mid = relayUntilStuck(rig, "MAIL");

            rig.orders.redirect(slow, new Redirect("mx.ok.practice", network.deliveryPort()));
            rig.await(DeliveryEvent.MessageFinished.class, m -> m.mid() == mid);
        }
    }

    @Test
    void receivers_that_do_not_answer_take_half_of_the_connections_at_most_from_the_others() throws Exception {
        int most = 6;
        try (EngineRig rig =
                rig(new RunBounds(most, Duration.ofMillis(300), Duration.ofMinutes(2), Duration.ofSeconds(30)))) {
            for (int i = 0; i < 3 * most; i++) {
                silentAt("MAIL");
                rig.relay("a@" + slow);
            }
            rig.await(
                    DeliveryEvent.DeliveryStarted.class,
                    d -> rig.events(DeliveryEvent.DeliveryStarted.class).size() >= most);
            for (int i = 0; i < 20; i++) {
                long mid = rig.relay("a@unsigned.practice");
                rig.await(DeliveryEvent.MessageFinished.class, m -> m.mid() == mid);
            }
            assertThat(rig.events(DeliveryEvent.RecipientDelayed.class))
                    .isNotEmpty()
                    .allSatisfy(d -> assertThat(d.trouble().text())
                            .contains("it took no message for 0 seconds, and other mail needs the connection"));
        }
    }

    @Test
    void receivers_that_owe_an_answer_lose_their_connection_to_others_after_a_longer_time() throws Exception {
        int most = 6;
        try (EngineRig rig =
                rig(new RunBounds(most, Duration.ofSeconds(2), Duration.ofSeconds(3), Duration.ofSeconds(30)))) {
            for (int i = 0; i < most + 2; i++) {
                silentAt(".");
                rig.relay("a@" + slow);
            }
            rig.await(
                    DeliveryEvent.DeliveryStarted.class,
                    d -> rig.events(DeliveryEvent.DeliveryStarted.class).size() >= most);
            for (int i = 0; i < 3; i++) {
                long mid = rig.relay("a@unsigned.practice");
                rig.await(DeliveryEvent.MessageFinished.class, m -> m.mid() == mid);
            }
            assertThat(rig.events(DeliveryEvent.RecipientDelayed.class))
                    .anySatisfy(d -> assertThat(d.trouble().text())
                            .contains("it gave no answer to a whole message for 3 seconds")
                            .contains("it may have the message"));
        }
    }

    @Test
    void a_destination_that_takes_mail_finds_room_beside_new_ones_that_do_not() throws Exception {
        int most = 8;
        try (EngineRig rig = rig(new RunBounds(most, Duration.ofSeconds(2), HOURS, Duration.ofSeconds(30)))) {
            long known = rig.relay("a@unsigned.practice");
            rig.await(DeliveryEvent.MessageFinished.class, m -> m.mid() == known);
            for (int i = 0; i < most / 2; i++) {
                silentAt(".");
                rig.relay("a@" + slow);
            }
            for (ScriptedPeer peer : peers) {
                peer.await(() -> peer.bodies() > 0);
            }
            Instant stuck = Instant.now().plusMillis(2100);
            await().until(() -> Instant.now().isAfter(stuck));
            for (int i = 0; i < 2 * most; i++) {
                silentAt(".");
                rig.relay("a@" + slow);
            }
            for (int i = 0; i < 8; i++) {
                long mid = rig.relay("a@unsigned.practice");
                rig.await(DeliveryEvent.MessageFinished.class, m -> m.mid() == mid);
            }
        }
    }

    @Test
    void one_host_of_many_destinations_that_stops_answering_takes_a_small_share() throws Exception {
        int most = 16;
        try (EngineRig rig = rig(new RunBounds(most, Duration.ofMinutes(1), HOURS, Duration.ofSeconds(30)))) {
            silentAt(".");
            String address = "127.25.13." + hosts;
            for (int i = 0; i < most / 2; i++) {
                rig.relay("a@" + alsoAt(address));
            }
            peers.getFirst().await(() -> peers.getFirst().bodies() == most / 2);
            for (int i = 0; i < 3 * most; i++) {
                rig.relay("a@" + alsoAt(address));
            }
            for (int i = 0; i < 8; i++) {
                network.tree().zone("new" + i + ".practice").mx(10, "mx.unsigned.practice");
                long mid = rig.relay("a@new" + i + ".practice");
                rig.await(DeliveryEvent.MessageFinished.class, m -> m.mid() == mid);
            }
            assertThat(peers.getFirst().bodies()).isEqualTo(most / 2);
            assertThat(rig.events(DeliveryEvent.RecipientDelayed.class)).isEmpty();
        }
    }

    @Test
    void one_host_that_took_mail_a_moment_ago_and_stops_answering_leaves_room_for_others() throws Exception {
        int most = 16;
        AtomicBoolean stopped = new AtomicBoolean();
        try (EngineRig rig = rig(new RunBounds(most, Duration.ofMinutes(1), HOURS, Duration.ofSeconds(30)))) {
            silentAt(".", stopped::get);
            String address = "127.25.13." + hosts;
            long first = rig.relay("a@" + slow);
            rig.await(DeliveryEvent.MessageFinished.class, m -> m.mid() == first);
            stopped.set(true);
            for (int i = 0; i < 3 * most; i++) {
                rig.relay("a@" + alsoAt(address));
            }
            peers.getFirst().await(() -> peers.getFirst().bodies() == 1 + most * 3 / 4);
            for (int i = 0; i < 8; i++) {
                network.tree().zone("other" + i + ".practice").mx(10, "mx.unsigned.practice");
                long mid = rig.relay("a@other" + i + ".practice");
                rig.await(DeliveryEvent.MessageFinished.class, m -> m.mid() == mid);
            }
            assertThat(peers.getFirst().bodies()).isEqualTo(1 + most * 3 / 4);
        }
    }

    private String alsoAt(String address) {
        String domain = "at" + ++domains + ".practice";
        network.tree().zone(domain).mx(10, "mx." + domain).address("mx." + domain, address);
        return domain;
    }

    private EngineRig rig(RunBounds bounds) throws Exception {
        return new EngineRig(folder, network, EngineRig.dane(DaneSupport.NONE), bounds);
    }

    /// A destination of its own, whose host says nothing to that.
    private void silentAt(String verb) throws Exception {
        silentAt(verb, () -> true);
    }

    /// The same from when it is so.
    private void silentAt(String verb, BooleanSupplier silent) throws Exception {
        String address = "127.25.13." + ++hosts;
        ScriptedPeer peer = ScriptedPeer.start(
                new InetSocketAddress(InetAddress.getByName(address), network.deliveryPort()),
                (conversation, said, text) ->
                        said.equals(verb) && silent.getAsBoolean() ? List.of() : ScriptedPeer.usual(said));
        peers.add(peer);
        slow = "slow" + hosts + ".practice";
        network.tree().zone(slow).mx(10, "mx." + slow).address("mx." + slow, address);
    }

    private static boolean comes(CountDownLatch answer) {
        try {
            return answer.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /// Accepts a message and waits until its receiver is where it says nothing.
    private long relayUntilStuck(EngineRig rig, String verb) throws Exception {
        ScriptedPeer peer = peers.getFirst();
        int before = peer.heard.size();
        long mid = rig.relay("a@" + slow);
        switch (verb) {
            case "connect" -> peer.await(() -> peer.connections() > 0);
            case "." -> peer.await(() -> peer.bodies() > 0);
            default -> peer.await(() -> peer.heard.stream().skip(before).anyMatch(h -> h.startsWith(verb)));
        }
        return mid;
    }

    private static List<String> notices(EngineRig rig) {
        return rig.events(DeliveryEvent.SystemNotice.class).stream()
                .map(DeliveryEvent.SystemNotice::text)
                .toList();
    }
}
