package org.danegate.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What the client says in the first message of the handshake.
@Timeout(20)
class ClientHelloTest {

    private static final int SERVER_NAME = 0;
    private static final int GROUPS = 10;
    private static final int P384 = 24;
    private static final int EARLY_DATA = 42;
    private static final int PRE_SHARED_KEY = 41;
    private static final int VERSIONS = 43;

    @Test
    void the_base_domain_is_sent_as_sni_also_with_an_underscore__D75() throws Exception {
        assertThat(new String(hello("mx_1.example.org").get(SERVER_NAME), StandardCharsets.ISO_8859_1))
                .endsWith("mx_1.example.org");
        assertThat(hello(null)).doesNotContainKey(SERVER_NAME);
    }

    @Test
    void only_tls_1_3_and_1_2_are_offered__D79() throws Exception {
        ByteBuffer versions = ByteBuffer.wrap(hello("mx.example.org").get(VERSIONS));
        List<Integer> offered = new ArrayList<>();
        for (int left = versions.get(); left > 0; left -= 2) {
            offered.add((int) versions.getShort());
        }
        assertThat(offered).containsExactlyInAnyOrder(0x0304, 0x0303);
    }

    @Test
    void no_session_is_resumed_and_no_data_is_sent_early__D80_D86() throws Exception {
        for (int i = 0; i < 2; i++) {
            assertThat(hello("mx.example.org")).doesNotContainKeys(EARLY_DATA, PRE_SHARED_KEY);
        }
    }

    @Test
    void a_peer_that_takes_all_the_time_for_few_groups_is_offered_all_of_them_next_time() throws Exception {
        TlsSessions sessions = TlsSessions.quick(KeyExchangeGroups::hybridFirst);
        Duration wait = Duration.ofSeconds(5);
        Timeouts timeouts = new Timeouts(wait, wait, wait, Duration.ofMillis(300), wait, wait, wait);
        assertThat(groups(hello("mx.example.org", sessions, timeouts, true))).doesNotContain(P384);
        assertThat(groups(hello("mx.example.org", sessions, timeouts, true))).contains(P384);
    }

    private static List<Integer> groups(Map<Integer, byte[]> hello) {
        ByteBuffer groups = ByteBuffer.wrap(hello.get(GROUPS));
        List<Integer> offered = new ArrayList<>();
        for (int left = groups.getShort(); left > 0; left -= 2) {
            offered.add((int) groups.getShort());
        }
        return offered;
    }

    private static Map<Integer, byte[]> hello(String sni) throws Exception {
        return hello(sni, new TlsSessions(), Timeouts.defaults(), false);
    }

    /// @param silent whether the server says nothing more until the client has gone, or hangs up itself
    private static Map<Integer, byte[]> hello(String sni, TlsSessions sessions, Timeouts timeouts, boolean silent)
            throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<byte[]> hello = CompletableFuture.supplyAsync(() -> clientHello(server, silent));
            InetSocketAddress address = new InetSocketAddress(server.getInetAddress(), server.getLocalPort());
            try (Greeted greeted = Greeted.connect(address, null, timeouts)) {
                greeted.hello("gate.example").startTls(sni, chain -> {}, sessions);
            } catch (SmtpException.TlsFailed expected) {
                assertThat(expected.stage()).isEqualTo(SmtpException.TlsFailed.Stage.HANDSHAKE);
            }
            return extensions(ByteBuffer.wrap(hello.get()));
        }
    }

    /// RFC 8446 4.1.2: record and message headers, version, random, session id, suites, compression, extensions.
    private static Map<Integer, byte[]> extensions(ByteBuffer hello) {
        hello.position(5 + 4 + 2 + 32);
        skip(hello, hello.get() & 0xff);
        skip(hello, hello.getShort() & 0xffff);
        skip(hello, hello.get() & 0xff);
        int end = (hello.getShort() & 0xffff) + hello.position();
        Map<Integer, byte[]> extensions = new LinkedHashMap<>();
        while (hello.position() < end) {
            int type = hello.getShort() & 0xffff;
            byte[] data = new byte[hello.getShort() & 0xffff];
            hello.get(data);
            extensions.put(type, data);
        }
        return extensions;
    }

    private static void skip(ByteBuffer buffer, int octets) {
        buffer.position(buffer.position() + octets);
    }

    private static byte[] clientHello(ServerSocket server, boolean silent) {
        try (Socket client = server.accept()) {
            client.getOutputStream().write("220 here\r\n".getBytes(StandardCharsets.US_ASCII));
            BufferedReader lines =
                    new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.ISO_8859_1), 1);
            lines.readLine();
            client.getOutputStream().write("250-here\r\n250 STARTTLS\r\n".getBytes(StandardCharsets.US_ASCII));
            lines.readLine();
            client.getOutputStream().write("220 go\r\n".getBytes(StandardCharsets.US_ASCII));
            byte[] head = client.getInputStream().readNBytes(5);
            int length = (head[3] & 0xff) << 8 | head[4] & 0xff;
            byte[] hello = ByteBuffer.allocate(5 + length)
                    .put(head)
                    .put(client.getInputStream().readNBytes(length))
                    .array();
            if (silent) {
                client.getInputStream().readAllBytes();
            }
            return hello;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
