package org.danegate.practice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.danegate.practice.ReceiverBehaviour.StartTls;
import org.junit.jupiter.api.Test;

class PracticeReceiverTest {
    private static final PracticeCertificates AUTHORITY = new PracticeCertificates();

    @Test
    void a_good_receiver_takes_mail_over_tls_and_keeps_envelope_body_and_server_name() throws Exception {
        PracticeCertificate certificate = AUTHORITY.leaf("mx.ok.practice");
        try (PracticeReceiver receiver = start(ReceiverBehaviour.good(), certificate);
                Client client = new Client(receiver.address())) {
            assertThat(client.line()).startsWith("220 ");
            assertThat(client.ask("EHLO me"))
                    .contains("PIPELINING", "STARTTLS", "SMTPUTF8", "DSN", "8BITMIME", "ENHANCEDSTATUSCODES");
            assertThat(client.ask("STARTTLS")).startsWith("220");
            assertThat(client.tls("mx.ok.practice").getPublicKey())
                    .isEqualTo(certificate.leaf().getPublicKey());
            assertThat(client.ask("EHLO me")).doesNotContain("STARTTLS");
            client.write("MAIL FROM:<a@b> SIZE=10\r\nRCPT TO:<c@d> NOTIFY=NEVER\r\nDATA\r\n");
            assertThat(client.line()).startsWith("250");
            assertThat(client.line()).startsWith("250");
            assertThat(client.line()).startsWith("354");
            assertThat(client.ask("Subject: x\r\n\r\n..dot\nbare\r\n.")).startsWith("250");
            assertThat(receiver.inbox().await(1, Duration.ofSeconds(5))).isTrue();
            ReceivedMessage message = receiver.inbox().all().getFirst();
            assertThat(message.sender()).isEqualTo("a@b");
            assertThat(message.mailParameters()).isEqualTo("SIZE=10");
            assertThat(message.recipients()).containsExactly("c@d");
            assertThat(message.recipientParameters()).containsExactly("NOTIFY=NEVER");
            assertThat(message.text()).isEqualTo("Subject: x\r\n\r\n.dot\nbare\r\n");
            assertThat(message.tlsProtocol()).isEqualTo("TLSv1.3");
            assertThat(message.serverName()).isEqualTo("mx.ok.practice");
            assertThat(client.ask("QUIT")).startsWith("221");
        }
    }

    @Test
    void chunks_make_one_message() throws Exception {
        try (PracticeReceiver receiver = start(ReceiverBehaviour.good(), null);
                Client client = new Client(receiver.address())) {
            client.line();
            assertThat(client.ask("EHLO me")).contains("CHUNKING").doesNotContain("STARTTLS");
            client.ask("MAIL FROM:<>");
            client.ask("RCPT TO:<c@d>");
            client.write("BDAT 3\r\nabcBDAT 2 LAST\r\nde");
            assertThat(client.line()).startsWith("250");
            assertThat(client.line()).startsWith("250");
            assertThat(receiver.inbox().all().getFirst().text()).isEqualTo("abcde");
        }
    }

    @Test
    void replies_are_bent_by_command_and_by_recipient() throws Exception {
        ReceiverBehaviour bent = ReceiverBehaviour.good()
                .recipient("gone@d", "550 5.1.1 gone")
                .reply(".", "452 4.3.1 full")
                .reply("NOOP", "421 4.3.2 leaving");
        try (PracticeReceiver receiver = start(bent, null);
                Client client = new Client(receiver.address())) {
            client.line();
            client.ask("EHLO me");
            client.ask("MAIL FROM:<>");
            assertThat(client.ask("RCPT TO:<Gone@d>")).startsWith("550 5.1.1");
            assertThat(client.ask("RCPT TO:<c@d>")).startsWith("250");
            assertThat(client.ask("DATA")).startsWith("354");
            assertThat(client.ask("x\r\n.")).startsWith("452 4.3.1");
            assertThat(receiver.inbox().received()).isZero();
            assertThat(client.ask("NOOP")).startsWith("421");
            assertThat(client.line()).isEmpty();
        }
    }

    @Test
    void starttls_can_be_refused_absent_injected_and_broken() throws Exception {
        PracticeCertificate certificate = AUTHORITY.leaf("mx.ok.practice");
        for (StartTls way : List.of(StartTls.REFUSED, StartTls.NOT_OFFERED, StartTls.INJECTED, StartTls.BROKEN)) {
            try (PracticeReceiver receiver = start(ReceiverBehaviour.good().startTls(way), certificate);
                    Client client = new Client(receiver.address())) {
                client.line();
                String offered = client.ask("EHLO me");
                String reply = client.ask("STARTTLS");
                switch (way) {
                    case REFUSED -> assertThat(reply).startsWith("454");
                    case NOT_OFFERED -> {
                        assertThat(offered).doesNotContain("STARTTLS");
                        assertThat(reply).startsWith("502");
                    }
                    case INJECTED -> assertThat(client.line()).startsWith("250 2.1.0 injected");
                    default ->
                        assertThatThrownBy(() -> client.tls("mx.ok.practice")).isInstanceOf(IOException.class);
                }
            }
        }
    }

    @Test
    void it_can_be_silent_slow_busy_or_break_off_inside_a_line() throws Exception {
        try (PracticeReceiver receiver = start(ReceiverBehaviour.good().silent(), null);
                Client client = new Client(receiver.address())) {
            client.timeout(100);
            assertThatThrownBy(client::line).isInstanceOf(SocketTimeoutException.class);
        }
        try (PracticeReceiver receiver = start(
                        ReceiverBehaviour.good().delay(Duration.ofMillis(150)).closeAt("EHLO"), null);
                Client client = new Client(receiver.address())) {
            long before = System.nanoTime();
            client.line();
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThan(Duration.ofMillis(140));
            assertThat(client.ask("EHLO me")).isEqualTo("250-bro");
        }
        try (PracticeReceiver receiver = start(ReceiverBehaviour.good().greeting("421 4.3.2 busy"), null);
                Client client = new Client(receiver.address())) {
            assertThat(client.line()).isEqualTo("421 4.3.2 busy");
            assertThat(client.line()).isEmpty();
            assertThat(receiver.connections()).isEqualTo(1);
        }
    }

    private static PracticeReceiver start(
            ReceiverBehaviour behaviour, @org.jspecify.annotations.Nullable PracticeCertificate certificate)
            throws IOException {
        return PracticeReceiver.start(
                new InetSocketAddress(InetAddress.getByName("127.25.0.1"), 0), certificate, behaviour);
    }

    /// A client that takes any certificate: what is asserted is the receiver.
    private static final class Client implements AutoCloseable {
        private Socket socket;
        private BufferedReader reader;

        Client(InetSocketAddress address) throws IOException {
            socket = new Socket(address.getAddress(), address.getPort());
            timeout(5_000);
            reader = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        }

        void timeout(int millis) throws IOException {
            socket.setSoTimeout(millis);
        }

        void write(String text) throws IOException {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        }

        String line() throws IOException {
            String line = reader.readLine();
            return line == null ? "" : line;
        }

        String ask(String command) throws IOException {
            write(command + "\r\n");
            StringBuilder reply = new StringBuilder();
            String line = reader.readLine();
            while (line != null) {
                reply.append(line);
                if (line.length() < 4 || line.charAt(3) != '-') {
                    break;
                }
                reply.append('\n');
                line = reader.readLine();
            }
            return reply.toString().strip();
        }

        X509Certificate tls(String name) throws Exception {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new TakesAll()}, null);
            SSLSocket tls = (SSLSocket) context.getSocketFactory().createSocket(socket, name, socket.getPort(), true);
            SSLParameters parameters = tls.getSSLParameters();
            parameters.setServerNames(List.of(new SNIHostName(name)));
            tls.setSSLParameters(parameters);
            tls.startHandshake();
            socket = tls;
            reader = new BufferedReader(new InputStreamReader(tls.getInputStream(), StandardCharsets.UTF_8));
            return (X509Certificate) tls.getSession().getPeerCertificates()[0];
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    private static final class TakesAll implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
