package org.danegate.listener;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.danegate.event.DeliveryEvent;
import org.danegate.policy.ListenerSettings.ListenerTls;
import org.danegate.policy.Policy;
import org.danegate.policy.file.PolicyDocument;
import org.danegate.policy.file.PolicyFile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The header field by which an appliance's content filter asks for TLS.
class TlsMandatoryListenerTest {

    private static final String FIELD = "X-ESA-CF-TLS-Mandatory";

    @TempDir
    Path dir;

    @ParameterizedTest
    @CsvSource({
        "'X-ESA-CF-TLS-Mandatory: 1',                                         true",
        "'x-esa-cf-tls-mandatory:',                                           true",
        "'X-ESA-CF-TLS-Mandatory : yes',                                      true",
        "'X-ESA-CF-TLS-Mandatory: 1|\tfolded|X-Other: 2',                     true",
        "'X-Other: 2|X-ESA-CF-TLS-Mandatory: 1|X-ESA-CF-TLS-MANDATORY: 2',    true",
        "'X-ESA-CF-TLS-Mandatory-Not: 1',                                     false",
        "'X-ESA-CF-TLS-Mandator: 1',                                          false",
        "'Comments: X-ESA-CF-TLS-Mandatory: 1',                               false",
    })
    @Tag("T-05")
    void the_field_marks_the_message_and_is_removed(String lines, boolean marks) throws Exception {
        String header = lines.replace("|", "\r\n") + "\r\nSubject: x\r\n";
        try (TestListeners server = listeners("RELAYED", true)) {
            String stored = stored(server, header + "\r\n" + FIELD + ": in the body\r\n");

            assertThat(server.queue.accepted.getFirst().envelope().tlsMandatory())
                    .isEqualTo(marks);
            assertThat(server.events(DeliveryEvent.MessageQueued.class))
                    .extracting(DeliveryEvent.MessageQueued::tlsMandatory)
                    .containsExactly(marks);
            assertThat(stored)
                    .endsWith("Subject: x\r\n\r\n" + FIELD + ": in the body\r\n")
                    .startsWith("Received: ");
            if (marks) {
                assertThat(stored.substring(0, stored.indexOf("\r\n\r\n")))
                        .doesNotContainIgnoringCase(FIELD)
                        .doesNotContain("folded");
                assertThat(stored.contains("X-Other: 2\r\n")).isEqualTo(lines.contains("X-Other"));
            } else {
                assertThat(stored).contains(header);
            }
        }
    }

    /// One in memory, and those that are in a file.
    @ParameterizedTest
    @ValueSource(ints = {0, 100, 262_144, 2_000_000})
    @Tag("T-05")
    void a_message_of_any_size_loses_nothing_but_the_field(int size) throws Exception {
        String text = "\r\n" + ("x".repeat(498) + "\r\n").repeat(size / 500) + "the end\r\n";
        try (TestListeners server = listeners("RELAYED", true)) {
            String stored = stored(server, "Subject: a\r\n" + FIELD + ": 1\r\nTo: b\r\n" + text);

            assertThat(stored).endsWith("Subject: a\r\nTo: b\r\n" + text);
            assertThat(server.queue.body(1).size()).isEqualTo(stored.length());
        }
    }

    @ParameterizedTest
    @CsvSource({"RELAYED, false", "ACCEPTED, false"})
    @Tag("T-05")
    void where_it_is_not_honoured_it_means_nothing_and_stays(String flow, boolean honoured) throws Exception {
        try (TestListeners server = listeners(flow, honoured)) {
            String stored = stored(server, FIELD + ": 1\r\n\r\nbody\r\n");

            assertThat(server.queue.accepted.getFirst().envelope().tlsMandatory())
                    .isFalse();
            assertThat(stored).endsWith(FIELD + ": 1\r\n\r\nbody\r\n");
        }
    }

    @Test
    @Tag("T-05")
    void only_a_policy_that_relays_may_honour_it_and_the_file_keeps_it() {
        assertThat(PolicyFile.read("mailFlowPolicies: [ { name: A, behavior: ACCEPT, honorTlsMandatory: true } ]")
                        .faults())
                .anySatisfy(f -> assertThat(f.field()).isEqualTo("mailFlowPolicies[0].honorTlsMandatory"));
        Policy policy = honouring(Policy.defaults());
        assertThat(policy.mailFlowPolicies()).anyMatch(flow -> flow.honorTlsMandatory());
        assertThat(PolicyFile.read(PolicyDocument.yaml(policy)).policy()).isEqualTo(policy);
    }

    private static String stored(TestListeners server, String message) throws Exception {
        try (Client client = Client.greeted(server.port())) {
            for (String line : List.of("EHLO client.example", "MAIL FROM:<a@b.example>", "RCPT TO:<c@corp.example>")) {
                client.ask(line);
            }
            client.ask("DATA");
            client.send(message + ".\r\n");
            assertThat(client.reply()).startsWith("250 ");
        }
        return new String(server.queue.body(1).octets(), US_ASCII);
    }

    private TestListeners listeners(String flow, boolean honoured) {
        Policy policy = TestListeners.policy(TestListeners.settings("In", flow, ListenerTls.PREFERRED, 3_000_000));
        return new TestListeners(dir, honoured ? honouring(policy) : policy, 100, Duration.ofSeconds(20));
    }

    private static Policy honouring(Policy policy) {
        String yaml = PolicyDocument.yaml(policy)
                .replaceFirst("( *)behavior: \"?RELAY\"?\n", "$0$1honorTlsMandatory: true\n");
        return PolicyFile.readUnchecked(yaml);
    }
}
