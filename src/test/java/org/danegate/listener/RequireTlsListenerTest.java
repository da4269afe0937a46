package org.danegate.listener;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.danegate.event.DeliveryEvent;
import org.danegate.event.TlsTag;
import org.danegate.policy.DestinationControls;
import org.danegate.policy.DestinationProfile;
import org.danegate.policy.DestinationSetting;
import org.danegate.policy.ListenerSettings.ListenerTls;
import org.danegate.policy.Policy;
import org.danegate.policy.RequireTlsLevel;
import org.danegate.policy.file.PolicyDocument;
import org.danegate.policy.file.PolicyFile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// REQUIRETLS and `TLS-Required: No` of messages that come in.
class RequireTlsListenerTest {

    @TempDir
    Path dir;

    @Test
    @Tag("Q-01")
    void the_extension_is_announced_under_tls_only_and_its_parameter_takes_no_value() throws Exception {
        try (TestListeners server = TestListeners.with(dir, "RELAYED");
                Client client = Client.greeted(server.port())) {
            assertThat(client.ask("EHLO client.example")).doesNotContain("REQUIRETLS");
            assertThat(client.ask("MAIL FROM:<a@b.example> REQUIRETLS")).startsWith("555 5.5.4 ");
            client.ask("STARTTLS");
            client.startTls();
            assertThat(client.ask("EHLO client.example")).contains("REQUIRETLS");
            assertThat(client.ask("MAIL FROM:<a@b.example> REQUIRETLS=yes")).startsWith("501 5.5.4 ");
            assertThat(client.ask("MAIL FROM:<a@b.example> REQUIRETLS REQUIRETLS"))
                    .startsWith("501 5.5.4 ");
            assertThat(client.ask("MAIL FROM:<a@b.example> SIZE=10 requiretls")).startsWith("250 ");
            client.ask("RCPT TO:<c@d.example>");
            client.ask("DATA");
            assertThat(client.ask("TLS-Required: No\r\n\r\nhello\r\n.")).startsWith("250 ");
            assertThat(server.queue.accepted.getFirst().envelope().tls()).isEqualTo(TlsTag.REQUIRETLS);
            assertThat(server.events(DeliveryEvent.MessageQueued.class)
                            .getFirst()
                            .lane()
                            .tls())
                    .isEqualTo(TlsTag.REQUIRETLS);
        }
    }

    @Test
    @Tag("Q-01")
    void it_is_not_announced_while_sending_does_not_enforce_it() throws Exception {
        DestinationProfile lax =
                DestinationProfile.defaults().with(DestinationSetting.REQUIRE_TLS, RequireTlsLevel.OPPORTUNISTIC);
        Policy policy = policy("RELAYED")
                .with(new DestinationControls(lax, List.of(), new DestinationControls.Global(null, false)));
        try (TestListeners server = new TestListeners(dir, policy, 100, Duration.ofSeconds(20));
                Client client = Client.greeted(server.port())) {
            client.ask("STARTTLS");
            client.startTls();
            assertThat(client.ask("EHLO client.example")).doesNotContain("REQUIRETLS");
            assertThat(client.ask("MAIL FROM:<a@b.example> REQUIRETLS")).startsWith("555 5.5.4 ");
        }
    }

    @Tag("Q-11")
    @Tag("Q-13")
    @ParameterizedTest
    @CsvSource({
        "RELAYED, true,  TLS-Required: No,                          NOT_REQUIRED",
        "RELAYED, true,  tls-required:  nO,                         NOT_REQUIRED",
        "RELAYED, true,  TLS-Required: Yes,                         NONE",
        "RELAYED, true,  TLS-Required: No and no,                   NONE",
        "RELAYED, true,  'TLS-Required: No|TLS-Required: No',       NONE",
        "RELAYED, true,  'TLS-Required: No|TLS-Required: Yes',      NONE",
        "RELAYED, true,  X-TLS-Required: No,                        NONE",
        "RELAYED, false, TLS-Required: No,                          NONE",
        "ACCEPTED, false, TLS-Required: No,                         NONE",
    })
    void the_field_counts_once_where_it_is_honoured_and_stays_in_the_message(
            String flow, boolean honoured, String header, TlsTag expected) throws Exception {
        Policy policy = honoured ? honouring(policy(flow)) : policy(flow);
        try (TestListeners server = new TestListeners(dir, policy, 100, Duration.ofSeconds(20));
                Client client = Client.greeted(server.port())) {
            client.ask("EHLO client.example");
            client.ask("MAIL FROM:<a@b.example>");
            client.ask("RCPT TO:<c@corp.example>");
            client.ask("DATA");
            assertThat(client.ask(header.replace("|", "\r\n") + "\r\nSubject: x\r\n\r\nhello\r\n."))
                    .startsWith("250 ");
            assertThat(server.queue.accepted.getFirst().envelope().tls()).isEqualTo(expected);
            assertThat(new String(server.queue.body(1).octets(), StandardCharsets.US_ASCII))
                    .contains(header.split("\\|")[0]);
        }
    }

    @Test
    @Tag("Q-13")
    void only_a_policy_that_relays_may_honour_it_and_the_file_keeps_it() {
        assertThat(PolicyFile.read("mailFlowPolicies: [ { name: A, behavior: ACCEPT, honorTlsRequiredNo: true } ]")
                        .faults())
                .anySatisfy(f -> assertThat(f.field()).isEqualTo("mailFlowPolicies[0].honorTlsRequiredNo"));
        Policy policy = honouring(Policy.defaults());
        assertThat(PolicyFile.read(PolicyDocument.yaml(policy)).policy()).isEqualTo(policy);
    }

    private static Policy policy(String flow) {
        return TestListeners.policy(TestListeners.settings("In", flow, ListenerTls.PREFERRED, 10_000));
    }

    private static Policy honouring(Policy policy) {
        String yaml = PolicyDocument.yaml(policy)
                .replaceFirst("( *)behavior: \"?RELAY\"?\n", "$0$1honorTlsRequiredNo: true\n");
        return PolicyFile.readUnchecked(yaml);
    }
}
