package org.danegate.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.danegate.dane.DaneAction;
import org.danegate.dialing.CallBounds;
import org.danegate.event.DeliveryEvent;
import org.danegate.event.Trouble;
import org.danegate.policy.DaneSupport;
import org.danegate.policy.DestinationProfile;
import org.danegate.policy.DestinationSetting;
import org.danegate.policy.DomainPattern;
import org.danegate.policy.IpAddressPreference;
import org.danegate.policy.Policy;
import org.danegate.policy.SmtpRoute;
import org.danegate.practice.PracticeCertificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Destinations some or all of whose hosts cannot be used: what waits, what is returned at once, and that good
/// neighbours are used.
@Timeout(90)
class UnusableHostsTest extends OneNetwork {

    UnusableHostsTest() {
        super("127.25.16");
    }

    /// So long that no TLSA owner name fits before it.
    private static String longHost(String zone) {
        String labels = ("a".repeat(63) + "." + "b".repeat(63) + "." + "c".repeat(63) + ".");
        return labels + "d".repeat(253 - labels.length() - zone.length() - 1) + "." + zone;
    }

    @Test
    void a_host_name_too_long_for_tlsa_has_none_and_its_neighbour_is_tried() throws Exception {
        String host = longHost("lengthy.practice");
        assertThat(host).hasSize(253);
        PracticeCertificate leaf = network.certificates().leaf("mx.ok.practice");
        network.receiver("mx.ok.practice").orElseThrow().present(leaf);
        network.tree()
                .zone("lengthy.practice")
                .mx(5, host)
                .address(host, "127.25.0.1")
                .mx(10, "second.lengthy.practice")
                .address("second.lengthy.practice", "127.25.0.1")
                .tlsa("second.lengthy.practice", network.deliveryPort(), leaf.tlsa(3, 1, 1));
        network.tree()
                .zone("only.practice")
                .mx(5, longHost("only.practice"))
                .address(longHost("only.practice"), "127.25.0.1");
        try (EngineRig rig = rig(EngineRig.dane(DaneSupport.MANDATORY))) {
            rig.relay("b@lengthy.practice", "b@only.practice");
            assertThat(attempt(rig, "lengthy.practice").evidence().action()).isEqualTo(DaneAction.DANE_SUCCESS);
            Trouble held =
                    rig.await(DeliveryEvent.RecipientDelayed.class, d -> true).trouble();
            assertThat(held.dane()).isTrue();
            assertThat(held.text()).startsWith("no TLSA record found for").doesNotContain("Exception");
        }
        try (EngineRig rig = rig(EngineRig.dane(DaneSupport.OPPORTUNISTIC))) {
            rig.relay("b@only.practice");
            assertThat(attempt(rig, "only.practice").evidence().action()).isEqualTo(DaneAction.FALLBACK_TLS);
        }
    }

    @Test
    void a_destination_that_leads_nowhere_is_returned_at_the_first_attempt() throws Exception {
        network.tree().zone("hostless.practice").mx(5, "one.hostless.practice").mx(10, "two.hostless.practice");
        network.tree().zone("mailless.practice").add("mailless.practice", "TXT", "hello");
        network.tree().zone("numbers.practice").mx(5, "192.0.2.1");
        for (DaneSupport support : DaneSupport.values()) {
            try (EngineRig rig = rig(EngineRig.dane(support))) {
                rig.relay("b@hostless.practice", "b@mailless.practice", "b@numbers.practice", "b@nothing.practice");
                Trouble hostless = bounced(rig, "hostless.practice");
                assertThat(hostless.enhanced()).isEqualTo("5.4.4");
                assertThat(hostless.text())
                        .isEqualTo("no address found for one.hostless.practice "
                                + "no address found for two.hostless.practice");
                Trouble mailless = bounced(rig, "mailless.practice");
                assertThat(mailless.enhanced()).isEqualTo("5.1.2");
                assertThat(mailless.text()).isEqualTo("mailless.practice has neither an MX record nor an address");
                Trouble numbers = bounced(rig, "numbers.practice");
                assertThat(numbers.enhanced()).isEqualTo("5.4.4");
                assertThat(numbers.text()).contains("192.0.2.1 is an IP address, not a host name");
                assertThat(bounced(rig, "nothing.practice").enhanced()).isEqualTo("5.1.2");
            }
        }
    }

    @Test
    void while_one_lookup_only_failed_mail_waits() throws Exception {
        network.tree().zone("unsure.practice").mx(5, "one.unsure.practice").mx(10, "two.unsure.practice");
        network.dns().faults().servfail("two.unsure.practice", "AAAA");
        for (DaneSupport support : DaneSupport.values()) {
            try (EngineRig rig = rig(EngineRig.dane(support))) {
                rig.relay("b@unsure.practice");
                Trouble held = rig.await(DeliveryEvent.RecipientDelayed.class, d -> true)
                        .trouble();
                assertThat(held.permanent()).isFalse();
                assertThat(held.dane()).isEqualTo(support != DaneSupport.NONE);
                assertThat(held.text()).contains("two.unsure.practice");
            }
        }
    }

    @Test
    void an_address_of_the_family_that_is_not_wanted_is_policy_not_absence() throws Exception {
        network.tree().zone("four.practice").mx(5, "mx.four.practice").address("mx.four.practice", "127.25.0.1");
        network.tree().zone("none.practice").mx(5, "mx.none.practice");
        try (EngineRig rig = rig(EngineRig.profile(p -> families(p, IpAddressPreference.REQUIRE_V6)))) {
            rig.relay("b@four.practice", "b@none.practice");
            Trouble held =
                    rig.await(DeliveryEvent.RecipientDelayed.class, d -> true).trouble();
            assertThat(held.enhanced()).isEqualTo("4.4.4");
            assertThat(held.text()).contains("no IPv6 address found for mx.four.practice", "IPv6 Required");
            assertThat(bounced(rig, "none.practice").enhanced()).isEqualTo("5.4.4");
        }
    }

    @Test
    void mail_that_would_come_back_by_address_is_returned_at_once() throws Exception {
        network.tree()
                .zone("back.practice")
                .mx(5, "mx.back.practice")
                .address("mx.back.practice", "127.25.0.200")
                .mx(10, "mx.ok.practice");
        SmtpRoute route = route("routed.practice", "127.25.0.201", 2599);
        SmtpRoute byName = route("named.practice", "back.practice", network.deliveryPort());
        try (EngineRig rig = rig(routes(List.of(route, byName)))) {
            rig.listenAt(InetAddress.ofLiteral("127.25.0.200"), network.deliveryPort());
            rig.listenAt(InetAddress.ofLiteral("127.25.0.201"), 2599);
            rig.relay("b@back.practice", "b@[127.25.0.200]", "b@routed.practice", "b@named.practice");
            for (String destination : List.of("back.practice", "[127.25.0.200]", "routed.practice", "named.practice")) {
                Trouble loop = bounced(rig, destination);
                assertThat(loop.enhanced()).as(destination).isEqualTo("5.4.6");
                assertThat(loop.text()).contains("is this gateway");
            }
            assertThat(rig.events(DeliveryEvent.ConnectionOpened.class)).isEmpty();
            assertThat(rig.events(DeliveryEvent.ConnectionFailed.class)).isEmpty();
        }
    }

    @Test
    void every_address_has_its_turn() throws Exception {
        var zone = network.tree().zone("crowd.practice").mx(5, "mx.crowd.practice");
        for (int i = 1; i <= 12; i++) {
            zone.address("mx.crowd.practice", "127.25.8." + i);
        }
        try (EngineRig rig = rig(UnaryOperator.identity())) {
            rig.relay("b@crowd.practice");
            List<List<InetAddress>> attempts = new ArrayList<>();
            for (int attempt = 1; attempt <= 3; attempt++) {
                int count = attempt;
                rig.await(
                        DeliveryEvent.AttemptEnded.class,
                        a -> rig.events(DeliveryEvent.AttemptEnded.class).size() >= count);
                List<InetAddress> all = rig.events(DeliveryEvent.ConnectionFailed.class).stream()
                        .map(DeliveryEvent.ConnectionFailed::remote)
                        .toList();
                attempts.add(all.subList(5 * (attempt - 1), all.size()));
                assertThat(attempts.getLast()).hasSize(5);
                rig.putForward(Duration.ofHours(1));
            }
            Set<InetAddress> two = new HashSet<>(attempts.get(0));
            two.addAll(attempts.get(1));
            assertThat(two).hasSize(10);
            Set<InetAddress> three = new HashSet<>(two);
            three.addAll(attempts.get(2));
            assertThat(three).hasSize(12);
        }
    }

    @Test
    void an_attempt_dials_a_bounded_number_of_addresses_and_the_next_one_goes_on() throws Exception {
        var zone = network.tree().zone("many.practice");
        for (int i = 1; i <= 25; i++) {
            String host = "mx%02d.many.practice".formatted(i);
            zone.mx(i, host).address(host, "127.25.9." + i);
        }
        try (EngineRig rig = rig(UnaryOperator.identity())) {
            rig.relay("b@many.practice");
            List<String> dialled = List.of();
            for (int attempt = 1; attempt <= 4; attempt++) {
                int count = attempt;
                DeliveryEvent.AttemptEnded ended = rig.await(
                        DeliveryEvent.AttemptEnded.class,
                        a -> rig.events(DeliveryEvent.AttemptEnded.class).size() >= count);
                assertThat(ended.evidence().hosts().getLast().outcome()).contains("left to the next attempts");
                dialled = rig.events(DeliveryEvent.ConnectionFailed.class).stream()
                        .map(f -> f.remote().getHostAddress())
                        .toList();
                assertThat(dialled).hasSize(CallBounds.MOST_ADDRESSES * attempt);
                rig.putForward(Duration.ofHours(1));
            }
            assertThat(dialled.subList(0, 25))
                    .as("by preference, each attempt where the last one ended")
                    .containsExactlyElementsOf(IntStream.rangeClosed(1, 25)
                            .mapToObj(i -> "127.25.9." + i)
                            .toList());
            assertThat(rig.events(DeliveryEvent.RecipientBounced.class)).isEmpty();
        }
    }

    @Test
    void an_attempt_looks_up_a_bounded_number_of_hosts_and_returns_nothing_before_all_are_known() throws Exception {
        var zone = network.tree().zone("void.practice");
        for (int i = 1; i <= 100; i++) {
            zone.mx(i, "mx" + i + ".void.practice");
        }
        try (EngineRig rig = rig(UnaryOperator.identity())) {
            rig.relay("b@void.practice");
            DeliveryEvent.AttemptEnded ended = attempt(rig, "void.practice");
            assertThat(ended.evidence().hosts()).hasSize(CallBounds.MOST_HOSTS + 1);
            Trouble held =
                    rig.await(DeliveryEvent.RecipientDelayed.class, d -> true).trouble();
            assertThat(held.permanent()).isFalse();
            assertThat(held.text()).contains("others are left to the next attempt");
            assertThat(network.dns().log().all().stream()
                            .map(Object::toString)
                            .filter(q -> q.contains("mx21.void.practice")))
                    .isEmpty();
        }
    }

    @Test
    void a_route_to_a_name_goes_to_its_mx_hosts_at_the_port_of_the_route() throws Exception {
        network.tree().zone("elsewhere.practice").mx(10, "mx.ok.practice").address("elsewhere.practice", "127.25.0.99");
        try (EngineRig rig = rig(routes(List.of(route("a.example", "elsewhere.practice", network.deliveryPort()))))) {
            rig.relay("b@a.example");
            DeliveryEvent.ConnectionOpened opened = rig.await(DeliveryEvent.ConnectionOpened.class, c -> true);
            assertThat(opened.host()).isEqualTo("mx.ok.practice");
        }
        try (EngineRig rig = rig(routes(List.of(route("a.example", "[elsewhere.practice]", network.deliveryPort()))))) {
            rig.relay("b@a.example");
            DeliveryEvent.ConnectionFailed failed = rig.await(DeliveryEvent.ConnectionFailed.class, c -> true);
            assertThat(failed.remote()).isEqualTo(InetAddress.ofLiteral("127.25.0.99"));
        }
    }

    @Test
    void without_dane_a_lookup_that_failed_is_no_failure_of_dane() throws Exception {
        network.tree().zone("silent.practice").mx(5, "mx.silent.practice");
        network.dns().faults().servfail("silent.practice", "MX");
        try (EngineRig rig = rig(EngineRig.dane(DaneSupport.NONE))) {
            rig.relay("b@silent.practice", "b@broken-mx.practice");
            for (String destination : List.of("silent.practice", "broken-mx.practice")) {
                DeliveryEvent.AttemptEnded attempt = attempt(rig, destination);
                assertThat(attempt.evidence().action()).isEqualTo(DaneAction.NOT_ASKED);
                assertThat(attempt.trouble()).isNotNull();
                assertThat(attempt.trouble().dane()).isFalse();
                assertThat(attempt.trouble().enhanced()).isEqualTo("4.4.3");
            }
        }
    }

    private DeliveryEvent.AttemptEnded attempt(EngineRig rig, String destination) throws Exception {
        return rig.await(DeliveryEvent.AttemptEnded.class, a -> a.destination().equals(destination));
    }

    private Trouble bounced(EngineRig rig, String destination) throws Exception {
        return rig.await(
                        DeliveryEvent.RecipientBounced.class,
                        b -> b.destination().equals(destination))
                .trouble();
    }

    private static DestinationProfile families(DestinationProfile p, IpAddressPreference families) {
        return p.with(DestinationSetting.IP_ADDRESS_PREFERENCE, families);
    }

    private static SmtpRoute route(String domain, String host, int port) {
        return new SmtpRoute(DomainPattern.parse(domain), List.of(new SmtpRoute.Host.Relay(host, port, 0)));
    }

    private static UnaryOperator<Policy> routes(List<SmtpRoute> routes) {
        return p -> new Policy(
                p.dns(),
                p.destinationControls(),
                routes,
                p.bounceProfiles(),
                p.listeners(),
                p.mailFlowPolicies(),
                p.recipientAccess(),
                p.logSubscriptions());
    }
}
