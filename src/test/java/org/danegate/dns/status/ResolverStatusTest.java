package org.danegate.dns.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.danegate.address.DomainName;
import org.danegate.dns.SystemResolvers;
import org.danegate.dns.answer.SecurityStatus;
import org.danegate.dns.status.Capability.Finding;
import org.danegate.policy.DnsSettings;
import org.danegate.policy.DnsSettings.Server;
import org.danegate.practice.PracticeDns;
import org.danegate.practice.PracticeQuery.Transport;
import org.danegate.practice.PracticeTree;
import org.danegate.practice.ZoneStyle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class ResolverStatusTest {

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
    private final PracticeTree tree = new PracticeTree(60, now::get);
    private final AtomicReference<DnsSettings> settings = new AtomicReference<>();
    private final ResolverStatus status = new ResolverStatus(settings::get, () -> "", now::get, Duration.ofSeconds(3));

    @TempDir
    Path folder;

    private Path anchor;
    private PracticeDns first;
    private PracticeDns second;

    @BeforeEach
    void start() throws Exception {
        first = PracticeDns.start(tree);
        second = PracticeDns.start(tree);
        anchor = folder.resolve("anchor");
        tree.writeTrustAnchor(anchor);
        tree.zone("good.practice").mx(10, "mx.good.practice");
        tree.zone("hashed.practice", ZoneStyle.NSEC3).mx(10, "mx.hashed.practice");
        servers(List.of(server(first, 0)), List.of());
    }

    @AfterEach
    void stop() throws Exception {
        first.close();
        second.close();
    }

    private void servers(List<Server> primaries, List<Server> secondaries) {
        settings.set(with(primaries, secondaries));
    }

    private DnsSettings with(List<Server> primaries, List<Server> secondaries) {
        return new DnsSettings(primaries, secondaries, List.of(), false, Duration.ofSeconds(1), anchor);
    }

    private static Server server(PracticeDns dns, int priority) {
        return new Server("127.0.0.1", dns.address().getPort(), priority);
    }

    private Capability checked() {
        return status.check().servers().getFirst();
    }

    private static Finding finding(Capability capability, String check) {
        return capability.findings().stream()
                .filter(f -> f.check().equals(check))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void a_server_that_passes_dnssec_is_capable_and_every_finding_says_how_it_was_seen() {
        Capability found = checked();
        assertThat(found.reachable()).isTrue();
        assertThat(found.capable()).isTrue();
        assertThat(found.latency()).isPositive();
        assertThat(found.ednsSize()).isEqualTo(1232);
        assertThat(found.findings())
                .extracting(Finding::check)
                .containsExactly("EDNS", "DO bit", "RRSIG", "Denial proof", "TCP");
        assertThat(found.findings()).allMatch(Finding::passed);
        assertThat(finding(found, "Denial proof").detail()).isEqualTo("NSEC returned");
        assertThat(first.log().all()).anyMatch(q -> q.transport() == Transport.TCP);
        assertThat(first.log().all()).allMatch(q -> q.dnssecOk() && q.checkingDisabled());
        assertThat(status.report().warnings()).isEmpty();
    }

    @Test
    void a_server_that_strips_signatures_is_found_by_missing_rrsig_and_proofs() {
        first.faults().stripSignatures(true);
        Capability found = checked();
        assertThat(found.reachable()).isTrue();
        assertThat(found.incapable()).isTrue();
        assertThat(finding(found, "DO bit").passed()).isFalse();
        assertThat(finding(found, "RRSIG").detail()).isEqualTo("not returned");
        assertThat(finding(found, "Denial proof").passed()).isFalse();
        assertThat(finding(found, "EDNS").passed()).isTrue();
    }

    @Test
    void a_server_without_edns_is_not_capable() {
        first.faults().withoutEdns(true);
        Capability found = checked();
        assertThat(found.incapable()).isTrue();
        assertThat(found.ednsSize()).isZero();
        assertThat(finding(found, "EDNS").passed()).isFalse();
    }

    @Test
    void a_server_that_drops_tlsa_questions_gives_no_proof() {
        first.faults().drop("", "TLSA");
        Capability found = checked();
        assertThat(found.reachable()).isTrue();
        assertThat(found.incapable()).isTrue();
        assertThat(finding(found, "Denial proof").detail()).isEqualTo("no answer within 3000 ms");
    }

    @Test
    void a_silent_server_keeps_what_was_known_of_it_and_the_time_of_the_change() {
        Instant start = now.get();
        assertThat(checked().since()).isEqualTo(start);
        now.set(start.plusSeconds(300));
        assertThat(checked().since()).as("nothing changed").isEqualTo(start);
        first.faults().silent(true);
        now.set(start.plusSeconds(600));
        Capability gone = checked();
        assertThat(gone.reachable()).isFalse();
        assertThat(gone.capable()).as("known before").isTrue();
        assertThat(gone.fault()).isEqualTo("no answer within 3000 ms");
        assertThat(gone.since()).isEqualTo(start.plusSeconds(600));
    }

    @Test
    void a_closed_port_is_unreachable_and_its_ability_unknown() throws Exception {
        int closed;
        try (DatagramSocket free = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            closed = free.getLocalPort();
        }
        servers(List.of(new Server("127.0.0.1", closed, 0)), List.of());
        Capability found = checked();
        assertThat(found.reachable()).isFalse();
        assertThat(found.dnssec()).isNull();
        assertThat(found.fault()).isEqualTo("connection refused");
        assertThat(status.report().warnings()).isEmpty();
    }

    @Test
    void a_poor_server_before_or_beside_a_capable_one_is_warned_of() {
        first.faults().stripSignatures(true);
        servers(List.of(server(first, 0), server(second, 1)), List.of());
        assertThat(status.check().warnings()).singleElement().satisfies(w -> {
            assertThat(w.kind()).isEqualTo(ResolverWarning.Kind.PRIORITY);
            assertThat(w.server()).isEqualTo("127.0.0.1:" + first.address().getPort());
            assertThat(w.text())
                    .contains("a higher priority (lower numeric value) than 127.0.0.1:")
                    .contains("as bogus");
        });
        servers(List.of(server(first, 1), server(second, 1)), List.of());
        assertThat(status.check().warnings())
                .singleElement()
                .satisfies(w -> assertThat(w.text()).contains("the same priority as"));
        servers(List.of(server(second, 0), server(first, 1)), List.of());
        assertThat(status.check().warnings()).isEmpty();
    }

    @Test
    void a_poor_secondary_and_poor_servers_alone_are_warned_of() {
        first.faults().stripSignatures(true);
        servers(List.of(server(second, 0)), List.of(server(first, 0)));
        assertThat(status.check().warnings()).singleElement().satisfies(w -> {
            assertThat(w.kind()).isEqualTo(ResolverWarning.Kind.SECONDARY);
            assertThat(w.text()).contains("falls back to the secondary server").contains("Opportunistic or Mandatory");
        });
        servers(List.of(server(first, 0)), List.of());
        assertThat(status.check().warnings())
                .extracting(ResolverWarning::kind)
                .containsExactly(ResolverWarning.Kind.NONE_CAPABLE);
    }

    @Test
    void settings_that_are_not_in_force_are_judged_by_what_is_known_and_by_probes() throws Exception {
        servers(List.of(server(second, 0)), List.of());
        status.check();
        first.faults().stripSignatures(true);
        DnsSettings poor = with(List.of(server(first, 0), server(second, 1)), List.of());
        assertThat(status.judge(poor))
                .singleElement()
                .satisfies(w -> assertThat(w.text()).contains("a higher priority (lower numeric value) than"));
        assertThat(status.judge(with(List.of(server(second, 0)), List.of(server(first, 0)))))
                .extracting(ResolverWarning::kind)
                .containsExactly(ResolverWarning.Kind.SECONDARY);
        assertThat(status.judge(with(List.of(server(second, 0), server(first, 1)), List.of())))
                .isEmpty();
        assertThat(status.report().servers())
                .as("the settings in force are still those that were probed")
                .extracting(c -> c.server().name())
                .containsExactly("127.0.0.1:" + second.address().getPort());

        assertThat(status.judge(poor)).hasSize(1);
        first.faults().stripSignatures(false);
        assertThat(status.judge(poor)).as("not probed again at once").hasSize(1);
        now.set(now.get().plus(ResolverStatus.JUDGED_FOR));
        assertThat(status.judge(poor)).isEmpty();
    }

    @Test
    void testing_with_a_known_good_domain_validates_it_through_each_server_alone() {
        first.faults().stripSignatures(true);
        servers(List.of(server(first, 0), server(second, 1)), List.of());
        List<ResolverTrial> trials = status.test(DomainName.parse("hashed.practice"));
        assertThat(trials)
                .extracting(ResolverTrial::status)
                .containsExactly(SecurityStatus.BOGUS, SecurityStatus.SECURE);
        assertThat(trials).extracting(ResolverTrial::passed).containsExactly(false, true);
        assertThat(trials.getFirst().reason()).isNotBlank();
        assertThat(finding(trials.getLast().capability(), "Denial proof").detail())
                .isEqualTo("NSEC3 returned");
    }

    @Test
    void the_schedule_probes_at_the_start_and_again_when_asked() throws Exception {
        try (StatusSchedule schedule = new StatusSchedule(status, Duration.ofHours(1))) {
            schedule.start();
            await().until(() -> status.report().checkedAt() != null);
            Instant later = now.get().plusSeconds(5);
            now.set(later);
            schedule.soon();
            await().until(() -> later.equals(status.report().checkedAt()));
        }
    }

    @Test
    void a_change_of_the_system_s_resolvers_is_noticed() throws Exception {
        Path file = java.nio.file.Files.writeString(folder.resolve("resolv.conf"), "nameserver 127.26.9.9\n");
        settings.set(with(List.of(), List.of()));
        ResolverStatus system = new ResolverStatus(
                settings::get, () -> "", new SystemResolvers(file, Duration.ZERO), now::get, Duration.ofSeconds(3));
        assertThat(system.outdated()).as("never probed").isTrue();
        assertThat(system.check().servers()).extracting(c -> c.server().name()).containsExactly("127.26.9.9");
        assertThat(system.outdated()).isFalse();
        java.nio.file.Files.writeString(file, "nameserver 127.26.9.8\n");
        assertThat(system.outdated()).isTrue();
        assertThat(system.check().servers()).extracting(c -> c.server().name()).containsExactly("127.26.9.8");
    }
}
