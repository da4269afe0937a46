package org.danegate.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.danegate.event.DeliveryEvent.Condition;
import org.danegate.event.DeliveryEvent.Weight;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Alerts about the gateway itself (listeners, resolvers, certificates, the disk): each once, each with its own switch
/// and end, and acknowledged like all others.
class ConditionRulesTest {

    private static final String POLICY = """
            listeners: [ { name: In, senderGroups: [] } ]
            alerts:
              recipients: [ { address: ops@ops.example } ]
            """;

    /// What each switch is for.
    private static final Map<String, Alert.Kind> SWITCHES = Map.of(
            "listeners", Alert.Kind.LISTENER_NOT_OPEN,
            "resolvers", Alert.Kind.RESOLVER_TROUBLE,
            "certificates", Alert.Kind.CERTIFICATE_EXPIRY,
            "disk", Alert.Kind.DISK_SPACE);

    @TempDir
    Path folder;

    private AlertRig rig;

    @BeforeEach
    void open() throws IOException {
        rig = new AlertRig(folder, POLICY);
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "LISTENER, CRITICAL, In, Critical <gate.example>: Listener could not be opened: In",
        "RESOLVER, CRITICAL, all resolvers, Critical <gate.example>: DNS resolver trouble: all resolvers",
        "RESOLVER, CRITICAL, DNSSEC, Critical <gate.example>: DNS resolver trouble: DNSSEC",
        "RESOLVER, WARNING, 192.0.2.1, Warning <gate.example>: DNS resolver trouble: 192.0.2.1",
        "CERTIFICATE, WARNING, gateway, Warning <gate.example>: Certificate expires: gateway",
        "CERTIFICATE, CRITICAL, gateway, Critical <gate.example>: Certificate expires: gateway"
    })
    void a_condition_is_alerted_once_over_a_restart_and_its_end_is_reported(
            Condition condition, Weight weight, String about, String subject) {
        rig.condition(condition, weight, about);
        rig.pass(10);
        rig.restart();
        rig.condition(condition, weight, about);
        rig.pass(60);
        assertThat(rig.subjects()).containsExactly(subject);
        assertThat(rig.troubles.open()).hasSize(1);

        rig.condition(condition, Weight.INFORMATION, about);
        assertThat(rig.subjects())
                .hasSize(2)
                .last()
                .asString()
                .startsWith("Over")
                .endsWith(": " + about);
        assertThat(rig.troubles.open()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"LISTENER", "RESOLVER", "CERTIFICATE"})
    void an_acknowledged_condition_is_not_sent_again_and_its_end_still_is(Condition condition) {
        rig.condition(condition, Weight.CRITICAL, "In");
        rig.troubles.acknowledge(rig.troubles.open().getFirst().id(), "olga");
        rig.pass(Duration.ofHours(30));
        rig.condition(condition, Weight.CRITICAL, "In");
        assertThat(rig.subjects()).hasSize(1);
        rig.condition(condition, Weight.INFORMATION, "In");
        assertThat(rig.subjects()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"listeners", "resolvers", "certificates", "disk"})
    void each_switch_silences_its_own_kind_only_and_ends_its_trouble_without_a_word(String name) throws IOException {
        everythingGoesWrong();
        assertThat(kinds()).containsExactlyInAnyOrderElementsOf(SWITCHES.values());
        int before = rig.subjects().size();

        rig.commit(POLICY + "  " + name + ": false\n");
        rig.pass(1);
        everythingGoesWrong();
        assertThat(kinds()).hasSize(SWITCHES.size() - 1).doesNotContain(SWITCHES.get(name));
        assertThat(rig.subjects()).hasSize(before);

        rig.commit(POLICY);
        rig.pass(Duration.ofHours(2));
        everythingGoesWrong();
        assertThat(kinds()).contains(SWITCHES.get(name));
    }

    private List<Alert.Kind> kinds() {
        return rig.troubles.open().stream().map(t -> t.finding().kind()).toList();
    }

    private void everythingGoesWrong() throws IOException {
        rig.condition(Condition.LISTENER, Weight.CRITICAL, "In");
        rig.condition(Condition.RESOLVER, Weight.CRITICAL, "all resolvers");
        if (rig.troubles.open().stream().noneMatch(t -> t.finding().kind() == Alert.Kind.CERTIFICATE_EXPIRY)) {
            // Its source repeats it only to have it said again.
            rig.condition(Condition.CERTIFICATE, Weight.WARNING, "gateway");
        }
        disk(free() + (1L << 30)).look();
    }

    @Test
    void a_disk_that_fills_up_is_alerted_once_and_is_fine_again_a_tenth_above_the_limit() throws IOException {
        disk(free() / 2).look();
        assertThat(rig.subjects()).isEmpty();

        DiskWatch full = disk(free() + (1L << 30));
        full.look();
        full.look();
        assertThat(rig.subjects()).containsExactly("Critical <gate.example>: Disk space is low: data directory");
        assertThat(rig.mails().getFirst()).contains("MiB are free where Danegate keeps its queue");
        rig.restart();
        disk(free() + (1L << 30)).look();
        assertThat(rig.subjects()).as("once").hasSize(1);

        disk(free() / 20 * 19).look();
        assertThat(rig.troubles.open()).as("hardly above the limit").hasSize(1);
        disk(free() / 2).look();
        assertThat(rig.troubles.open()).isEmpty();
        assertThat(rig.subjects())
                .hasSize(2)
                .last()
                .isEqualTo("Over <gate.example>: Disk space is low: data directory");
    }

    private DiskWatch disk(long least) {
        return new DiskWatch(rig.troubles, rig, folder, least);
    }

    private long free() throws IOException {
        return Files.getFileStore(folder).getUsableSpace();
    }
}
