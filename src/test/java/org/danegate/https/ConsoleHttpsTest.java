package org.danegate.https;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.danegate.OwnPlace;
import org.danegate.access.ConsoleServer;
import org.danegate.access.UserAccount;
import org.danegate.address.DomainName;
import org.danegate.address.LocalHostName;
import org.danegate.certificate.CertificateFolder;
import org.danegate.certificate.CertificateMaterial;
import org.danegate.certificate.CertificateUse;
import org.danegate.certificate.Certificates;
import org.danegate.certificate.TestPki;
import org.danegate.console.MenuEntry;
import org.danegate.event.DeliveryEvent;
import org.danegate.event.DeliveryEvents;
import org.danegate.https.HttpsChecks.Way;
import org.danegate.node.ThisNode;
import org.danegate.policy.CommittedPolicy;
import org.danegate.policy.DraftPolicy;
import org.danegate.policy.Policy;
import org.danegate.wording.Fault;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.boot.tomcat.TomcatWebServer;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.FilterType;
import org.springframework.data.jpa.repository.config.EnableJpaRepositories;

/// The console by HTTPS with the real web server, real files and real handshakes.
@HttpsServed
@Timeout(120)
class ConsoleHttpsTest {

    /// The rooms that the console's HTTPS stands on.
    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @EntityScan(basePackageClasses = UserAccount.class)
    @EnableJpaRepositories(basePackageClasses = UserAccount.class)
    @ComponentScan(
            basePackageClasses = {
                UserAccount.class,
                MenuEntry.class,
                ThisNode.class,
                CertificateFolder.class,
                ConsoleHttps.class
            },
            excludeFilters = @ComponentScan.Filter(type = FilterType.REGEX, pattern = ".*Test.*"))
    static class Rooms {

        /// What was published.
        record Log(List<DeliveryEvent> all) implements DeliveryEvents {
            @Override
            public void publish(DeliveryEvent event) {
                all.add(event);
            }

            /// The sentences about conditions, in order.
            List<String> conditions() {
                return all.stream()
                        .filter(DeliveryEvent.ConditionSeen.class::isInstance)
                        .map(DeliveryEvent.ConditionSeen.class::cast)
                        .map(seen -> seen.weight() + " " + seen.text())
                        .toList();
            }
        }

        @Bean
        InstantSource clock() {
            return InstantSource.system();
        }

        @Bean
        LocalHostName hostname() {
            return new LocalHostName(DomainName.parse("gate.example"));
        }

        @Bean
        Log log() {
            return new Log(new CopyOnWriteArrayList<>());
        }

        @Bean
        DraftPolicy draft() {
            return Policy::defaults;
        }

        @Bean
        CommittedPolicy committed() {
            return new CommittedPolicy() {
                @Override
                public Revision current() {
                    return new Revision(1, Policy.defaults());
                }

                @Override
                public void onCommit(Consumer<Revision> reader) {
                    // Nothing is committed here.
                }
            };
        }
    }

    private static final TestPki PKI = new TestPki();
    private static final Way PLAIN = new Way(false, false);
    private static final Way BY_HTTPS = new Way(true, true);
    private static final HttpsSettings OFF = HttpsSettings.defaults();

    @LocalServerPort
    private int http;

    @Autowired
    private ConsoleHttps https;

    @Autowired
    private Certificates certificates;

    @Autowired
    private CertificateFolder folder;

    @Autowired
    private ConsoleServer server;

    @Autowired
    private Rooms.Log log;

    @Autowired
    private ServletWebServerApplicationContext context;

    @Value("${danegate.data-dir}")
    private Path dataDir;

    private int port;

    @BeforeEach
    void fresh() throws Exception {
        port = freePort();
        upload("gateway", PKI.leaf("console.example"));
        log.all().clear();
    }

    @AfterEach
    void off() throws Exception {
        assertThat(https.choose(OFF, PLAIN, "test")).isEmpty();
        for (String name : folder.names()) {
            certificates.delete(name, "test");
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    private void upload(String name, TestPki.Signed one) throws Exception {
        certificates.upload(name, material(one), "test");
    }

    private static CertificateMaterial material(TestPki.Signed one) {
        return new CertificateMaterial(one.pem(), one.key(), "", new byte[0]);
    }

    private HttpsSettings at(int where, String certificate) {
        return new HttpsSettings(certificate, "127.0.0.1", where, true, StrictTransport.NONE, false);
    }

    private void choose(HttpsSettings wanted) throws IOException {
        assertThat(https.choose(wanted, PLAIN, "admin")).isEmpty();
    }

    private List<String> refused(HttpsSettings wanted, Way way) throws IOException {
        return https.choose(wanted, way, "admin").stream()
                .map(fault -> fault.field() + ": " + fault.message())
                .toList();
    }

    private String subject() throws Exception {
        return Browser.presented(port).getSubjectX500Principal().getName();
    }

    @Test
    void nothing_listens_until_a_certificate_is_chosen_and_nothing_afterwards() throws Exception {
        assertThat(https.shown()).isEmpty();
        assertThat(new Browser().get(false, http, "/sign-in").status()).isEqualTo(200);
        choose(at(port, "gateway"));
        assertThat(new Browser().get(true, port, "/sign-in").status()).isEqualTo(200);
        choose(OFF);
        assertThatThrownBy(() -> Browser.connect(port)).isInstanceOf(ConnectException.class);
        assertThat(Files.readString(dataDir.resolve("https.properties"))).contains("certificate=\n");
        assertThat(log.all())
                .anySatisfy(event -> assertThat(event.toString())
                        .contains("user=admin", "set the console's HTTPS to certificate gateway, port " + port));
    }

    @Test
    void each_replacement_is_presented_to_new_connections_while_open_ones_go_on() throws Exception {
        choose(at(port, "gateway"));
        try (SSLSocket open = Browser.connect(port)) {
            for (String host : List.of("first.example", "second.example", "third.example")) {
                certificates.replace("gateway", material(PKI.leaf(host)), "test");
                assertThat(subject()).isEqualTo("CN=" + host);
            }
            open.getOutputStream()
                    .write("GET /sign-in HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(open.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 200");
        }
        assertThat(log.conditions()).isEmpty();
    }

    @Test
    void files_changed_by_hand_are_taken_and_a_pair_that_does_not_fit_leaves_the_good_one() throws Exception {
        choose(at(port, "gateway"));
        TestPki.Signed fresh = PKI.leaf("fresh.example");
        Files.writeString(dataDir.resolve("tls/gateway.crt.pem"), fresh.pem());
        https.look();
        assertThat(subject()).isEqualTo("CN=console.example");
        assertThat(log.conditions())
                .singleElement()
                .asString()
                .startsWith(
                        "WARNING The console goes on presenting its previous certificate by HTTPS. A TLS handshake");
        assertThat(https.troubles()).hasSize(1);
        Files.writeString(dataDir.resolve("tls/gateway.key.pem"), fresh.key());
        https.look();
        assertThat(subject()).isEqualTo("CN=fresh.example");
        assertThat(https.troubles()).isEmpty();
        assertThat(log.conditions()).hasSize(2).last().asString().startsWith("INFORMATION");
        Files.writeString(dataDir.resolve("tls/gateway.key.pem"), "rubbish");
        https.look();
        https.look();
        assertThat(log.conditions()).hasSize(3).last().asString().contains("can be read");
        assertThat(subject()).isEqualTo("CN=fresh.example");
    }

    @Test
    void an_expired_replacement_is_not_presented() throws Exception {
        choose(at(port, "gateway"));
        TestPki.Signed expired =
                PKI.leaf("old.example", "EC", Duration.ofDays(1), Instant.now().minus(Duration.ofDays(3)));
        certificates.replace("gateway", material(expired), "test");
        assertThat(subject()).isEqualTo("CN=console.example");
        assertThat(log.conditions()).singleElement().asString().contains("gateway has expired");
    }

    @Test
    void a_certificate_in_use_is_not_deleted() throws Exception {
        choose(at(port, "gateway"));
        assertThat(certificates.delete("gateway", "test"))
                .extracting(CertificateUse::place)
                .containsExactly(CertificateUse.Place.CONSOLE);
        assertThat(folder.has("gateway")).isTrue();
    }

    @Test
    void what_would_not_work_is_refused_beside_its_field() throws Exception {
        TestPki.Signed expired =
                PKI.leaf("old.example", "EC", Duration.ofDays(1), Instant.now().minus(Duration.ofDays(3)));
        upload("expired", expired);
        assertThat(refused(at(port, "expired"), PLAIN))
                .containsExactly("certificate: Certificate expired has expired: browsers refuse it.");
        assertThat(refused(at(port, "nowhere"), PLAIN))
                .singleElement()
                .asString()
                .contains("does not exist");
        assertThat(refused(at(http, "gateway"), PLAIN))
                .containsExactly("port: This is the port of HTTP. Choose another one.");
        assertThat(refused(at(0, "gateway"), PLAIN)).singleElement().asString().startsWith("port: ");
        assertThat(refused(new HttpsSettings("gateway", "gate", port, true, StrictTransport.NONE, false), PLAIN))
                .singleElement()
                .asString()
                .startsWith("address: ");
        assertThat(refused(new HttpsSettings("gateway", "192.0.2.1", port, true, StrictTransport.NONE, false), PLAIN))
                .singleElement()
                .asString()
                .startsWith("address: The console cannot listen there");
        assertThat(https.settings().on()).isFalse();
        assertThat(https.shown()).isEmpty();
    }

    @Test
    void strict_transport_is_said_only_when_wanted_and_never_for_a_self_signed_certificate() throws Exception {
        choose(at(port, "gateway"));
        assertThat(new Browser().get(true, port, "/sign-in").header("Strict-Transport-Security"))
                .isEmpty();
        HttpsSettings strict = new HttpsSettings("gateway", "127.0.0.1", port, true, StrictTransport.YEAR, false);
        assertThat(refused(strict, PLAIN))
                .containsExactly("strict: Open this page by HTTPS first, to see that it works.");
        assertThat(refused(strict, BY_HTTPS)).isEmpty();
        assertThat(new Browser().get(true, port, "/sign-in").header("Strict-Transport-Security"))
                .isEqualTo("max-age=31536000");
        assertThat(new Browser().get(false, http, "/actuator/health").header("Strict-Transport-Security"))
                .isEmpty();
        for (String path : List.of("/sign-in", "/console.css", "/actuator/health", "/api/v1/x")) {
            assertThat(proxied("127.0.0.2", path)).as(path).contains("Strict-Transport-Security: max-age=31536000\r\n");
            assertThat(proxied("127.0.0.1", path)).as(path).doesNotContain("Strict-Transport-Security");
        }
        HttpsSettings own = new HttpsSettings("self-signed", "127.0.0.1", port, true, StrictTransport.YEAR, false);
        assertThat(refused(own, BY_HTTPS)).singleElement().asString().contains("do not trust a self-signed");
        assertThat(refused(
                        new HttpsSettings("gateway", "127.0.0.1", port, true, StrictTransport.FORGET, false), BY_HTTPS))
                .isEmpty();
        assertThat(new Browser().get(true, port, "/sign-in").header("Strict-Transport-Security"))
                .isEqualTo("max-age=0");
    }

    @Test
    void http_is_redirected_with_path_and_query_once_a_user_was_there_by_https() throws Exception {
        choose(at(port, "gateway"));
        assertThat(new Browser().get(false, http, "/sign-in").status()).isEqualTo(200);
        new Browser().get(true, port, "/sign-in");
        assertThat(new Browser().get(false, http, "/sign-in").status())
                .as("a stranger proves nothing")
                .isEqualTo(200);
        Browser admin = new Browser();
        assertThat(admin.signIn(true, port, OwnPlace.PASSWORD).header("Location"))
                .isEqualTo("/");
        assertThat(admin.get(true, port, "/network/console").status()).isEqualTo(200);

        Browser.Answer sent = new Browser().get(false, http, "/network/certificates?a=%2F&b=1");
        assertThat(sent.status()).isEqualTo(302);
        assertThat(sent.header("Location")).isEqualTo("https://localhost:" + port + "/network/certificates?a=%2F&b=1");
        Browser.Answer form = new Browser().post(false, http, "/sign-in", "username=a&password=b");
        assertThat(form.status()).isEqualTo(303);
        assertThat(new Browser()
                        .get(false, http, "/sign-in", "Sec-Fetch-Mode: cors")
                        .status())
                .isEqualTo(401);
        assertThat(new Browser().get(false, http, "/actuator/health/liveness").status())
                .isEqualTo(200);
        assertThat(new Browser().get(false, http, "/api/v1/certificates").status())
                .as("scripts on this machine")
                .isEqualTo(401);
        assertThat(new Browser()
                        .get(false, http, "/sign-in", "Host: evil.example")
                        .status())
                .as("two hosts")
                .isEqualTo(400);
        assertThat(proxied("127.0.0.2", "/sign-in"))
                .as("a proxy decides itself")
                .startsWith("HTTP/1.1 200");
        assertThat(proxied("127.0.0.1", "/sign-in")).as("anybody may say so").startsWith("HTTP/1.1 302");
        // The proof is for the place: a new one is proved anew.
        int elsewhere = freePort();
        choose(at(elsewhere, "gateway"));
        assertThat(new Browser().get(false, http, "/sign-in").status()).isEqualTo(200);
    }

    @Test
    void a_session_by_https_has_secure_cookies_and_forms_work() throws Exception {
        choose(at(port, "gateway"));
        Browser admin = new Browser();
        Browser.Answer page = admin.get(true, port, "/sign-in");
        assertThat(page.all("Set-Cookie"))
                .isNotEmpty()
                .allSatisfy(cookie -> assertThat(cookie).contains("Secure", "HttpOnly", "SameSite=Strict"));
        assertThat(page.header("Content-Security-Policy")).contains("default-src 'none'");
        Browser.Answer in = admin.signIn(true, port, OwnPlace.PASSWORD);
        assertThat(in.all("Set-Cookie"))
                .anySatisfy(cookie -> assertThat(cookie).startsWith("DANEGATE="))
                .allSatisfy(cookie -> assertThat(cookie).contains("Secure"));
        assertThat(admin.post(true, port, "/network/console", "certificate=gateway")
                        .status())
                .as("without the form's token")
                .isEqualTo(403);
        String token = Browser.token(admin.get(true, port, "/network/console"));
        Browser.Answer off = admin.post(
                true,
                port,
                "/network/console",
                "certificate=&address=127.0.0.1&port=" + port + "&redirect=true&strict=NONE&_csrf=" + token);
        assertThat(off.status()).isEqualTo(422);
        assertThat(off.text()).contains("You are using HTTPS now");
        int moved = freePort();
        Browser.Answer answer = admin.post(
                true,
                port,
                "/network/console",
                "certificate=gateway&address=127.0.0.1&port=" + moved + "&redirect=true&strict=NONE&_csrf=" + token);
        assertThat(answer.header("Location")).isEqualTo("https://localhost:" + moved + "/network/console");
        assertThat(admin.get(true, moved, "/network/console").text()).contains("The settings are in force.");
    }

    @Test
    void a_session_that_began_in_clear_goes_on_by_https_under_another_id() throws Exception {
        choose(at(port, "gateway"));
        Browser admin = new Browser();
        admin.signIn(false, http, OwnPlace.PASSWORD);
        Browser thief = admin.copy();
        assertThat(thief.get(false, http, "/network/console").status()).isEqualTo(200);
        Browser.Answer over = admin.get(true, port, "/network/console");
        assertThat(over.status()).isEqualTo(200);
        assertThat(over.all("Set-Cookie"))
                .anySatisfy(cookie -> assertThat(cookie).startsWith("DANEGATE=").contains("Secure"));
        assertThat(admin.get(true, port, "/network/console").all("Set-Cookie"))
                .noneMatch(cookie -> cookie.startsWith("DANEGATE="));
        assertThat(thief.get(true, port, "/network/console").status())
                .as("what was read in clear is worth nothing any more")
                .isEqualTo(302);
    }

    @Test
    void a_move_that_the_system_refuses_leaves_everything_as_it_was() throws Exception {
        choose(at(port, "gateway"));
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(refused(at(taken.getLocalPort(), "gateway"), PLAIN))
                    .singleElement()
                    .asString()
                    .contains("Address already in use");
        }
        assertThat(https.settings().port()).isEqualTo(port);
        assertThat(subject()).isEqualTo("CN=console.example");
        // All addresses contain the present one: it is given up first.
        choose(new HttpsSettings("gateway", "0.0.0.0", port, true, StrictTransport.NONE, false));
        assertThat(subject()).isEqualTo("CN=console.example");
    }

    @Test
    void only_modern_protocols_are_spoken_and_no_server_name_is_needed() throws Exception {
        choose(at(port, "gateway"));
        for (String version : List.of("TLSv1.3", "TLSv1.2")) {
            try (SSLSocket socket = Browser.connect(port, version)) {
                assertThat(socket.getSession().getProtocol()).isEqualTo(version);
                assertThat(socket.getSession().getCipherSuite()).containsAnyOf("GCM", "CHACHA20");
            }
        }
    }

    @Test
    void the_console_answers_to_the_names_of_its_certificate() throws Exception {
        assertThat(asked(http, false, "console.example")).startsWith("HTTP/1.1 421");
        choose(at(port, "gateway"));
        assertThat(asked(port, true, "console.example")).startsWith("HTTP/1.1 200");
        assertThat(asked(port, true, "evil.example")).startsWith("HTTP/1.1 421");
    }

    private static String asked(int where, boolean tls, String host) throws Exception {
        try (Socket socket = tls ? Browser.connect(where) : new Socket("127.0.0.1", where)) {
            socket.getOutputStream()
                    .write(("GET /sign-in HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /// What a proxy at an address passes on from a browser that speaks TLS with it.
    private String proxied(String from, String path) throws Exception {
        try (Socket socket = new Socket(InetAddress.getByName("127.0.0.1"), http, InetAddress.getByName(from), 0)) {
            socket.getOutputStream()
                    .write(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-Proto: https\r\n"
                                    + "Connection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void several_requests_share_a_connection_by_http_2() throws Exception {
        choose(at(port, "gateway"));
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new Browser.TrustAll()}, null);
        try (HttpClient client = HttpClient.newBuilder().sslContext(context).build()) {
            HttpRequest page = HttpRequest.newBuilder(URI.create("https://localhost:" + port + "/sign-in"))
                    .build();
            // The first one opens the connection.
            assertThat(client.send(page, HttpResponse.BodyHandlers.ofString()).statusCode())
                    .isEqualTo(200);
            List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                answers.add(client.sendAsync(page, HttpResponse.BodyHandlers.ofString()));
            }
            for (CompletableFuture<HttpResponse<String>> answer : answers) {
                HttpResponse<String> got = answer.get(30, TimeUnit.SECONDS);
                assertThat(got.version()).isEqualTo(HttpClient.Version.HTTP_2);
                assertThat(got.statusCode()).isEqualTo(200);
            }
            // The bound of a stranger's body holds for each request.
            HttpRequest large = HttpRequest.newBuilder(URI.create("https://localhost:" + port + "/sign-in"))
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(HttpRequest.BodyPublishers.ofString("a=" + "a".repeat(100_000)))
                    .build();
            assertThat(client.send(large, HttpResponse.BodyHandlers.ofString()).statusCode())
                    .isEqualTo(413);
            assertThat(client.send(page, HttpResponse.BodyHandlers.ofString()).statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void connections_of_one_address_are_limited_by_https_too() throws Exception {
        choose(at(port, "gateway"));
        List<Socket> held = new ArrayList<>();
        try {
            for (int i = 0; i < 40; i++) {
                held.add(new Socket(InetAddress.getByName("127.0.0.1"), port, InetAddress.getByName("127.0.0.9"), 0));
            }
            // The oldest that only wait have made room.
            Socket oldest = held.getFirst();
            oldest.setSoTimeout(20_000);
            assertThat(oldest.getInputStream().read()).isEqualTo(-1);
            try (SSLSocket another = Browser.connect("127.0.0.9", port)) {
                assertThat(another.getSession().isValid()).isTrue();
            }
        } finally {
            for (Socket socket : held) {
                socket.close();
            }
        }
    }

    /// A server that starts where the chosen pair was broken while it did not run.
    @Test
    void after_a_restart_with_a_broken_pair_the_self_signed_certificate_stands_in_until_it_is_mended()
            throws Exception {
        TestPki.Signed good = PKI.leaf("console.example");
        Path place = Files.createDirectories(dataDir.resolve("restarted"));
        CertificateFolder broken = new CertificateFolder(place.resolve("tls"), "gate.example");
        new SettingsFile(place).write(new HttpsSettings("lost", "127.0.0.1", port, true, StrictTransport.YEAR, true));
        HttpsTroubles troubles = new HttpsTroubles(log, InstantSource.system());
        InetAddress loopback = InetAddress.getByName("127.0.0.1");
        try (ServedHttps served = new ServedHttps(broken, server, loopback, troubles, InstantSource.system())) {
            ConsoleHttps restarted = new ConsoleHttps(
                    new SettingsFile(place),
                    new GivenSettings(null, null, null, null, null),
                    served,
                    troubles,
                    new HttpsActs(log, InstantSource.system()),
                    () -> http);
            restarted.begin(
                    ((TomcatWebServer) context.getWebServer()).getTomcat().getService());
            assertThat(subject()).isEqualTo("CN=gate.example");
            assertThat(restarted.instead("127.0.0.1"))
                    .as("nobody is sent there")
                    .isEmpty();
            assertThat(restarted.strictTransport()).isEmpty();
            assertThat(log.conditions())
                    .singleElement()
                    .asString()
                    .startsWith("CRITICAL The console presents the self");

            Files.writeString(place.resolve("tls/lost.crt.pem"), good.pem());
            Files.writeString(place.resolve("tls/lost.key.pem"), good.key());
            restarted.look();
            assertThat(subject()).isEqualTo("CN=console.example");
            assertThat(restarted.instead("127.0.0.1")).hasValue(port);
            assertThat(restarted.choose(OFF, PLAIN, "test"))
                    .extracting(Fault::message)
                    .isEmpty();
        }
    }
}
