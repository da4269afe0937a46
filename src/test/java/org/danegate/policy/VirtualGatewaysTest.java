package org.danegate.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.danegate.policy.file.PolicyDocument;
import org.danegate.policy.file.PolicyFile;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Which mail leaves by which IP interface.
class VirtualGatewaysTest {

    private static final String FILE = """
            virtualGateways:
              interfaces:
                - { name: Main, ipv4: 192.0.2.1, ipv6: '2001:db8::1', hostname: main.example }
                - { name: News, ipv4: 192.0.2.2, hostname: news.example }
                - { name: Bills, ipv4: 192.0.2.3, hostname: bills.example }
                - { name: Shop, ipv4: 192.0.2.4, hostname: shop.example }
              defaultInterface: Main
              senders:
                - { sender: '10.0.0.0/8', outgoingInterface: Shop }
                - { sender: '10.1.1.1', outgoingInterface: News }
                - { sender: '@Example.com', outgoingInterface: Bills }
                - { sender: '@.example.com', outgoingInterface: News }
                - { sender: 'boss@example.com', outgoingInterface: Shop }
            listeners:
              - { name: Out, outgoingInterface: Bills }
            """;

    @ParameterizedTest
    @CsvSource({
        "boss@example.com,    10.1.1.1,  Bills, Shop",
        "BOSS@EXAMPLE.COM,    10.1.1.1,  Bills, Shop",
        "other@example.com,   10.1.1.1,  '',    Bills",
        "a@sub.example.com,   10.1.1.1,  Bills, News",
        "a@notexample.com,    10.1.1.1,  Bills, News",
        "a@elsewhere.example, 10.9.9.9,  Bills, Shop",
        "a@elsewhere.example, 192.0.2.9, Bills, Bills",
        "a@elsewhere.example, 192.0.2.9, '',    Main",
        "'',                  192.0.2.9, Gone,  Main",
    })
    void the_most_precise_sender_decides_then_the_listener_then_the_default(
            String sender, String client, @Nullable String ofListener, String expected) {
        Policy policy = PolicyFile.read(FILE).policy();
        assertThat(policy.virtualGateways().choose(sender, InetAddress.ofLiteral(client), ofListener))
                .hasValueSatisfying(i -> assertThat(i.name()).isEqualTo(expected));
    }

    @Test
    void the_policy_file_keeps_them() {
        PolicyFile.Reading reading = PolicyFile.read(FILE);
        assertThat(reading.faults()).isEmpty();
        assertThat(PolicyFile.read(PolicyDocument.yaml(reading.policy())).policy())
                .isEqualTo(reading.policy());
        assertThat(reading.policy().listeners().getFirst().outgoingInterface()).isEqualTo("Bills");
    }
}
