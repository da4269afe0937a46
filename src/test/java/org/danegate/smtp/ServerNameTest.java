package org.danegate.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class ServerNameTest {

    @Test
    void the_base_domain_is_sent_as_sni_also_with_an_underscore__D75() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<String> hello = CompletableFuture.supplyAsync(() -> clientHello(server));
            InetSocketAddress address = new InetSocketAddress(server.getInetAddress(), server.getLocalPort());
            try (Greeted greeted = Greeted.connect(address, null, Timeouts.defaults())) {
                Ready ready = greeted.hello("gate.example");
                ready.startTls("mx_1.example.org", chain -> {});
            } catch (SmtpException.TlsFailed expected) {
                assertThat(expected.stage()).isEqualTo(SmtpException.TlsFailed.Stage.HANDSHAKE);
            }
            assertThat(hello.get()).contains("mx_1.example.org");
        }
    }

    private static String clientHello(ServerSocket server) {
        try (Socket client = server.accept()) {
            client.getOutputStream().write("220 here\r\n".getBytes(StandardCharsets.US_ASCII));
            BufferedReader lines =
                    new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.ISO_8859_1), 1);
            lines.readLine();
            client.getOutputStream().write("250-here\r\n250 STARTTLS\r\n".getBytes(StandardCharsets.US_ASCII));
            lines.readLine();
            client.getOutputStream().write("220 go\r\n".getBytes(StandardCharsets.US_ASCII));
            byte[] octets = new byte[4096];
            int length = client.getInputStream().read(octets);
            return new String(octets, 0, length, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
