package org.danegate.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToLongFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.danegate.event.DeliveryEvent;
import org.danegate.event.DeliveryEvent.RecipientDelivered;
import org.danegate.event.DeliveryEvent.RecipientsDeleted;
import org.danegate.event.Lane;
import org.danegate.policy.BounceProfile;
import org.danegate.policy.DaneSupport;
import org.danegate.policy.Policy;
import org.danegate.practice.ReceivedMessage;
import org.danegate.practice.ReceiverBehaviour;
import org.danegate.queue.DestinationOrders.Redirect;
import org.danegate.queue.QueuedDelivery;
import org.danegate.queue.Settlement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Suspension, redirection, deletion and bounce by hand while mail flows.
@Timeout(90)
class DestinationOrdersTest extends FreshNetwork {

    private static final Duration SOON = Duration.ofSeconds(30);

    @Test
    void a_suspended_destination_waits_while_others_go_and_goes_on_when_resumed() throws Exception {
        try (EngineRig rig = new EngineRig(folder, network, EngineRig.dane(DaneSupport.NONE))) {
            rig.orders.suspend("ok.practice");
            long waits = rig.relay("a@ok.practice");
            long goes = rig.relay("b@unsigned.practice");

            rig.await(DeliveryEvent.MessageFinished.class, m -> m.mid() == goes);
            rig.queue.retryAllNow();
            long later = rig.relay("c@unsigned.practice");
            rig.await(DeliveryEvent.MessageFinished.class, m -> m.mid() == later);
            assertThat(rig.queue.due(rig.now(), 10)).doesNotContain("ok.practice");
            assertThat(rig.queue.backlog("ok.practice").activeRecipients()).isEqualTo(1);
            assertThat(attempts(rig, waits)).isZero();

            rig.orders.resume("ok.practice");
            rig.await(DeliveryEvent.MessageFinished.class, m -> m.mid() == waits);
        }
    }

    @Test
    void a_run_in_flight_ends_after_its_message_when_its_destination_is_suspended() throws Exception {
        network.receiver("mx.ok.practice")
                .orElseThrow()
                .behave(ReceiverBehaviour.good().delay(Duration.ofMillis(100)));
        try (EngineRig rig = new EngineRig(folder, network, EngineRig.profile(p -> EngineRig.limits(p, 1, 100)))) {
            for (int i = 0; i < 10; i++) {
                rig.relay("a@ok.practice");
            }
            rig.await(DeliveryEvent.DeliveryStarted.class, d -> true);
            rig.orders.suspend("ok.practice");
            rig.await(DeliveryEvent.ConnectionClosed.class, c -> true);

            assertThat(rig.events(DeliveryEvent.RecipientDelivered.class)).hasSizeLessThan(5);
            assertThat(rig.events(DeliveryEvent.RecipientDelayed.class)).isEmpty();
            rig.orders.resume("ok.practice");
            rig.await(
                    DeliveryEvent.MessageFinished.class,
                    m -> rig.events(DeliveryEvent.MessageFinished.class).size() == 9);
            assertThat(network.inbox().await(10, SOON)).isTrue();
        }
    }

    @Test
    void a_redirected_destination_goes_to_its_host_and_back_when_the_order_ends() throws Exception {
        try (EngineRig rig = new EngineRig(folder, network, EngineRig.dane(DaneSupport.NONE))) {
            rig.orders.suspend("unsigned.practice");
            long waited = rig.relay("a@unsigned.practice");
            rig.orders.redirect("unsigned.practice", new Redirect("mx.ok.practice", network.deliveryPort()));
            rig.orders.resume("unsigned.practice");
            rig.await(DeliveryEvent.MessageFinished.class, m -> m.mid() == waited);
            assertThat(hosts(rig)).containsOnly("mx.ok.practice");

            rig.orders.redirectNoMore("unsigned.practice");
            long back = rig.relay("b@unsigned.practice");
            rig.await(DeliveryEvent.MessageFinished.class, m -> m.mid() == back);
            assertThat(hosts(rig).getLast()).isNotEqualTo("mx.ok.practice");
        }
    }

    @Test
    void a_redirected_destination_with_dane_is_held_as_on_any_route() throws Exception {
        try (EngineRig rig = new EngineRig(folder, network, EngineRig.dane(DaneSupport.MANDATORY))) {
            rig.orders.redirect("ok.practice", new Redirect("mx.unsigned.practice", network.deliveryPort()));
            rig.relay("a@ok.practice");

            DeliveryEvent.RecipientDelayed held = rig.await(DeliveryEvent.RecipientDelayed.class, d -> true);
            assertThat(held.trouble().dane()).isTrue();
            assertThat(held.trouble().text()).contains("redirected by administrator");
            assertThat(rig.events(DeliveryEvent.ConnectionOpened.class)).isEmpty();
        }
    }

    /// The order and the wish come when one message is put back and the other is not.
    @Test
    void mail_is_tried_at_once_when_an_order_comes_while_a_failed_attempt_is_recorded() throws Exception {
        try (EngineRig rig = new EngineRig(folder, network, warnsOfDelays(EngineRig.dane(DaneSupport.MANDATORY)))) {
            rig.orders.suspend("unsigned.practice");
            rig.relay("a@unsigned.practice");
            rig.relay("b@unsigned.practice");
            rig.atFirst(DeliveryEvent.RecipientDelayed.class, () -> {
                rig.commit(EngineRig.dane(DaneSupport.NONE));
                rig.queue.retryNow("unsigned.practice");
            });
            rig.orders.resume("unsigned.practice");

            rig.await(
                    DeliveryEvent.MessageFinished.class,
                    m -> rig.events(DeliveryEvent.MessageFinished.class).size() == 2);
        }
    }

    /// The wish comes alone, so that it is a try under the same policy.
    @Test
    void mail_that_shall_be_tried_now_is_not_refused_untried() throws Exception {
        try (EngineRig rig = new EngineRig(folder, network, warnsOfDelays(EngineRig.dane(DaneSupport.MANDATORY)))) {
            rig.orders.suspend("unsigned.practice");
            rig.relay("a@unsigned.practice");
            rig.relay("b@unsigned.practice");
            rig.atFirst(DeliveryEvent.RecipientDelayed.class, () -> rig.queue.retryNow("unsigned.practice"));
            rig.orders.resume("unsigned.practice");

            rig.await(
                    DeliveryEvent.AttemptEnded.class,
                    e -> rig.events(DeliveryEvent.AttemptEnded.class).size() >= 2);
            assertThat(rig.events(DeliveryEvent.AttemptEnded.class))
                    .extracting(DeliveryEvent.AttemptEnded::recipients)
                    .startsWith(2, 2);
        }
    }

    /// With delay warnings every message is put back by itself.
    private static UnaryOperator<Policy> warnsOfDelays(UnaryOperator<Policy> changes) {
        BounceProfile usual = BounceProfile.defaults();
        BounceProfile warning = new BounceProfile(
                usual.name(),
                usual.maxRetries(),
                usual.maxTimeInQueue(),
                usual.initialRetry(),
                usual.maxRetryInterval(),
                usual.sendHardBounces(),
                true,
                usual.delayWarningAfter(),
                usual.delayWarningCount(),
                null);
        return EngineRig.both(changes, EngineRig.bounces(warning));
    }

    @Test
    void a_deleted_message_is_gone_and_nobody_is_told() throws Exception {
        try (EngineRig rig = new EngineRig(folder, network, EngineRig.dane(DaneSupport.NONE))) {
            rig.orders.suspend("ok.practice");
            long mid = rig.accept(
                    EngineRig.envelope("s@unsigned.practice", true), "x\r\n", "a@ok.practice", "b@ok.practice");

            assertThat(rig.clearing.delete(mid)).isEqualTo(QueueClearing.Result.GONE);

            assertThat(rig.clearing.delete(mid)).isEqualTo(QueueClearing.Result.UNKNOWN);
            assertThat(rig.queue.backlogs()).isEmpty();
            assertThat(rig.events(DeliveryEvent.RecipientsDeleted.class)
                            .getFirst()
                            .rids())
                    .containsExactly(0, 1);
            assertThat(rig.events(DeliveryEvent.MessageFinished.class)).hasSize(1);
            assertThat(rig.events(DeliveryEvent.NotificationGenerated.class)).isEmpty();
        }
    }

    @Test
    void a_bounced_message_is_returned_to_its_sender_also_when_held() throws Exception {
        try (EngineRig rig = new EngineRig(folder, network, EngineRig.dane(DaneSupport.NONE))) {
            rig.orders.suspend("ok.practice");
            long mid = rig.accept(EngineRig.envelope("s@unsigned.practice", true), "x\r\n", "a@ok.practice");
            rig.queue.operations().hold(mid);

            assertThat(rig.clearing.bounce(mid)).isEqualTo(QueueClearing.Result.GONE);

            assertThat(network.inbox().await(1, SOON)).isTrue();
            ReceivedMessage returned = network.inbox().all().getFirst();
            assertThat(returned.recipients()).containsExactly("s@unsigned.practice");
            assertThat(rig.events(DeliveryEvent.RecipientBounced.class)
                            .getFirst()
                            .trouble()
                            .enhanced())
                    .isEqualTo("5.0.0");
        }
    }

    @Test
    void what_is_in_delivery_is_neither_deleted_nor_bounced() throws Exception {
        try (EngineRig rig = new EngineRig(folder, network, EngineRig.dane(DaneSupport.NONE))) {
            rig.orders.suspend("ok.practice");
            long mid = rig.relay("a@ok.practice");
            QueuedDelivery lease = rig.queue
                    .leaseSpent("ok.practice", new Lane(true, ""), rig.now(), 0, 1)
                    .getFirst();
            rig.relay("b@ok.practice");
            rig.relay("c@ok.practice");

            assertThat(rig.clearing.delete(mid)).isEqualTo(QueueClearing.Result.IN_DELIVERY);
            assertThat(rig.clearing.deleteAll("ok.practice")).isEqualTo(2);

            assertThat(rig.queue.backlog("ok.practice").activeRecipients()).isEqualTo(1);
            rig.queue.settle(lease, List.of(new Settlement.Retry(0, rig.now(), true, "busy", false)));
            assertThat(rig.clearing.bounceAll("ok.practice")).isEqualTo(1);
            assertThat(rig.queue.backlog("ok.practice").activeRecipients()).isZero();
        }
    }

    @Test
    void nothing_is_both_delivered_and_deleted_while_all_is_done_at_once() throws Exception {
        try (EngineRig rig = new EngineRig(folder, network, EngineRig.profile(p -> EngineRig.limits(p, 4, 7)))) {
            List<Long> mids = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                long mid = rig.relay("b" + i + "@ok.practice");
                mids.add(mid);
                switch (i % 10) {
                    case 0 -> rig.queue.operations().hold(mids.get(i / 2));
                    case 3 -> rig.clearing.delete(mid);
                    case 5 -> rig.orders.suspend("ok.practice");
                    case 6 -> rig.clearing.delete(mids.get(i - 4));
                    case 8 -> rig.orders.resume("ok.practice");
                    default -> rig.queue.operations().release(mids.get(i / 3));
                }
            }
            mids.forEach(rig.queue.operations()::release);
            rig.await(
                    DeliveryEvent.MessageFinished.class,
                    m -> rig.events(DeliveryEvent.MessageFinished.class).size() == 300);

            Set<Long> deleted = mids(rig.events(DeliveryEvent.RecipientsDeleted.class), RecipientsDeleted::mid);
            Set<Long> delivered = mids(rig.events(DeliveryEvent.RecipientDelivered.class), RecipientDelivered::mid);
            assertThat(deleted).isNotEmpty().doesNotContainAnyElementsOf(delivered);
            assertThat(deleted.size() + delivered.size()).isEqualTo(300);
            assertThat(network.inbox().received()).isEqualTo(delivered.size());
            assertThat(rig.queue.backlogs()).isEmpty();
        }
    }

    private static <E> Set<Long> mids(List<E> events, ToLongFunction<E> mid) {
        return events.stream().mapToLong(mid).boxed().collect(Collectors.toSet());
    }

    private static List<String> hosts(EngineRig rig) {
        return rig.events(DeliveryEvent.ConnectionOpened.class).stream()
                .map(DeliveryEvent.ConnectionOpened::host)
                .toList();
    }

    private static int attempts(EngineRig rig, long mid) {
        return Optional.of(mid)
                .flatMap(rig.queue.operations()::message)
                .orElseThrow()
                .recipients()
                .getFirst()
                .attempts();
    }
}
