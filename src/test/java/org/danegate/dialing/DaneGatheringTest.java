package org.danegate.dialing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.danegate.address.DomainName;
import org.danegate.dane.DaneDecision;
import org.danegate.dane.DanePlan;
import org.danegate.dane.DomainEvidence;
import org.danegate.dane.HostEvidence;
import org.danegate.dns.QueryLog;
import org.danegate.dns.ValidatingLookup;
import org.danegate.dns.answer.Answer;
import org.danegate.dns.answer.SecurityStatus;
import org.danegate.dns.answer.TlsaRecord;
import org.danegate.policy.DaneSupport;
import org.danegate.policy.DnsSettings;
import org.danegate.policy.IpAddressPreference;
import org.danegate.practice.PracticeDns;
import org.danegate.practice.PracticeTree;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What DNS says of a destination through resolvers in trouble: how long that takes, and that it stays true.
@Timeout(300)
class DaneGatheringTest {

    private static final DomainName DOMAIN = DomainName.parse("ok.practice");
    private static final DomainName HOST = DomainName.parse("mx.ok.practice");

    private final PracticeTree tree = new PracticeTree();
    private PracticeDns dns;

    @TempDir
    Path folder;

    private Path anchor;

    @BeforeEach
    void start() throws Exception {
        tree.zone("ok.practice")
                .mx(10, "mx.ok.practice")
                .address("mx.ok.practice", "127.25.0.1")
                .tlsa("mx.ok.practice", 25, new TlsaRecord(3, 1, 1, new byte[32]));
        dns = PracticeDns.start(tree);
        anchor = folder.resolve("anchor");
        tree.writeTrustAnchor(anchor);
    }

    @AfterEach
    void stop() throws Exception {
        dns.close();
    }

    private DaneGathering gathering(PracticeDns... others) {
        List<DnsSettings.Server> servers = new ArrayList<>();
        servers.add(new DnsSettings.Server("127.0.0.1", dns.address().getPort(), 0));
        for (PracticeDns other : others) {
            servers.add(new DnsSettings.Server("127.0.0.1", other.address().getPort(), servers.size()));
        }
        DnsSettings settings = new DnsSettings(servers, List.of(), List.of(), false, null, anchor);
        return new DaneGathering(new ValidatingLookup(() -> settings, InstantSource.system(), QueryLog.NONE));
    }

    private DanePlan plan(DaneGathering gathering) {
        DomainEvidence domain = gathering.domain(DOMAIN);
        HostEvidence host = gathering.host(HOST, 10, 25, IpAddressPreference.PREFER_V4);
        return DaneDecision.plan(DaneSupport.MANDATORY, domain, host);
    }

    @ParameterizedTest
    @CsvSource({"A, PREFER_V4", "AAAA, PREFER_V6"})
    void a_family_whose_questions_are_dropped_costs_a_host_with_another_family_little(
            String dropped, IpAddressPreference preference) {
        tree.zone("ok.practice").address("mx.ok.practice", "2001:db8::25");
        dns.faults().drop("mx.ok.practice", dropped);
        long start = System.nanoTime();
        HostEvidence host = gathering().host(HOST, 10, 25, preference);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
        assertThat(DaneDecision.addressStatus(host)).isEqualTo(SecurityStatus.SECURE);
        assertThat(host.tlsa())
                .singleElement()
                .satisfies(l -> assertThat(l.answer().status()).isEqualTo(SecurityStatus.SECURE));
        Answer<?> gone = dropped.equals("A") ? host.ipv4() : host.ipv6();
        assertThat(gone).isInstanceOf(Answer.Failed.class);
    }

    @Test
    void families_and_records_are_asked_side_by_side() {
        DaneGathering gathering = gathering();
        gathering.domain(DOMAIN);
        dns.faults().delayAll(Duration.ofSeconds(1));
        long start = System.nanoTime();
        HostEvidence host = gathering.host(HOST, 10, 25, IpAddressPreference.PREFER_V4);
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .as("both families at once, then TLSA")
                .isLessThan(Duration.ofMillis(2900));
        assertThat(host.ipv6()).isInstanceOf(Answer.Denied.class);
        assertThat(host.tlsa()).hasSize(1);
    }

    @Test
    void a_lost_tlsa_question_is_a_failure_and_never_no_record() {
        dns.faults().servfail("_25._tcp.mx.ok.practice", "TLSA").drop("mx.ok.practice", "AAAA");
        HostEvidence host = gathering().host(HOST, 10, 25, IpAddressPreference.PREFER_V4);
        assertThat(host.tlsa())
                .singleElement()
                .satisfies(l -> assertThat(l.answer().status()).isEqualTo(SecurityStatus.FAILED));
    }

    @Test
    void when_records_do_not_match_each_other_server_is_asked_for_its_own__D62() throws Exception {
        try (PracticeDns second = PracticeDns.start(tree);
                PracticeDns silent = PracticeDns.start(tree)) {
            dns.faults().stale(true);
            DaneGathering gathering = gathering(second, silent);
            gathering.domain(DOMAIN);
            HostEvidence old = gathering.host(HOST, 10, 25, IpAddressPreference.PREFER_V4);
            tree.zone("ok.practice")
                    .remove("_25._tcp.mx.ok.practice", "TLSA")
                    .tlsa("mx.ok.practice", 25, new TlsaRecord(3, 1, 1, renewed()));
            silent.faults().stripSignatures(true);
            assertThat(gathering
                            .withOtherTlsa(old)
                            .map(DaneGatheringTest::records)
                            .filter(r -> !r.equals(records(old))))
                    .containsExactly(List.of(new TlsaRecord(3, 1, 1, renewed())));
            assertThat(second.log().count("_25._tcp.mx.ok.practice", "TLSA")).isEqualTo(1);
        }
    }

    @Test
    void a_denial_by_another_server_never_stands_for_records_that_do_not_match() throws Exception {
        try (PracticeDns second = PracticeDns.start(tree)) {
            dns.faults().stale(true);
            DaneGathering gathering = gathering(second);
            HostEvidence old = gathering.host(HOST, 10, 25, IpAddressPreference.PREFER_V4);
            tree.zone("ok.practice").remove("_25._tcp.mx.ok.practice", "TLSA");
            assertThat(gathering.withOtherTlsa(old).map(DaneGatheringTest::records))
                    .allMatch(r -> r.equals(records(old)));
        }
    }

    private static byte[] renewed() {
        byte[] digest = new byte[32];
        digest[0] = 1;
        return digest;
    }

    private static List<TlsaRecord> records(HostEvidence host) {
        return host.tlsa().getLast().answer() instanceof Answer.Found<TlsaRecord> found ? found.records() : List.of();
    }

    @Test
    void with_every_third_datagram_lost_a_destination_is_known_in_a_few_seconds() {
        dns.faults().loseEvery(3);
        List<Duration> took = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            long start = System.nanoTime();
            assertThat(plan(gathering())).isInstanceOf(DanePlan.Authenticate.class);
            took.add(Duration.ofNanos(System.nanoTime() - start));
        }
        Collections.sort(took);
        assertThat(took.get(took.size() / 2)).isLessThan(Duration.ofSeconds(3));
        assertThat(took.get(took.size() * 9 / 10)).isLessThan(Duration.ofSeconds(6));
    }
}
