package org.danegate.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.danegate.practice.PracticeCertificates;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Peers that always have one more octet to say, and never come to an end.
@Timeout(30)
class SlowPeerTest {

    private static final Duration SHORT = Duration.ofMillis(400);
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Timeouts BY_STEP = new Timeouts(LONG, SHORT, SHORT, SHORT, SHORT, SHORT, SHORT);
    private static final Timeouts WHOLE = new Timeouts(LONG, LONG, LONG, LONG, LONG, LONG, SHORT, SHORT);

    private final CountDownLatch over = new CountDownLatch(1);
    private ServerSocket server;

    @BeforeEach
    void listen() throws Exception {
        server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void stop() throws Exception {
        over.countDown();
        server.close();
    }

    @ParameterizedTest(name = "at {0}, bounded by {1}")
    @CsvSource({
        "greeting, step",
        "EHLO, step",
        "STARTTLS, step",
        "handshake, step",
        "MAIL, step",
        "greeting, whole",
        "EHLO, whole",
        "STARTTLS, whole",
        "handshake, whole"
    })
    void a_peer_that_drips_is_given_up_in_time(String where, String bound) throws Exception {
        Thread.ofVirtual().start(() -> drip(where));
        Instant begin = Instant.now();

        assertThatThrownBy(() -> converse(bound.equals("step") ? BY_STEP : WHOLE))
                .satisfies(e -> assertThat(String.valueOf(e.getMessage())).contains("timeout"));
        assertThat(Duration.between(begin, Instant.now())).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void a_peer_that_drips_under_tls_is_given_up_in_time() throws Exception {
        Thread.ofVirtual().start(() -> drip("secure"));
        Timeouts patientWithTls = new Timeouts(LONG, LONG, SHORT, LONG, SHORT, SHORT, SHORT);
        assertThatThrownBy(() -> converse(patientWithTls)).isInstanceOf(SocketTimeoutException.class);
    }

    private void converse(Timeouts timeouts) throws IOException {
        InetSocketAddress address = new InetSocketAddress(server.getInetAddress(), server.getLocalPort());
        try (Greeted greeted = Greeted.connect(address, null, timeouts)) {
            Ready clear = greeted.hello("gate.example");
            if (clear.extensions().has("STARTTLS")) {
                clear.startTls("mx.example", chain -> {}, new TlsSessions());
                return;
            }
            Transaction message = new Transaction(
                    "a@example.org",
                    java.util.List.of(new Transaction.Recipient("b@example.org", "", "")),
                    false,
                    false,
                    "",
                    "",
                    new byte[0]);
            clear.send(message, true);
        }
    }

    private void drip(String where) {
        try (Socket client = server.accept()) {
            BufferedReader lines = lines(client);
            OutputStream out = client.getOutputStream();
            say(out, "220 here", where.equals("greeting"));
            lines.readLine();
            say(out, where.equals("MAIL") ? "250 here" : "250-here\r\n250 STARTTLS", where.equals("EHLO"));
            lines.readLine();
            say(out, "220 go", where.equals("STARTTLS") || where.equals("MAIL"));
            if (where.equals("secure")) {
                var secure = (javax.net.ssl.SSLSocket) new PracticeCertificates()
                        .leaf("mx.example")
                        .serverContext()
                        .getSocketFactory()
                        .createSocket(client, null, client.getPort(), true);
                secure.setUseClientMode(false);
                secure.startHandshake();
                lines(secure).readLine();
                say(secure.getOutputStream(), "250 here", true);
                return;
            }
            // A record header that promises more than will come.
            out.write(new byte[] {22, 3, 3, 64, 0});
            say(out, "x", true);
        } catch (IOException e) {
            // The client has had enough: that is the point.
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static BufferedReader lines(Socket socket) throws IOException {
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII), 1);
    }

    private void say(OutputStream out, String line, boolean forEver) throws IOException, InterruptedException {
        if (!forEver) {
            out.write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
            out.flush();
            return;
        }
        while (!over.await(50, TimeUnit.MILLISECONDS)) {
            out.write('2');
            out.flush();
        }
    }
}
