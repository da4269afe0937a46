package org.danegate.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.awaitility.Awaitility;
import org.danegate.event.DeliveryEvent;
import org.danegate.policy.ListenerSettings;
import org.danegate.policy.ListenerSettings.Authentication;
import org.danegate.policy.ListenerSettings.ListenerTls;
import org.danegate.policy.ListenerSettings.SenderGroup;
import org.danegate.tagging.TagCheck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Listeners behind proxies: the PROXY protocol, versions 1 and 2.
@Timeout(120)
class ProxyProtocolTest {

    private static final String SIGNATURE = "0d0a0d0a000d0a515549540a";

    @TempDir
    Path dir;

    private TestListeners listeners(ListenerTls tls, String... proxies) {
        ListenerSettings l = ListenerSettings.defaults();
        ListenerSettings groups = new ListenerSettings(
                "In",
                "127.0.0.1",
                0,
                10_000,
                10,
                tls,
                null,
                List.of(
                        new SenderGroup("FRIENDS", List.of("192.0.2.7", "2001:db8::7", "127.0.0.1"), "RELAYED"),
                        new SenderGroup("ALL", List.of("ALL"), "BLOCKED")));
        assertThat(l.proxyNetworks()).isEmpty();
        return new TestListeners(
                dir,
                TestListeners.policy(TestListeners.with(groups, tls, Authentication.NONE, List.of(proxies))),
                TestListeners.bounds(100, Duration.ofSeconds(20)),
                TagCheck.NO_KEYS);
    }

    @Test
    void the_client_that_the_proxy_names_counts_for_groups_log_and_received() throws Exception {
        try (TestListeners server = listeners(ListenerTls.NONE, "127.0.0.0/8");
                Client client = new Client(server.port())) {
            client.send("PROXY TCP4 192.0.2.7 192.0.2.1 40000 25\r\nEHLO early.example\r\n");
            assertThat(client.reply()).startsWith("220 ");
            assertThat(client.reply()).startsWith("250-");
            client.toData();
            assertThat(client.ask("hello\r\n.")).startsWith("250 ");
            assertThat(new String(server.queue.body(1).octets(), StandardCharsets.US_ASCII))
                    .startsWith("Received: from early.example ([192.0.2.7])");
            assertThat(server.events(DeliveryEvent.InjectionStarted.class)
                            .getFirst()
                            .remote())
                    .isEqualTo(InetAddress.ofLiteral("192.0.2.7"));
        }
    }

    @Test
    void version_2_is_read_with_its_further_fields_and_before_tls() throws Exception {
        String addresses = "20010db8000000000000000000000007" + "20010db8000000000000000000000001" + "9c400019";
        try (TestListeners server = listeners(ListenerTls.IMPLICIT, "127.0.0.1");
                Client client = new Client(server.port())) {
            client.send(HexFormat.of().parseHex(SIGNATURE + "2121" + "002a" + addresses + "04000300" + "0000"));
            client.startTls();
            assertThat(client.reply()).startsWith("220 ");
            client.ask("EHLO client.example");
            client.toData();
            assertThat(client.ask("hello\r\n.")).startsWith("250 ");
            assertThat(new String(server.queue.body(1).octets(), StandardCharsets.US_ASCII))
                    .contains("([IPv6:2001:db8:0:0:0:0:0:7])");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PROXY UNKNOWN", "PROXY UNKNOWN ffff::1 ffff::2 1 2", "local", "unspecified"})
    void a_proxy_that_names_nobody_is_its_own_client_and_never_relays(String header) throws Exception {
        try (TestListeners server = listeners(ListenerTls.NONE, "127.0.0.1");
                Client client = new Client(server.port())) {
            switch (header) {
                case "local" -> client.send(HexFormat.of().parseHex(SIGNATURE + "2000" + "0000"));
                case "unspecified" -> client.send(HexFormat.of().parseHex(SIGNATURE + "2100" + "0003" + "010203"));
                default -> client.send(header + "\r\n");
            }
            assertThat(client.reply()).startsWith("220 ");
            client.ask("EHLO client.example");
            client.ask("MAIL FROM:<a@client.example>");
            assertThat(client.ask("RCPT TO:<someone@ietf.org>")).startsWith("550 5.7.1 Relaying denied");
            assertThat(client.ask("RCPT TO:<someone@corp.example>")).startsWith("250 ");
            assertThat(server.events(DeliveryEvent.InjectionStarted.class)
                            .getFirst()
                            .remote())
                    .isEqualTo(InetAddress.ofLiteral("127.0.0.1"));
        }
    }

    @Test
    void whoever_is_no_proxy_is_closed_out_at_once() throws Exception {
        try (TestListeners server = listeners(ListenerTls.NONE, "192.0.2.0/24");
                Client client = new Client(server.port())) {
            assertThat(client.reply()).isEmpty();
            rejected(server, "it is none of the proxies of this listener");
        }
    }

    @Test
    void a_client_without_a_header_is_dropped_at_once_when_it_speaks_and_after_five_seconds_when_not()
            throws Exception {
        try (TestListeners server = listeners(ListenerTls.NONE, "127.0.0.1");
                Client silent = new Client(server.port());
                Client client = new Client(server.port())) {
            client.send("EHLO client.example\r\n");
            assertThat(closed(client)).isTrue();
            rejected(server, "it does not begin with a header of the PROXY protocol");
            assertThat(closed(silent)).isTrue();
            rejected(server, "no header of the PROXY protocol came within 5 seconds");
        }
    }

    private static boolean closed(Client client) {
        try {
            return client.reply().isEmpty();
        } catch (IOException reset) {
            return true;
        }
    }

    private static void rejected(TestListeners server, String why) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(server.events(DeliveryEvent.InjectionRejected.class))
                        .extracting(DeliveryEvent.InjectionRejected::reason)
                        .contains(why));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PROXY TCP4 192.0.2.7 192.0.2.1 40000\r\n",
                "PROXY TCP4 192.0.2.7 192.0.2.1 40000 70000\r\n",
                "PROXY TCP4 192.0.2.7 192.0.2.1 040 25\r\n",
                "PROXY TCP4 192.0.2.256 192.0.2.1 40 25\r\n",
                "PROXY TCP4 192.0.2 192.0.2.1 40 25\r\n",
                "PROXY TCP4 2001:db8::7 192.0.2.1 40 25\r\n",
                "PROXY TCP6 fe80::1%lo 2001:db8::1 40 25\r\n",
                "PROXY TCP6 2001:db8::7: 2001:db8::1 40 25\r\n",
                "PROXY  TCP4 192.0.2.7 192.0.2.1 40 25\r\n",
                "PROXY UDP4 192.0.2.7 192.0.2.1 40 25\r\n",
                "PROXY TCP4 192.0.2.7 192.0.2.1 40 25\n",
                "POST / HTTP/1.1\r\n"
            })
    void lines_that_are_no_header_are_refused(String line) {
        byte[] octets = (line + " ".repeat(200)).getBytes(StandardCharsets.US_ASCII);
        assertThatThrownBy(() -> ProxyHeader.read(new ByteArrayInputStream(octets)))
                .isInstanceOf(ProxyHeader.MalformedException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0d0a0d0a000d0a515549540b" + "20000000",
                SIGNATURE + "10000000",
                SIGNATURE + "22000000",
                SIGNATURE + "21410000",
                SIGNATURE + "21130000",
                SIGNATURE + "2111000b" + "c0000207c00002019c4000",
            })
    void octets_that_are_no_header_are_refused(String hex) {
        assertThatThrownBy(() ->
                        ProxyHeader.read(new ByteArrayInputStream(HexFormat.of().parseHex(hex))))
                .isInstanceOf(ProxyHeader.MalformedException.class);
    }

    @Test
    void exactly_the_octets_of_the_header_are_read() throws IOException {
        for (byte[] header : List.of(
                "PROXY TCP6 2001:db8::7 2001:db8::1 1 65535\r\n".getBytes(StandardCharsets.US_ASCII),
                HexFormat.of().parseHex(SIGNATURE + "2111000c" + "c0000207c00002019c400019"))) {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            all.writeBytes(header);
            all.writeBytes("rest".getBytes(StandardCharsets.US_ASCII));
            InputStream in = new ByteArrayInputStream(all.toByteArray());
            assertThat(ProxyHeader.read(in).client()).isNotNull();
            assertThat(new String(in.readAllBytes(), StandardCharsets.US_ASCII)).isEqualTo("rest");
        }
    }
}
