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
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import org.danegate.practice.PracticeCertificates;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Peers that always have one more octet to say, and never come to an end.
@Timeout(30)
class SlowPeerTest {

    private static final Duration SHORT = Duration.ofMillis(400);
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Timeouts BY_STEP = new Timeouts(LONG, SHORT, SHORT, SHORT, SHORT, SHORT, SHORT);
    private static final Timeouts WHOLE = new Timeouts(LONG, LONG, LONG, LONG, LONG, LONG, SHORT).setUpWithin(SHORT);

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

    /// More than the buffers of both ends take.
    @ParameterizedTest(name = "under {0}")
    @ValueSource(strings = {"clear text", "TLS"})
    void a_peer_that_stops_reading_in_the_middle_of_a_message_is_given_up_in_time(String how) throws Exception {
        Thread.ofVirtual().start(() -> takeAndStop(how.equals("TLS")));
        Timeouts timeouts = new Timeouts(LONG, LONG, LONG, LONG, LONG, LONG, SHORT).block(SHORT);
        Instant begin = Instant.now();

        assertThatThrownBy(() -> send(timeouts, new byte[64 * 1024 * 1024])).isInstanceOf(SocketTimeoutException.class);
        assertThat(Duration.between(begin, Instant.now())).isLessThan(Duration.ofSeconds(8));
    }

    /// Each reply is in its time, and there is no end of them.
    @Test
    void a_peer_that_is_slow_at_every_recipient_is_given_up_in_time() throws Exception {
        Thread.ofVirtual().start(this::takeEachLate);
        Timeouts timeouts = new Timeouts(LONG, LONG, LONG, LONG, LONG, LONG, SHORT).transactionWithin(SHORT);
        Instant begin = Instant.now();

        assertThatThrownBy(() -> send(timeouts, new byte[0])).isInstanceOf(SocketTimeoutException.class);
        assertThat(Duration.between(begin, Instant.now())).isLessThan(Duration.ofSeconds(5));
    }

    private void takeEachLate() {
        try (Socket client = server.accept()) {
            BufferedReader lines = lines(client);
            OutputStream out = client.getOutputStream();
            say(out, "220 here", false);
            lines.readLine();
            say(out, "250 here", false);
            while (lines.readLine() != null) {
                over.await(300, TimeUnit.MILLISECONDS);
                say(out, "250 yes", false);
            }
        } catch (IOException e) {
            // The client has had enough: that is the point.
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void send(Timeouts timeouts, byte[] body) throws IOException {
        InetSocketAddress address = new InetSocketAddress(server.getInetAddress(), server.getLocalPort());
        try (Greeted greeted = Greeted.connect(address, null, timeouts)) {
            Ready clear = greeted.hello("gate.example");
            Ready ready = clear.extensions().has("STARTTLS")
                    ? clear.startTls("mx.example", chain -> {}, new TlsSessions())
                    : clear;
            ready.send(message(body), false);
        }
    }

    private void takeAndStop(boolean tls) {
        try (Socket client = server.accept()) {
            BufferedReader lines = lines(client);
            OutputStream out = client.getOutputStream();
            say(out, "220 here", false);
            lines.readLine();
            say(out, tls ? "250-here\r\n250 STARTTLS" : "250 here", false);
            if (tls) {
                lines.readLine();
                say(out, "220 go", false);
                SSLSocket secure = secured(client);
                lines = lines(secure);
                out = secure.getOutputStream();
                lines.readLine();
                say(out, "250 here", false);
            }
            for (String reply : new String[] {"250 sender", "250 recipient", "354 go ahead"}) {
                lines.readLine();
                say(out, reply, false);
            }
            over.await(20, TimeUnit.SECONDS);
        } catch (IOException e) {
            // The client has had enough: that is the point.
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static SSLSocket secured(Socket client) throws IOException {
        SSLSocket secure = (SSLSocket) new PracticeCertificates()
                .leaf("mx.example")
                .serverContext()
                .getSocketFactory()
                .createSocket(client, null, client.getPort(), true);
        secure.setUseClientMode(false);
        secure.startHandshake();
        return secure;
    }

    private static Transaction message(byte[] body) {
        return new Transaction(
                "a@example.org",
                List.of(new Transaction.Recipient("b@example.org", "", "")),
                false,
                false,
                "",
                "",
                Content.of(body));
    }

    private void converse(Timeouts timeouts) throws IOException {
        InetSocketAddress address = new InetSocketAddress(server.getInetAddress(), server.getLocalPort());
        try (Greeted greeted = Greeted.connect(address, null, timeouts)) {
            Ready clear = greeted.hello("gate.example");
            if (clear.extensions().has("STARTTLS")) {
                clear.startTls("mx.example", chain -> {}, new TlsSessions());
                return;
            }
            clear.send(message(new byte[0]), true);
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
                SSLSocket secure = secured(client);
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
