package org.danegate.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.danegate.address.DomainName;
import org.danegate.dns.anchor.AnchorSchedule;
import org.danegate.dns.anchor.AutomaticAnchors;
import org.danegate.dns.anchor.KeyState;
import org.danegate.dns.anchor.KnownKey;
import org.danegate.dns.anchor.RootKey;
import org.danegate.dns.answer.Answer;
import org.danegate.dns.answer.SecurityStatus;
import org.danegate.policy.DnsSettings;
import org.danegate.policy.DnsSettings.Server;
import org.danegate.practice.PracticeDns;
import org.danegate.practice.PracticeTree;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Automatic anchors and validated lookups together, over a signed tree.
@Timeout(30)
class AnchorsInForceTest {

    private final InstantSource clock = InstantSource.system();
    private final PracticeTree tree = new PracticeTree();
    private final AtomicReference<String> anchors = new AtomicReference<>(tree.trustAnchor());

    @TempDir
    Path folder;

    private PracticeDns poor;
    private PracticeDns good;
    private ValidatingLookup lookup;

    @BeforeEach
    void start() throws Exception {
        poor = PracticeDns.start(tree);
        good = PracticeDns.start(tree);
        poor.faults().stripSignatures(true);
        tree.zone("ok.practice").mx(10, "mx.ok.practice");
        DnsSettings settings = new DnsSettings(
                List.of(
                        new Server("127.0.0.1", poor.address().getPort(), 0),
                        new Server("127.0.0.1", good.address().getPort(), 1)),
                List.of(),
                List.of(),
                false,
                Duration.ofSeconds(3),
                null);
        lookup = new ValidatingLookup(() -> settings, anchors::get, RootHints.iana(), clock, QueryLog.NONE);
    }

    @AfterEach
    void stop() throws Exception {
        poor.close();
        good.close();
    }

    private RootKey root() {
        String[] words = tree.trustAnchor().strip().split("\\s+");
        return new RootKey(Integer.parseInt(words[4]), Integer.parseInt(words[5]), words[7]);
    }

    private AutomaticAnchors automatic(RootKey initial) {
        return AutomaticAnchors.open(folder.resolve("root-anchors"), List.of(initial), clock);
    }

    @Test
    void the_roots_keys_are_refreshed_though_the_first_server_strips_signatures() {
        AutomaticAnchors automatic = automatic(root());
        assertThat(automatic.refresh(lookup::rootKeys)).isTrue();
        assertThat(automatic.report().anchors()).extracting(KnownKey::state).containsExactly(KeyState.VALID);
        anchors.set(automatic.zoneText());
        assertThat(lookup.mx(DomainName.parse("ok.practice")).status()).isEqualTo(SecurityStatus.SECURE);
    }

    @Test
    void a_root_signed_by_another_key_changes_nothing() {
        AutomaticAnchors automatic = automatic(RootKey.IANA.getFirst());
        assertThat(automatic.refresh(lookup::rootKeys)).isFalse();
        assertThat(automatic.report().anchors()).extracting(KnownKey::key).containsExactly(RootKey.IANA.getFirst());
    }

    @Test
    void changed_anchors_are_in_force_at_the_next_lookup() {
        assertThat(lookup.mx(DomainName.parse("ok.practice")).status()).isEqualTo(SecurityStatus.SECURE);
        anchors.set(RootKey.IANA.getFirst().ds() + "\n");
        assertThat(lookup.mx(DomainName.parse("ok.practice")).status()).isEqualTo(SecurityStatus.BOGUS);
    }

    @Test
    void without_any_anchor_every_lookup_fails_and_none_is_insecure__D112() {
        anchors.set("");
        Answer<?> answer = lookup.mx(DomainName.parse("ok.practice"));
        assertThat(answer.status()).isEqualTo(SecurityStatus.FAILED);
        assertThat(answer.provenance().reason()).contains("every trust anchor of the root is revoked");
    }

    @Test
    void the_schedule_refreshes_when_due_and_tells_what_changed() {
        AutomaticAnchors automatic =
                AutomaticAnchors.open(folder.resolve("root-anchors"), List.of(root(), RootKey.IANA.getFirst()), clock);
        List<String> told = new CopyOnWriteArrayList<>();
        List<String> news = new CopyOnWriteArrayList<>();
        try (AnchorSchedule schedule = new AnchorSchedule(
                automatic,
                lookup::rootKeys,
                () -> true,
                clock,
                told::add,
                (matter, about, text) -> news.add(matter + " " + about))) {
            schedule.start();
            await().until(() -> !news.isEmpty());
        }
        assertThat(told).containsExactly("Trust anchor of the root, key tag 20326: Valid is now Missing");
        assertThat(news).containsExactly("UNUSUAL key tag 20326");
        assertThat(automatic.nextRefresh()).isAfter(clock.instant().plus(Duration.ofMinutes(59)));
    }

    @Test
    void the_secondary_gives_the_roots_keys_while_no_primary_can_be_reached() throws Exception {
        poor.faults().silent(true);
        DnsSettings settings = new DnsSettings(
                List.of(new Server("127.0.0.1", poor.address().getPort(), 0)),
                List.of(new Server("127.0.0.1", good.address().getPort(), 0)),
                List.of(),
                false,
                Duration.ofSeconds(3),
                null);
        lookup = new ValidatingLookup(() -> settings, anchors::get, RootHints.iana(), clock, QueryLog.NONE);
        assertThat(automatic(root()).refresh(lookup::rootKeys)).isTrue();
    }
}
