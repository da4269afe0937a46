package org.danegate.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.danegate.address.DomainName;
import org.danegate.event.DeliveryEvent;
import org.danegate.event.DeliveryEvent.ConnectionOpened;
import org.danegate.policy.DestinationProfile;
import org.danegate.policy.DestinationSetting;
import org.danegate.policy.IpInterface;
import org.danegate.policy.LimitApply;
import org.danegate.policy.LimitType;
import org.danegate.policy.Policy;
import org.danegate.policy.RecipientLimit;
import org.danegate.policy.VirtualGateways;
import org.danegate.practice.ReceivedMessage;
import org.danegate.practice.ReceiverBehaviour;
import org.danegate.queue.Envelope;
import org.junit.jupiter.api.Test;

/// Mail that leaves by an IP interface of its own: address, EHLO name, connections and limits.
class VirtualGatewayTest extends FreshNetwork {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final UnaryOperator<Policy> GATEWAYS = p -> p.with(new VirtualGateways(
            List.of(
                    new IpInterface("News", "127.0.0.2", null, DomainName.parse("news.gate.practice")),
                    new IpInterface("Bills", "127.0.0.3", null, DomainName.parse("bills.gate.practice")),
                    new IpInterface("OnlySix", null, "2001:db8::25", DomainName.parse("six.gate.practice")),
                    new IpInterface("Elsewhere", "192.0.2.1", null, DomainName.parse("else.gate.practice"))),
            null,
            List.of()));

    @Test
    void each_gateway_has_its_address_and_its_ehlo_name_and_no_connection_is_shared() throws Exception {
        try (EngineRig rig = rig(GATEWAYS)) {
            for (int i = 0; i < 5; i++) {
                rig.accept(by("News"), "news\r\n", "n" + i + "@ok.practice");
                rig.accept(by("Bills"), "bills\r\n", "b" + i + "@ok.practice");
                rig.accept(by(""), "plain\r\n", "p" + i + "@ok.practice");
            }
            assertThat(network.inbox().await(15, SOON)).isTrue();
            assertThat(network.inbox().all())
                    .allSatisfy(m -> assertThat(m.helo())
                            .isEqualTo(
                                    switch (m.text().strip()) {
                                        case "news" -> "news.gate.practice";
                                        case "bills" -> "bills.gate.practice";
                                        default -> "gate.practice";
                                    }));
            assertThat(rig.events(ConnectionOpened.class))
                    .extracting(c -> c.local().getHostAddress())
                    .contains("127.0.0.1", "127.0.0.2", "127.0.0.3");
        }
    }

    @Test
    void a_limit_of_each_gateway_leaves_the_other_gateways_free() throws Exception {
        try (EngineRig rig = rig(EngineRig.both(GATEWAYS, recipients(LimitApply.EACH_VIRTUAL_GATEWAY)))) {
            for (int i = 0; i < 4; i++) {
                rig.accept(by("News"), "news\r\n", "n" + i + "@ok.practice");
                rig.accept(by("Bills"), "bills\r\n", "b" + i + "@ok.practice");
            }
            assertThat(network.inbox().await(4, SOON)).isTrue();
            rig.relay("after@unsigned.practice");
            assertThat(network.inbox().await(5, SOON)).isTrue();
            assertThat(texts()).filteredOn("news"::equals).hasSize(2);
            assertThat(texts()).filteredOn("bills"::equals).hasSize(2);
            rig.putForward(Duration.ofSeconds(61));
            assertThat(network.inbox().await(9, SOON)).isTrue();
        }
    }

    @Test
    void a_system_wide_limit_counts_all_gateways() throws Exception {
        try (EngineRig rig = rig(EngineRig.both(GATEWAYS, recipients(LimitApply.SYSTEM_WIDE)))) {
            for (int i = 0; i < 2; i++) {
                rig.accept(by("News"), "news\r\n", "n" + i + "@ok.practice");
                rig.accept(by("Bills"), "bills\r\n", "b" + i + "@ok.practice");
            }
            assertThat(network.inbox().await(2, SOON)).isTrue();
            rig.relay("after@unsigned.practice");
            assertThat(network.inbox().await(3, SOON)).isTrue();
            assertThat(texts()).hasSize(3);
        }
    }

    @Test
    void connections_of_each_gateway_are_counted_apart() throws Exception {
        network.receiver("mx.ok.practice")
                .orElseThrow()
                .behave(ReceiverBehaviour.good().delay(Duration.ofMillis(20)));
        UnaryOperator<Policy> one = EngineRig.profile(p -> limits(p, 1, RecipientLimit.NONE));
        try (EngineRig rig = rig(EngineRig.both(GATEWAYS, one))) {
            for (int i = 0; i < 30; i++) {
                rig.accept(by("News"), "news\r\n", "n" + i + "@ok.practice");
                rig.accept(by("Bills"), "bills\r\n", "b" + i + "@ok.practice");
            }
            assertThat(network.inbox().await(60, SOON)).isTrue();
            assertThat(mostOpen(rig, "127.0.0.2")).isOne();
            assertThat(mostOpen(rig, "127.0.0.3")).isOne();
        }
    }

    @Test
    void a_gateway_that_cannot_be_used_holds_up_its_own_mail_alone_and_says_why() throws Exception {
        try (EngineRig rig = rig(GATEWAYS)) {
            rig.accept(by("Elsewhere"), "else\r\n", "e@ok.practice");
            rig.accept(by("OnlySix"), "six\r\n", "s@ok.practice");
            rig.accept(by("News"), "news\r\n", "n@ok.practice");

            assertThat(network.inbox().await(1, SOON)).isTrue();
            rig.await(
                    DeliveryEvent.RecipientDelayed.class,
                    d -> d.trouble().text().contains("cannot connect from 192.0.2.1 (IP interface Elsewhere)"));
            rig.await(
                    DeliveryEvent.RecipientDelayed.class,
                    d -> d.trouble().text().contains("IP interface OnlySix has no IPv4 address"));
            assertThat(texts()).containsExactly("news");
        }
    }

    @Test
    void mail_for_an_interface_that_was_deleted_leaves_by_the_systems_choice() throws Exception {
        try (EngineRig rig = rig(UnaryOperator.identity())) {
            rig.accept(by("Deleted"), "text\r\n", "n@ok.practice");
            assertThat(network.inbox().await(1, SOON)).isTrue();
            assertThat(network.inbox().all().getFirst().helo()).isEqualTo("gate.practice");
        }
    }

    @Test
    void the_gateway_of_a_message_is_known_after_a_restart() throws Exception {
        try (EngineRig rig = rig(GATEWAYS)) {
            rig.orders.suspend("ok.practice");
            rig.accept(by("Bills"), "bills\r\n", "n@ok.practice");
        }
        try (EngineRig rig = rig(GATEWAYS)) {
            assertThat(network.inbox().await(1, SOON)).isTrue();
            assertThat(network.inbox().all().getFirst().helo()).isEqualTo("bills.gate.practice");
            assertThat(rig.events(ConnectionOpened.class).getFirst().local())
                    .isEqualTo(InetAddress.ofLiteral("127.0.0.3"));
        }
    }

    private List<String> texts() {
        return network.inbox().all().stream()
                .map(ReceivedMessage::text)
                .map(String::strip)
                .toList();
    }

    private static long mostOpen(EngineRig rig, String local) {
        List<Long> dcids = rig.events(ConnectionOpened.class).stream()
                .filter(c -> c.local().getHostAddress().equals(local))
                .map(ConnectionOpened::dcid)
                .toList();
        long open = 0;
        long most = 0;
        for (DeliveryEvent event : rig.events(DeliveryEvent.class)) {
            if (event instanceof ConnectionOpened opened && dcids.contains(opened.dcid())) {
                most = Math.max(most, ++open);
            } else if (event instanceof DeliveryEvent.ConnectionClosed closed && dcids.contains(closed.dcid())) {
                open--;
            }
        }
        return most;
    }

    private static UnaryOperator<Policy> recipients(LimitApply apply) {
        return EngineRig.profile(p -> {
            DestinationProfile limited = limits(p, 500, new RecipientLimit(2, 1));
            return apply == LimitApply.EACH_VIRTUAL_GATEWAY ? limited : systemWide(limited);
        });
    }

    private static DestinationProfile limits(DestinationProfile p, int connections, RecipientLimit recipients) {
        return p.with(DestinationSetting.CONCURRENT_CONNECTIONS, connections)
                .with(DestinationSetting.RECIPIENT_LIMIT, recipients)
                .with(DestinationSetting.LIMIT_TYPE, LimitType.DOMAIN)
                .with(DestinationSetting.LIMIT_APPLY, LimitApply.EACH_VIRTUAL_GATEWAY);
    }

    private static DestinationProfile systemWide(DestinationProfile p) {
        return p.with(DestinationSetting.LIMIT_APPLY, LimitApply.SYSTEM_WIDE);
    }

    private EngineRig rig(UnaryOperator<Policy> changes) throws IOException {
        return new EngineRig(folder, network, changes);
    }

    private static Envelope by(String gateway) {
        return new Envelope("sender@origin.example", true, false, false, "", "", "In", gateway);
    }
}
