package org.danegate.fetch;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.danegate.address.DomainName;
import org.danegate.dns.DnsLookup;
import org.danegate.dns.QueryLog;
import org.danegate.dns.ValidatingLookup;
import org.danegate.fetch.HttpsAnswer.Answered;
import org.danegate.fetch.HttpsAnswer.Failed;
import org.danegate.fetch.HttpsAnswer.Step;
import org.danegate.policy.DnsSettings;
import org.danegate.practice.PracticeNetwork;
import org.danegate.trust.PublicAuthorities;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Requests through a proxy: the tunnel is a real one, and so is the server behind it.
@Timeout(60)
class ProxyTest {

    private static final String DOMAIN = "sts-enforce.practice";
    private static final DomainName HOST = DomainName.parse("mta-sts." + DOMAIN);
    private static final String PATH = "/.well-known/mta-sts.txt";

    private static PracticeNetwork network;

    @BeforeAll
    static void start() throws IOException {
        network = PracticeNetwork.start();
    }

    @AfterAll
    static void stop() throws IOException {
        network.close();
    }

    @Test
    @Tag("S-16")
    void the_answer_comes_through_the_tunnel_and_no_name_is_looked_up_here() throws Exception {
        try (Tunnels proxy = new Tunnels("HTTP/1.1 200 Connection established")) {
            HttpsAnswer answer = ask(proxy, HOST, Duration.ofSeconds(20));

            assertThat(answer).isInstanceOfSatisfying(Answered.class, found -> {
                assertThat(found.status()).isEqualTo(200);
                assertThat(new String(found.body(), US_ASCII)).contains("mode: enforce");
            });
            assertThat(proxy.asked).containsExactly("CONNECT " + HOST + ":" + network.webPort() + " HTTP/1.1");
        }
    }

    @Test
    @Tag("S-12")
    void the_certificate_is_checked_behind_the_proxy_too() throws Exception {
        try (Tunnels proxy = new Tunnels("HTTP/1.1 200 OK")) {
            HttpsAnswer answer = ask(proxy, DomainName.parse("mta-sts.other.practice"), Duration.ofSeconds(20));

            assertThat(answer)
                    .isInstanceOfSatisfying(
                            Failed.class, failed -> assertThat(failed.step()).isEqualTo(Step.CERTIFICATE));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "HTTP/1.1 403 Forbidden,                proxy-403, answered with status 403",
        "HTTP/1.1 407 Authentication Required,  proxy-407, answered with status 407",
        "SSH-2.0-OpenSSH,                       proxy,     connection to proxy",
        "'',                                    proxy,     connection to proxy",
    })
    @Tag("S-16")
    void a_proxy_that_refuses_or_talks_nonsense_is_a_failed_connection(String reply, String code, String reason)
            throws Exception {
        try (Tunnels proxy = new Tunnels(reply)) {
            assertThat(ask(proxy, HOST, Duration.ofSeconds(20))).isInstanceOfSatisfying(Failed.class, failed -> {
                assertThat(failed.step()).isEqualTo(Step.CONNECT);
                assertThat(failed.code()).isEqualTo(code);
                assertThat(failed.reason()).contains(reason, "proxy 127.0.0.1:");
            });
        }
    }

    @Test
    @Tag("S-13")
    void a_silent_proxy_is_given_up_in_time_and_one_that_is_gone_at_once() throws Exception {
        Tunnels proxy = new Tunnels(null);
        try (proxy) {
            assertThat(ask(proxy, HOST, Duration.ofMillis(600)))
                    .isInstanceOfSatisfying(
                            Failed.class, failed -> assertThat(failed.step()).isEqualTo(Step.TIME));
        }
        assertThat(ask(proxy, HOST, Duration.ofSeconds(20)))
                .isInstanceOfSatisfying(
                        Failed.class, failed -> assertThat(failed.code()).isEqualTo("proxy"));
    }

    @Test
    void the_setting_is_a_host_and_a_port() {
        assertThat(HttpsProxy.of(" ")).isNull();
        assertThat(HttpsProxy.of("proxy.example.com:3128")).isEqualTo(new HttpsProxy("proxy.example.com", 3128));
        assertThat(HttpsProxy.of("[2001:db8::1]:8080")).hasToString("[2001:db8::1]:8080");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"proxy", "proxy:", ":3128", "proxy:0", "proxy:65536", "http://proxy:3128", "a b:1", "::1:80"})
    void another_form_is_refused(String text) {
        assertThatThrownBy(() -> HttpsProxy.of(text)).hasMessageContaining("\"" + text + "\" is not a proxy such as");
    }

    private static HttpsAnswer ask(Tunnels proxy, DomainName host, Duration within) throws IOException {
        // Nothing listens there: a lookup would fail.
        DnsSettings dns = new DnsSettings(
                List.of(new DnsSettings.Server("127.0.0.1", 1, 0)),
                List.of(),
                List.of(),
                false,
                Duration.ofMillis(200),
                Path.of("no.anchor"));
        DnsLookup nobody = new ValidatingLookup(() -> dns, InstantSource.system(), QueryLog.NONE);
        HttpsRequests requests = new HttpsRequests(
                nobody,
                PublicAuthorities.with(List.of(network.certificates().authority())),
                false,
                new HttpsProxy("127.0.0.1", proxy.port),
                System::nanoTime);
        return requests.make(HttpsRequest.get(host, network.webPort(), PATH, within, 65_536));
    }

    /// A proxy that answers each CONNECT in the same way and leads to the practice server, whatever the name.
    private static final class Tunnels implements AutoCloseable {

        private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        private final List<String> asked = new CopyOnWriteArrayList<>();
        private final int port = server.getLocalPort();
        private final @Nullable String reply;

        /// @param reply status line; empty to close, null for silence
        Tunnels(@Nullable String reply) throws IOException {
            this.reply = reply;
            threads.execute(this::accept);
        }

        private void accept() {
            try {
                while (true) {
                    Socket client = server.accept();
                    threads.execute(() -> serve(client));
                }
            } catch (IOException closed) {
                // The test is over.
            }
        }

        private void serve(Socket client) {
            try (client) {
                BufferedReader in = new BufferedReader(new InputStreamReader(client.getInputStream(), US_ASCII));
                asked.add(in.readLine());
                while (!in.readLine().isEmpty()) {
                    // A header field.
                }
                if (reply == null) {
                    in.read();
                } else if (!reply.isEmpty()) {
                    client.getOutputStream().write((reply + "\r\nVia: 1.1 test\r\n\r\n").getBytes(US_ASCII));
                    if (reply.contains(" 200 ")) {
                        tunnel(client);
                    }
                }
            } catch (IOException gone) {
                // The client has what it wants.
            }
        }

        private void tunnel(Socket client) throws IOException {
            try (Socket upstream =
                    new Socket(network.webServer(DOMAIN).address().getAddress(), network.webPort())) {
                threads.execute(() -> {
                    try {
                        client.getInputStream().transferTo(upstream.getOutputStream());
                    } catch (IOException gone) {
                        // Over.
                    }
                });
                upstream.getInputStream().transferTo(client.getOutputStream());
            }
        }

        @Override
        public void close() throws IOException {
            server.close();
            threads.shutdownNow();
        }
    }
}
