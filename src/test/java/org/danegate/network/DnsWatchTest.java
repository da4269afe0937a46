package org.danegate.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.danegate.dns.anchor.AnchorNews.Matter;
import org.danegate.dns.status.ResolverStatus;
import org.danegate.event.DeliveryEvent;
import org.danegate.policy.DnsSettings;
import org.danegate.policy.DnsSettings.Server;
import org.danegate.practice.PracticeDns;
import org.danegate.practice.PracticeTree;
import org.danegate.wording.Wording;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What of resolvers and trust anchors administrators hear of, with real resolvers that fail.
@Timeout(90)
class DnsWatchTest {

    @TempDir
    Path folder;

    private final PracticeTree tree = new PracticeTree();
    private final List<String> told = new ArrayList<>();
    private PracticeDns one;
    private PracticeDns two;
    private ResolverStatus resolvers;
    private DnsWatch watch;

    @BeforeEach
    void start() throws Exception {
        one = PracticeDns.start(tree);
        two = PracticeDns.start(tree);
        Path anchor = folder.resolve("anchor");
        tree.writeTrustAnchor(anchor);
        DnsSettings settings = new DnsSettings(
                List.of(
                        new Server("127.0.0.1", one.address().getPort(), 0),
                        new Server("127.0.0.1", two.address().getPort(), 1)),
                List.of(),
                List.of(),
                false,
                Duration.ofSeconds(3),
                anchor);
        resolvers = new ResolverStatus(() -> settings, () -> "", InstantSource.system());
        watch = new DnsWatch(this::hear, InstantSource.system());
    }

    private void hear(DeliveryEvent event) {
        DeliveryEvent.ConditionSeen seen = (DeliveryEvent.ConditionSeen) event;
        told.add(seen.weight() + " " + seen.condition() + " " + seen.text());
    }

    @AfterEach
    void stop() throws Exception {
        one.close();
        two.close();
    }

    @Test
    void a_resolver_that_strips_signatures_is_told_once_and_again_when_it_recovers() {
        probe();
        assertThat(told).isEmpty();
        one.faults().stripSignatures(true);
        probe();
        probe();
        assertThat(told).hasSize(1);
        assertThat(told.getFirst()).startsWith("WARNING RESOLVER DNS server ").contains("does not support DNSSEC");
        one.faults().stripSignatures(false);
        probe();
        assertThat(told).hasSize(2);
        assertThat(told.getLast()).startsWith("INFORMATION RESOLVER").endsWith("passes DNSSEC again.");
    }

    @Test
    void none_that_passes_dnssec_is_critical() {
        one.faults().stripSignatures(true);
        two.faults().stripSignatures(true);
        probe();
        assertThat(told).anySatisfy(t -> assertThat(t).startsWith("CRITICAL RESOLVER No DNS server supports DNSSEC"));
    }

    @Test
    void silence_is_told_at_the_second_probe_and_of_all_it_is_critical() {
        probe();
        one.faults().silent(true);
        probe();
        assertThat(told).as("one lost packet is no trouble").isEmpty();
        probe();
        assertThat(told).hasSize(1);
        assertThat(told.getFirst()).startsWith("WARNING RESOLVER").contains("does not answer");
        two.faults().silent(true);
        probe();
        probe();
        assertThat(told.getLast()).startsWith("CRITICAL RESOLVER No DNS resolver answers: ");
        one.faults().silent(false);
        probe();
        assertThat(told.getLast()).startsWith("INFORMATION RESOLVER").endsWith("answers again.");
    }

    @Test
    void a_change_of_trust_anchors_is_told_by_what_it_means() {
        watch.happened(Matter.EXPECTED, "key tag 1", Wording.of("alert.raised.system", "a"));
        watch.happened(Matter.UNUSUAL, "key tag 1", Wording.of("alert.raised.system", "b"));
        watch.happened(Matter.PROBLEM, "refresh", Wording.of("alert.raised.system", "c"));
        watch.happened(Matter.NONE_TRUSTED, "refresh", Wording.of("alert.raised.system", "d"));
        assertThat(told)
                .containsExactly(
                        "INFORMATION TRUST_ANCHOR a",
                        "WARNING TRUST_ANCHOR b",
                        "WARNING TRUST_ANCHOR c",
                        "CRITICAL TRUST_ANCHOR d");
    }

    private void probe() {
        watch.probed(resolvers.check());
    }

    @Test
    void wrong_answers_are_counted_and_told_once_a_minute_where_they_are_many() {
        AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2030-01-01T00:00:00Z"));
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        ForgeryWatch forgeries = new ForgeryWatch(this::hear, now::get, registry);
        forgeries.dropped("192.0.2.1", 1);
        forgeries.dropped("192.0.2.1", ForgeryWatch.MANY - 2);
        assertThat(told).as("late answers").isEmpty();
        for (int i = 0; i < 1000; i++) {
            forgeries.dropped("192.0.2.1", 8);
        }
        assertThat(told).hasSize(1);
        assertThat(told.getFirst()).startsWith("WARNING RESOLVER").contains("192.0.2.1", "forging");
        now.set(now.get().plusSeconds(61));
        forgeries.dropped("192.0.2.1", 8);
        assertThat(told).hasSize(2);
        assertThat(registry.counter("danegate.dns.dropped.answers").count()).isEqualTo(7.0 + 8000 + 8);
    }
}
