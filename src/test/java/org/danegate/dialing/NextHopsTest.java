package org.danegate.dialing;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.danegate.address.DomainName;
import org.danegate.dns.QueryLog;
import org.danegate.dns.ValidatingLookup;
import org.danegate.policy.DnsSettings;
import org.danegate.policy.DomainPattern;
import org.danegate.policy.SmtpRoute;
import org.danegate.policy.SmtpRoute.Host;
import org.danegate.practice.PracticeDns;
import org.danegate.practice.PracticeTree;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NextHopsTest {

    private static final DomainName SELF = DomainName.parse("gate.practice");

    private final PracticeTree tree = new PracticeTree();
    private PracticeDns dns;
    private NextHops hops;
    private RelayTargets targets;

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        dns = PracticeDns.start(tree);
        Path anchor = folder.resolve("root.anchor");
        tree.writeTrustAnchor(anchor);
        DnsSettings settings = new DnsSettings(
                List.of(new DnsSettings.Server("127.0.0.1", dns.address().getPort(), 0)),
                List.of(),
                List.of(),
                false,
                Duration.ofSeconds(3),
                anchor);
        DaneGathering gathering =
                new DaneGathering(new ValidatingLookup(() -> settings, InstantSource.system(), QueryLog.NONE));
        hops = new NextHops(gathering, SELF);
        targets = new RelayTargets(gathering, SELF);
    }

    @AfterEach
    void stop() throws Exception {
        dns.close();
    }

    @ParameterizedTest
    @CsvSource({
        "a.example,        exact",
        "b.example,        ALL",
        "x.a.example,      ALL",
        "c.example,        ALL",
        "x.c.example,      short",
        "y.x.c.example,    long",
        "z.y.x.c.example,  long"
    })
    void the_most_specific_route_wins_in_whatever_order(String domain, String expected) {
        List<SmtpRoute> routes = List.of(
                route(null, "ALL"),
                route(".c.example", "short"),
                route("a.example", "exact"),
                route(".x.c.example", "long"));
        assertThat(chosen(domain, routes)).contains(expected);
        assertThat(chosen(domain, routes.reversed())).contains(expected);
    }

    @Test
    void hosts_of_a_route_go_by_priority() {
        SmtpRoute route = new SmtpRoute(
                DomainPattern.parse("a.example"),
                List.of(
                        new Host.Relay("last", 25, 20),
                        new Host.Relay("first", 25, 0),
                        new Host.Relay("middle", 2525, 10)));
        Route.Relay relay = (Route.Relay) hops.of("a.example", List.of(route));
        assertThat(relay.hosts()).extracting(Host.Relay::host).containsExactly("first", "middle", "last");
    }

    @Test
    void mx_hosts_go_by_preference_and_equal_ones_take_turns__D35() {
        tree.zone("a.practice")
                .mx(20, "last.a.practice")
                .mx(10, "one.a.practice")
                .mx(10, "two.a.practice")
                .mx(5, "first.a.practice");
        boolean[] swapped = new boolean[2];
        for (int i = 0; i < 200 && !(swapped[0] && swapped[1]); i++) {
            List<String> names = mx("a.practice");
            assertThat(names)
                    .startsWith("first.a.practice")
                    .endsWith("last.a.practice")
                    .hasSize(4);
            swapped[names.indexOf("one.a.practice") - 1] = true;
        }
        assertThat(swapped).containsOnly(true);
    }

    @Test
    void hosts_of_this_gateways_preference_or_worse_are_left_out__D37() {
        tree.zone("a.practice").mx(5, "mx.a.practice").mx(10, "gate.practice").mx(20, "worse.a.practice");
        assertThat(mx("a.practice")).containsExactly("mx.a.practice");
        tree.zone("b.practice").mx(10, "gate.practice").mx(20, "worse.b.practice");
        Route.Impossible loop = (Route.Impossible) hops.of("b.practice", List.of());
        assertThat(loop.trouble().enhanced()).isEqualTo("5.4.6");
    }

    @Test
    void an_mx_target_that_is_an_address_is_no_host__D28() {
        tree.zone("a.practice").mx(5, "192.0.2.1").mx(10, "mx.a.practice");
        assertThat(mx("a.practice")).containsExactly("mx.a.practice");
    }

    @Test
    void each_mx_host_stands_on_its_own() {
        tree.zone("a.practice")
                .add("a.practice", "MX", "1 a\\032b.a.practice.")
                .add("a.practice", "MX", "2 m\\195\\188ller.a.practice.")
                .add("a.practice", "MX", "3 user\\@a.practice.")
                .add("a.practice", "MX", "4 a\\.b.a.practice.")
                .add("a.practice", "MX", "5 *.a.practice.")
                .add("a.practice", "MX", "6 2001:db8::1.")
                .add("a.practice", "MX", "7 .")
                .mx(10, "MX.A.Practice")
                .mx(20, "mx_2.-a-.a.practice")
                .mx(30, "c".repeat(63) + ".a.practice");
        Route.Mx route = (Route.Mx) hops.of("a.practice", List.of());
        assertThat(route.hosts())
                .extracting(h -> h.host().ascii())
                .containsExactly("mx.a.practice", "mx_2.-a-.a.practice", "c".repeat(63) + ".a.practice");
        assertThat(route.leftOut()).extracting(Route.LeftOut::preference).containsExactly(1, 2, 3, 4, 5, 6, 7);
        assertThat(route.leftOut().getFirst().text())
                .isEqualTo("a\\032b.a.practice is not a name that a host can have");
        assertThat(route.leftOut().get(5).text()).isEqualTo("2001:db8::1 is an IP address, not a host name");
    }

    @Test
    void an_mx_set_without_any_host_name_is_no_loop() {
        tree.zone("a.practice").mx(5, "192.0.2.1").add("a.practice", "MX", "10 a\\032b.a.practice.");
        Route.Impossible route = (Route.Impossible) hops.of("a.practice", List.of());
        assertThat(route.trouble().enhanced()).isEqualTo("5.4.4");
        assertThat(route.trouble().text())
                .isEqualTo("no MX host of a.practice can be used: 192.0.2.1 is an IP address, not a host name; "
                        + "a\\032b.a.practice is not a name that a host can have");
    }

    @Test
    void a_route_to_a_name_leads_to_its_mx_hosts_and_a_name_in_brackets_to_itself() {
        tree.zone("relay.practice").mx(20, "two.relay.practice").mx(10, "one.relay.practice");
        tree.zone("plain.practice").address("plain.practice", "127.25.9.1");
        tree.zone("quiet.practice").mx(0, ".").address("quiet.practice", "127.25.9.1");
        tree.zone("back.practice").mx(10, "gate.practice").mx(20, "two.relay.practice");
        tree.zone("odd.practice").mx(10, "192.0.2.1");
        tree.zone("broken.practice").mx(0, "mx.broken.practice");
        dns.faults().servfail("broken.practice", "MX");
        assertThat(relayed("relay.practice")).containsExactly("one.relay.practice", "two.relay.practice");
        assertThat(relayed("[relay.practice]")).containsExactly("relay.practice");
        assertThat(relayed("plain.practice")).containsExactly("plain.practice");
        assertThat(relayed("nowhere.practice")).containsExactly("nowhere.practice");
        assertThat(relayed("quiet.practice")).containsExactly("quiet.practice");
        assertThat(relayed("127.25.9.1")).containsExactly("/127.25.9.1");
        assertThat(relayed("[::1]")).containsExactly("/0:0:0:0:0:0:0:1");
        assertThat(relayed("back.practice")).containsExactly("5.4.6");
        assertThat(relayed("odd.practice")).containsExactly("4.4.4");
        assertThat(relayed("broken.practice")).containsExactly("4.4.3");
        assertThat(relayed("a..b")).containsExactly("4.4.4");
    }

    private List<String> relayed(String host) {
        return switch (targets.of(new Host.Relay(host, 2525, 0), false)) {
            case RelayTarget.Address a -> List.of(a.address().toString());
            case RelayTarget.Hosts h ->
                h.hosts().stream().map(mx -> mx.host().ascii()).toList();
            case RelayTarget.Nothing n -> List.of(n.trouble().enhanced());
        };
    }

    @Test
    void no_mx_means_the_domain_itself__D33() {
        tree.zone("a.practice").address("a.practice", "127.25.9.1");
        assertThat(mx("a.practice")).containsExactly("a.practice");
    }

    @Test
    void null_mx_and_missing_domains_are_final_and_broken_ones_are_not() {
        tree.zone("null.practice").mx(0, ".");
        tree.zone("broken.practice").mx(0, "mx.broken.practice");
        dns.faults().servfail("broken.practice", "MX");
        assertThat(trouble("null.practice")).isEqualTo("5.1.10");
        assertThat(trouble("nowhere.practice")).isEqualTo("5.1.2");
        Route.Unresolved unresolved = (Route.Unresolved) hops.of("broken.practice", List.of());
        assertThat(unresolved.trouble().permanent()).isFalse();
    }

    @Test
    void address_literals_are_routes_of_their_own() throws Exception {
        assertThat(hops.of("[192.0.2.1]", List.of(route(null, "ALL"))))
                .isEqualTo(new Route.Literal(InetAddress.getByName("192.0.2.1")));
        assertThat(hops.of("[ipv6:2001:db8::1]", List.of()))
                .isEqualTo(new Route.Literal(InetAddress.getByName("2001:db8::1")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[999.1.1.1]", "[mx.example]", "[1]", "[ipv6:::::]", "[192.0.2]"})
    void what_is_no_address_in_brackets_is_no_destination(String literal) {
        Route.Impossible route = (Route.Impossible) hops.of(literal, List.of());
        assertThat(route.trouble().enhanced()).isEqualTo("5.1.2");
    }

    private String trouble(String domain) {
        return ((Route.Impossible) hops.of(domain, List.of())).trouble().enhanced();
    }

    private List<String> mx(String domain) {
        return ((Route.Mx) hops.of(domain, List.of()))
                .hosts().stream().map(h -> h.host().ascii()).toList();
    }

    private static Optional<String> chosen(String domain, List<SmtpRoute> routes) {
        return SmtpRoute.forDomain(DomainName.parse(domain), routes)
                .map(r -> ((Host.Relay) r.hosts().getFirst()).host());
    }

    private static SmtpRoute route(String pattern, String host) {
        return new SmtpRoute(
                pattern == null ? null : DomainPattern.parse(pattern), List.of(new Host.Relay(host, 25, 0)));
    }
}
