package org.danegate.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLSocket;
import org.danegate.practice.PracticeCertificate;
import org.danegate.practice.PracticeCertificates;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class RefusedCertificateTest {

    @Test
    void after_a_failed_check_nothing_but_the_close_is_sent__D82() throws Exception {
        PracticeCertificate certificate = new PracticeCertificates().leaf("mx.example.org");
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<byte[]> heard = CompletableFuture.supplyAsync(() -> serve(server, certificate));
            InetSocketAddress address = new InetSocketAddress(server.getInetAddress(), server.getLocalPort());
            try (Greeted greeted = Greeted.connect(address, null, Timeouts.defaults())) {
                Ready ready = greeted.hello("gate.example");
                assertThatThrownBy(() -> ready.startTls(
                                "mx.example.org",
                                chain -> {
                                    throw new CertificateException("not the one");
                                },
                                new TlsSessions()))
                        .isInstanceOfSatisfying(
                                SmtpException.TlsFailed.class,
                                e -> assertThat(e.stage()).isEqualTo(SmtpException.TlsFailed.Stage.CERTIFICATE))
                        .hasMessageContaining("not the one");
            }
            assertThat(heard.get()).isEmpty();
        }
    }

    /// What comes through the TLS connection.
    private static byte[] serve(ServerSocket server, PracticeCertificate certificate) {
        ByteArrayOutputStream heard = new ByteArrayOutputStream();
        try (Socket client = server.accept()) {
            client.getOutputStream().write("220 here\r\n".getBytes(StandardCharsets.US_ASCII));
            BufferedReader lines =
                    new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.ISO_8859_1), 1);
            lines.readLine();
            client.getOutputStream().write("250-here\r\n250 STARTTLS\r\n".getBytes(StandardCharsets.US_ASCII));
            lines.readLine();
            client.getOutputStream().write("220 go\r\n".getBytes(StandardCharsets.US_ASCII));
            SSLSocket tls = (SSLSocket)
                    certificate.serverContext().getSocketFactory().createSocket(client, null, client.getPort(), true);
            tls.setUseClientMode(false);
            tls.startHandshake();
            tls.getInputStream().transferTo(heard);
        } catch (IOException closed) {
            return heard.toByteArray();
        }
        return heard.toByteArray();
    }
}
