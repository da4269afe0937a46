package org.danegate.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.danegate.address.DomainName;
import org.danegate.dns.answer.Answer;
import org.danegate.dns.answer.SecurityStatus;
import org.danegate.dns.answer.TlsaRecord;
import org.danegate.policy.DnsSettings;
import org.danegate.practice.AuthoritativeServer;
import org.danegate.practice.PracticeDns;
import org.danegate.practice.PracticeTree;
import org.danegate.practice.Signatures;
import org.danegate.practice.ZoneStyle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.Rcode;

/// Root servers mode against a tree of authoritative servers on loopback, one for each level.
@Timeout(30)
class RootIterationTest {

    private static final TlsaRecord TLSA = new TlsaRecord(3, 1, 1, new byte[32]);

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
    private final PracticeTree tree = new PracticeTree(60, now::get);
    private final Map<String, String> places = AuthoritativeServer.places();
    private final Map<String, String> nameless = AuthoritativeServer.places();
    private final List<AuthoritativeServer> servers = new ArrayList<>();
    private final List<String> lines = new CopyOnWriteArrayList<>();

    @TempDir
    Path folder;

    private Path anchor;
    private ValidatingLookup lookup;
    private AuthoritativeServer root;
    private AuthoritativeServer practice;
    private AuthoritativeServer domains;
    private AuthoritativeServer other;

    @BeforeEach
    void start() throws Exception {
        anchor = folder.resolve("anchor");
        tree.writeTrustAnchor(anchor);
        tree.zone("ok.practice")
                .mx(10, "mx.ok.practice")
                .address("mx.ok.practice", "127.25.0.1")
                .tlsa("mx.ok.practice", 25, TLSA)
                .cname("near.ok.practice", "mx.ok.practice")
                .cname("far.ok.practice", "host.else.example");
        tree.zone("plain.practice", ZoneStyle.UNSIGNED).address("mx.plain.practice", "127.25.0.3");
        tree.zone("else.example", ZoneStyle.NSEC3)
                .address("host.else.example", "127.25.0.4")
                .address("ns.else.example", "127.26.0.3");
        places.putAll(Map.of(
                ".", "127.26.0.1",
                "practice", "127.26.0.2",
                "ok.practice", "127.26.0.3",
                "plain.practice", "127.26.0.3",
                "example", "127.26.0.4",
                "else.example", "127.26.0.4"));
        listen();
        lookup = lookup(List.of());
    }

    private void listen() throws Exception {
        for (int left = 20; ; left--) {
            try {
                var network = new AuthoritativeServer.Network(tree, places, nameless);
                root = add(new AuthoritativeServer(network, Set.of("."), 1, 0));
                int port = root.address().getPort();
                practice = add(new AuthoritativeServer(network, Set.of("practice"), 2, port));
                domains = add(new AuthoritativeServer(network, Set.of("ok.practice", "plain.practice"), 3, port));
                other = add(new AuthoritativeServer(network, Set.of("example", "else.example"), 4, port));
                return;
            } catch (BindException e) {
                stop();
                if (left == 0) {
                    throw e;
                }
            }
        }
    }

    private AuthoritativeServer add(AuthoritativeServer server) {
        servers.add(server);
        return server;
    }

    @AfterEach
    void stop() {
        servers.forEach(AuthoritativeServer::close);
        servers.clear();
    }

    private ValidatingLookup lookup(List<DnsSettings.AlternateServer> alternates) {
        return lookup(new RootHints(List.of(root.address()), root.address().getPort()), alternates);
    }

    private ValidatingLookup lookup(RootHints hints, List<DnsSettings.AlternateServer> alternates) {
        DnsSettings settings = new DnsSettings(List.of(), List.of(), alternates, true, Duration.ofSeconds(3), anchor);
        return new ValidatingLookup(() -> settings, () -> "", hints, now::get, (warning, line) -> lines.add(line));
    }

    private static DomainName name(String text) {
        return DomainName.parse(text);
    }

    @Test
    void a_domain_is_found_from_the_root_down_and_validated() {
        assertThat(lookup.mx(name("ok.practice")).status()).isEqualTo(SecurityStatus.SECURE);
        Answer<TlsaRecord> tlsa = lookup.tlsa(name("_25._tcp.mx.ok.practice"));
        assertThat(tlsa.status()).isEqualTo(SecurityStatus.SECURE);
        assertThat(tlsa.provenance().resolver()).startsWith("127.26.0.3:");
        assertThat(root.questions()).contains("ok.practice. MX", ". DNSKEY");
        assertThat(practice.questions()).contains("ok.practice. MX", "ok.practice. DS");
        assertThat(domains.questions()).contains("ok.practice. MX", "ok.practice. DNSKEY");
    }

    @Test
    void delegations_are_remembered_so_that_the_root_is_not_asked_again() {
        lookup.mx(name("ok.practice"));
        int before = root.questions().size();
        assertThat(lookup.a(name("mx.ok.practice")).status()).isEqualTo(SecurityStatus.SECURE);
        assertThat(root.questions()).hasSize(before);
    }

    @Test
    void an_unsigned_delegation_is_insecure_and_denials_are_proven() {
        assertThat(lookup.a(name("mx.plain.practice")).status()).isEqualTo(SecurityStatus.INSECURE);
        Answer.Denied<?> none = (Answer.Denied<?>) lookup.a(name("none.ok.practice"));
        assertThat(none.status()).isEqualTo(SecurityStatus.NXDOMAIN);
        assertThat(none.secure()).isTrue();
        Answer.Denied<?> empty = (Answer.Denied<?>) lookup.aaaa(name("mx.ok.practice"));
        assertThat(empty.status()).isEqualTo(SecurityStatus.NODATA);
        assertThat(empty.secure()).isTrue();
    }

    @Test
    void aliases_are_followed_within_a_zone_and_into_another() {
        Answer.Found<InetAddress> near = (Answer.Found<InetAddress>) lookup.a(name("near.ok.practice"));
        assertThat(near.secure()).isTrue();
        Answer.Found<InetAddress> far = (Answer.Found<InetAddress>) lookup.a(name("far.ok.practice"));
        assertThat(far.secure()).isTrue();
        assertThat(far.expandedName()).isEqualTo(name("host.else.example"));
        assertThat(far.records()).extracting(InetAddress::getHostAddress).containsExactly("127.25.0.4");
    }

    @Test
    void a_server_without_glue_is_looked_up_by_its_name() {
        nameless.put("ok.practice", "ns.else.example");
        assertThat(lookup.mx(name("ok.practice")).status()).isEqualTo(SecurityStatus.SECURE);
        assertThat(other.questions()).contains("ns.else.example. A");
    }

    @Test
    void servers_whose_names_lead_into_each_other_end_in_a_failure() {
        nameless.put("ok.practice", "ns.else.example");
        nameless.put("else.example", "ns.ok.practice");
        nameless.put("example", "ns2.ok.practice");
        assertThat(lookup.mx(name("ok.practice")).status()).isEqualTo(SecurityStatus.FAILED);
        assertThat(root.questions().size() + practice.questions().size()).isLessThan(200);
    }

    @Test
    void a_broken_signature_is_bogus() {
        tree.zone("ok.practice").signatures("ok.practice", "MX", Signatures.BROKEN);
        assertThat(lookup.mx(name("ok.practice")).status()).isEqualTo(SecurityStatus.BOGUS);
    }

    @Test
    void a_lame_a_failing_and_a_silent_server_are_failures_and_never_denials() {
        domains.fail(Rcode.REFUSED);
        assertThat(failure()).isEqualTo(Answer.Failure.REFUSED);
        domains.fail(Rcode.SERVFAIL);
        assertThat(failure()).isEqualTo(Answer.Failure.SERVFAIL);
        assertThat(lines)
                .anyMatch(l -> l.startsWith("Received an invalid DNS Response: SERVER FAILED to IP 127.26.0.3"));
        domains.silence(true);
        assertThat(failure()).isEqualTo(Answer.Failure.TIMEOUT);
    }

    @Test
    void a_server_older_than_edns_is_asked_without_and_a_signed_zone_of_it_is_bogus_and_not_insecure() {
        domains.beforeEdns(true);
        Answer.Found<InetAddress> plain = (Answer.Found<InetAddress>) lookup.a(name("mx.plain.practice"));
        assertThat(plain.secure()).isFalse();
        assertThat(plain.records()).extracting(InetAddress::getHostAddress).containsExactly("127.25.0.3");
        assertThat(lookup.mx(name("ok.practice")).status()).isEqualTo(SecurityStatus.BOGUS);
        assertThat(lookup.a(name("none.ok.practice")).status()).isEqualTo(SecurityStatus.BOGUS);
        assertThat(lookup.a(name("none.plain.practice")).status()).isEqualTo(SecurityStatus.NXDOMAIN);
    }

    @Test
    void one_of_two_servers_that_refuses_the_zone_leaves_it_to_the_other() throws Exception {
        var lame = new AuthoritativeServer.Network(tree, places, nameless);
        try (AuthoritativeServer refusing = new AuthoritativeServer(
                lame, Set.of("plain.practice"), 5, root.address().getPort())) {
            for (int i = 0; i < 6; i++) {
                lookup = lookup(List.of(
                        new DnsSettings.AlternateServer(
                                name("ok.practice"),
                                "127.26.0.5",
                                root.address().getPort()),
                        new DnsSettings.AlternateServer(
                                name("ok.practice"),
                                "127.26.0.3",
                                root.address().getPort())));
                assertThat(lookup.mx(name("ok.practice")).status()).isEqualTo(SecurityStatus.SECURE);
            }
            assertThat(refusing.questions()).isNotEmpty();
        }
    }

    @Test
    void an_alias_loop_says_so() {
        tree.zone("plain.practice")
                .cname("a.plain.practice", "b.plain.practice")
                .cname("b.plain.practice", "a.plain.practice");
        tree.zone("ok.practice").cname("c.ok.practice", "d.else.example");
        tree.zone("else.example").cname("d.else.example", "c.ok.practice");
        for (String from : List.of("a.plain.practice", "c.ok.practice")) {
            Answer<InetAddress> answer = lookup.a(name(from));
            assertThat(answer).isInstanceOfSatisfying(Answer.Failed.class, failed -> {
                assertThat(failed.failure()).isEqualTo(Answer.Failure.ALIAS_LOOP);
                assertThat(failed.provenance().reason()).contains("alias loop");
            });
        }
    }

    private Answer.Failure failure() {
        lookup.clearCache();
        return ((Answer.Failed<?>) lookup.mx(name("ok.practice"))).failure();
    }

    @Test
    void a_dead_root_server_is_passed_over_for_another() {
        InetSocketAddress dead =
                new InetSocketAddress("127.26.0.9", root.address().getPort());
        lookup = lookup(
                new RootHints(List.of(dead, root.address()), root.address().getPort()), List.of());
        for (String type : List.of("mx.ok.practice", "mx.plain.practice", "host.else.example")) {
            assertThat(lookup.a(name(type)).status()).isIn(SecurityStatus.SECURE, SecurityStatus.INSECURE);
        }
        assertThat(lookup.health()).hasSize(2).anyMatch(h -> Boolean.TRUE.equals(h.reachable()));
    }

    @Test
    void an_alternate_server_is_the_authority_for_its_domain() {
        int port = root.address().getPort();
        places.put("ok.practice", "127.26.0.8");
        lookup = lookup(List.of(new DnsSettings.AlternateServer(name("ok.practice"), "127.26.0.3", port)));
        assertThat(lookup.mx(name("ok.practice")).status()).isEqualTo(SecurityStatus.SECURE);
    }

    @Test
    void the_practice_resolver_may_stand_for_the_root() throws Exception {
        try (PracticeDns dns = PracticeDns.start(tree)) {
            lookup = lookup(new RootHints(List.of(dns.address()), dns.address().getPort()), List.of());
            assertThat(lookup.mx(name("ok.practice")).status()).isEqualTo(SecurityStatus.SECURE);
            assertThat(lookup.a(name("mx.plain.practice")).status()).isEqualTo(SecurityStatus.INSECURE);
            assertThat(lookup.a(name("far.ok.practice")).status()).isEqualTo(SecurityStatus.SECURE);
        }
    }

    @Test
    void hints_are_read_from_text_and_are_those_of_iana_without() {
        assertThat(RootHints.parse("").servers()).hasSize(26);
        RootHints own = RootHints.parse("127.0.0.1:5353, [::1]:5353");
        assertThat(own.servers()).hasSize(2);
        assertThat(own.port()).isEqualTo(5353);
        assertThat(RootHints.parse("::1").port()).isEqualTo(53);
        assertThatThrownBy(() -> RootHints.parse("ns.example")).isInstanceOf(IllegalArgumentException.class);
    }
}
