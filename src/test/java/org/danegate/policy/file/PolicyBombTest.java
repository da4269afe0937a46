package org.danegate.policy.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.danegate.policy.Policy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Files that are larger than any policy are refused at once, with a sentence.
@Timeout(30)
class PolicyBombTest {

    private static final String START = "destinationControls:\n  destinations:\n";

    @Test
    void three_hundred_thousand_entries_are_refused_early() {
        refused(START + "    - { domain: a.example }\n".repeat(300_000), "more than 50,000 items");
    }

    @Test
    void three_hundred_thousand_aliases_are_refused_early() {
        refused(START + "    - &a { domain: a.example }\n" + "    - *a\n".repeat(300_000), "more than 50,000 items");
    }

    @ParameterizedTest
    @ValueSource(strings = {"recipientAccess", "smtpRoutes", "listeners", "bounceProfiles", "mailFlowPolicies"})
    void so_are_those_of_other_sections(String section) {
        refused(section + ":\n" + "  - x\n".repeat(300_000), "more than 50,000 items");
    }

    @Test
    void aliases_within_aliases_are_counted_as_often_as_they_are_used() {
        String bomb = IntStream.range(1, 30)
                .mapToObj(i -> "k" + i + ": &a" + i + " [" + "*a" + (i - 1) + ",*a" + (i - 1) + "]\n")
                .collect(Collectors.joining());
        refused("k0: &a0 [x]\n" + bomb, "more than 1,000,000 values");
        refused("dns: &d { servers: [*d] }\n", "more than 1,000,000 values");
        refused(
                "listeners:\n  - &l { name: x, senderGroups: [ { name: g, senders: &s [" + "x,".repeat(5000)
                        + "x] } ] }\n" + "  - *l\n".repeat(999),
                "more than 1,000,000 values");
    }

    @Test
    void a_file_of_sixty_megabytes_is_refused_at_its_size() {
        refused("# " + "x".repeat(60_000_000), "24,000,000");
    }

    @Test
    void faults_are_told_up_to_a_number() {
        PolicyFile.Reading reading = PolicyFile.read(START + "    - { wrong: x }\n".repeat(40_000));
        assertThat(reading.faults()).hasSize(PolicyFile.MOST_FAULTS + 1);
        assertThat(reading.faults().getLast().message()).contains("79,000 more");
    }

    /// Eight times as many lines of every kind that is held against others: eight times the work, and not
    /// sixty-four times. Work is processor time of this thread, which other programs do not make longer.
    @Test
    void work_grows_with_the_lines_and_not_with_their_square() {
        work(250, "");
        work(250, "");
        long few = work(250, "");
        assertThat(work(2000, "")).isLessThan(3 * 8 * few);
        long faulty = work(250, ", concurrentConnections: 0, messagesPerConnection: 0");
        assertThat(work(2000, ", concurrentConnections: 0, messagesPerConnection: 0"))
                .isLessThan(3 * 8 * faulty);
    }

    /// Nanoseconds that a policy of so many destinations, routes with a relay of their own, and lines of the
    /// recipient access table costs, beside a quarter as many listeners.
    private static long work(int lines, String faults) {
        String policy = START
                + each(
                        lines,
                        i -> "    - { domain: .d" + i + ".example, dane: MANDATORY, tls: REQUIRED" + faults + " }\n")
                + "smtpRoutes:\n"
                + each(lines, i -> "  - { domain: .r" + i + ".example, hosts: [ { host: 192.0.2.1, port: 26 } ] }\n")
                + "recipientAccess:\n" + each(lines, i -> "  - { domain: .a" + i + ".example }\n")
                + "listeners:\n"
                + each(
                        lines / 4,
                        i -> "  - { name: l" + i + ", address: 10.0." + i / 250 + "." + (i % 250 + 1)
                                + ", port: 26 }\n");
        long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        PolicyFile.Reading reading = PolicyFile.read(policy);
        long spent = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before;
        assertThat(reading.faults()).hasSize(faults.isEmpty() ? 0 : Math.min(2 * lines, PolicyFile.MOST_FAULTS + 1));
        return spent;
    }

    private static String each(int lines, IntFunction<String> line) {
        return IntStream.range(0, lines).mapToObj(line).collect(Collectors.joining());
    }

    @Test
    void a_table_of_three_hundred_thousand_sections_and_an_xml_of_many_megabytes_are_refused() {
        String sections = IntStream.range(0, 300_000)
                .mapToObj(i -> "[d" + i + ".example]\nnew_key = 1\n")
                .collect(Collectors.joining());
        DestinationTableFile.Reading table = DestinationTableFile.read(
                "[DEFAULT]\n" + sections, Policy.defaults(), DestinationTableFile.UnknownKeys.LEFT_OUT);
        assertThat(table.table()).isNull();
        assertThat(table.faults())
                .extracting(f -> TableRule.brokenBy(f).orElseThrow())
                .containsExactly(TableRule.TOO_MANY);

        ApplianceConfiguration.Reading xml =
                ApplianceConfiguration.read("<config>" + " ".repeat(9_000_000) + "</config>", Policy.defaults());
        assertThat(xml.policy()).isNull();
        assertThat(xml.said().getFirst().english()).contains("8,000,000");
    }

    private static void refused(String text, String words) {
        long begun = System.nanoTime();
        PolicyFile.Reading reading = PolicyFile.read(text);
        assertThat(reading.policy()).isNull();
        assertThat(reading.faults())
                .singleElement()
                .satisfies(f -> assertThat(f.message()).contains(words));
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
    }
}
