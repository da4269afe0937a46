package org.danegate.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.servlet.ServletContext;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/// Strangers who announce, trickle, hold on and upload, against the real server: it takes little from them, and others
/// go on being served.
@TwoRoomsServed
@Timeout(60)
class StrangersTest {

    private static final String PASSWORD = "correct horse battery";
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final Duration AT_ONCE = Duration.ofSeconds(5);

    @LocalServerPort
    private int port;

    @Autowired
    private ConsoleLimits limits;

    @Autowired
    private ServletContext context;

    private Socket from(String address) throws IOException {
        Socket socket = new Socket(InetAddress.getByName("127.0.0.1"), port, InetAddress.getByName(address), 0);
        socket.setSoTimeout((int) AT_ONCE.toMillis());
        return socket;
    }

    private static void say(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String post(String address, String type, String length) {
        return "POST " + address + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: " + type + "\r\n" + length
                + "\r\n\r\n";
    }

    /// The first line of the answer, after which the connection is closed.
    private static String answer(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1)
                .lines()
                .findFirst()
                .orElse("none");
    }

    @ParameterizedTest
    @CsvSource({
        "/sign-in,                            application/x-www-form-urlencoded,    1000000,    413",
        "/sign-in,                            application/x-www-form-urlencoded,    25000000,   413",
        "/sign-in,                            multipart/form-data; boundary=x,      25000000,   413",
        "/sign-in,                            application/json,                     9999999999, 413",
        "/system/configuration-file/validate, multipart/form-data; boundary=x,      1000000,    413",
        "/console.css,                        multipart/form-data; boundary=x,      1000000,    413",
        "/error,                              multipart/form-data; boundary=x,      1000000,    413",
        "/actuator/health,                    multipart/form-data; boundary=x,      1000000,    413",
        "/actuator/health,                    application/x-www-form-urlencoded,    1000000,    413",
        "/api/v1/policy,                      application/yaml,                     25000000,   401",
        "/api/v1/policy,                      application/x-www-form-urlencoded,    25000000,   401",
    })
    void what_a_stranger_announces_is_refused_at_once_and_never_waited_for(
            String address, String type, String length, String status) throws IOException {
        try (Socket stranger = from("127.0.0.1")) {
            say(stranger, post(address, type, "Content-Length: " + length) + "a=");
            assertThat(answer(stranger)).startsWith("HTTP/1.1 " + status);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/sign-in,         application/x-www-form-urlencoded, 413",
        "/actuator/health, application/x-www-form-urlencoded, 4",
        "/api/v1/policy,   application/yaml,                  401",
    })
    void what_a_stranger_does_not_announce_ends_at_the_same_bound(String address, String type, String status)
            throws IOException {
        try (Socket stranger = from("127.0.0.1")) {
            say(stranger, post(address, type, "Transfer-Encoding: chunked"));
            String chunk = "1000\r\n" + "a".repeat(0x1000) + "\r\n";
            try {
                say(stranger, chunk.repeat(ConsoleLimits.STRANGERS_BODY / 0x1000 + 1));
            } catch (IOException e) {
                // It was cut off already.
            }
            assertThat(answer(stranger)).startsWith("HTTP/1.1 " + status);
        }
    }

    @Test
    void a_body_that_nobody_reads_makes_no_fault_of_a_redirect() throws IOException {
        try (Socket stranger = from("127.0.0.1")) {
            say(stranger, post("/sign-in", "text/plain", "Transfer-Encoding: chunked") + "0\r\n\r\n");
            assertThat(answer(stranger)).startsWith("HTTP/1.1 302");
        }
    }

    @Test
    void a_strangers_file_is_not_stored() throws IOException {
        File folder = (File) context.getAttribute(ServletContext.TEMPDIR);
        List<String> before = files(folder);
        String file =
                "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"f\"\r\n\r\n" + "a".repeat(12_000);
        List<Socket> strangers = new ArrayList<>();
        try {
            for (String address : List.of("/sign-in", "/anything", "/console.css", "/actuator/health", "/error")) {
                for (String length :
                        List.of("Content-Length: 13000", "Content-Length: 2000000", "Transfer-Encoding: chunked")) {
                    Socket stranger = from("127.0.0.1");
                    strangers.add(stranger);
                    String body =
                            length.startsWith("T") ? Integer.toHexString(file.length()) + "\r\n" + file + "\r\n" : file;
                    say(stranger, post(address, "multipart/form-data; boundary=x", length) + body);
                    assertThat(stranger.getInputStream().readNBytes(12))
                            .asString()
                            .startsWith("HTTP/1.1 ");
                    assertThat(files(folder)).as(address + " " + length).isEqualTo(before);
                }
            }
        } finally {
            for (Socket stranger : strangers) {
                stranger.close();
            }
        }
    }

    private static List<String> files(File folder) throws IOException {
        try (Stream<java.nio.file.Path> all = Files.walk(folder.toPath())) {
            return all.map(Object::toString)
                    .filter(name -> name.endsWith(".tmp"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void who_holds_all_connections_of_an_address_keeps_nobody_out() throws Exception {
        List<Socket> slow = new ArrayList<>();
        try {
            for (int i = 0; i < limits.perAddress() + 20; i++) {
                Socket stranger = from("127.0.0.1");
                slow.add(stranger);
                // Half of them have not even said all of their headers.
                say(stranger, i % 2 == 0 ? post("/sign-in", FORM, "Content-Length: 900") + "a=" : "POST /sign-in HT");
            }
            for (String address : List.of("127.0.0.1", "127.0.0.3")) {
                try (Socket other = from(address)) {
                    say(other, "GET /sign-in HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
                    assertThat(answer(other)).startsWith("HTTP/1.1 200");
                }
            }
            for (Socket one : slow) {
                one.setSoTimeout(1);
            }
            await().atMost(AT_ONCE.multipliedBy(2))
                    .untilAsserted(() -> assertThat(slow.stream().filter(StrangersTest::ended))
                            .hasSizeBetween(20, 40));
        } finally {
            for (Socket one : slow) {
                one.close();
            }
        }
    }

    private static boolean ended(Socket socket) {
        try {
            return socket.getInputStream().readAllBytes().length >= 0;
        } catch (java.net.SocketTimeoutException e) {
            return false;
        } catch (IOException reset) {
            return true;
        }
    }

    @ParameterizedTest
    @CsvSource({"100000, 422", "900000, 422", "2000000, 413"})
    void who_has_signed_in_sends_forms_of_a_moderate_size(int size, int status) throws Exception {
        try (HttpClient browser = HttpClient.newHttpClient()) {
            String cookie = signedIn(browser);
            HttpResponse<String> form = send(
                    browser, HttpRequest.newBuilder(at("/system/users/new")).header("Cookie", cookie));
            HttpResponse<String> answer = send(
                    browser,
                    HttpRequest.newBuilder(at("/system/users/new"))
                            .header("Cookie", cookie)
                            .header("Content-Type", FORM)
                            .POST(HttpRequest.BodyPublishers.ofString(
                                    "_csrf=" + token(form.body()) + "&name=" + "n".repeat(size))));
            assertThat(answer.statusCode()).isEqualTo(status);
        }
    }

    /// The last octets of a body that nobody reads come with the first of the next request.
    @Test
    void a_request_right_behind_a_body_that_nobody_reads_is_answered() throws Exception {
        try (HttpClient browser = HttpClient.newHttpClient();
                Socket socket = from("127.0.0.1")) {
            String cookie = signedIn(browser);
            String csrf = token(send(
                            browser,
                            HttpRequest.newBuilder(at("/account/password")).header("Cookie", cookie))
                    .body());
            say(
                    socket,
                    "POST /sign-out?_csrf=" + csrf + " HTTP/1.1\r\nHost: localhost\r\nCookie: " + cookie
                            + "\r\nContent-Type: text/plain\r\nContent-Length: 20000\r\n\r\n" + "x".repeat(20_000)
                            + "GET /sign-in HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

            String answers = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answers).startsWith("HTTP/1.1 302").contains("HTTP/1.1 200", "</html>");
        }
    }

    private String signedIn(HttpClient browser) {
        HttpResponse<String> page = send(browser, HttpRequest.newBuilder(at("/sign-in")));
        HttpResponse<String> done = send(
                browser,
                HttpRequest.newBuilder(at("/sign-in"))
                        .header("Cookie", cookie(page))
                        .header("Content-Type", FORM)
                        .POST(HttpRequest.BodyPublishers.ofString("username=admin&password="
                                + URLEncoder.encode(PASSWORD, StandardCharsets.UTF_8) + "&_csrf="
                                + token(page.body()))));
        assertThat(done.statusCode()).isEqualTo(302);
        return cookie(done);
    }

    private URI at(String address) {
        return URI.create("http://127.0.0.1:" + port + address);
    }

    private static HttpResponse<String> send(HttpClient browser, HttpRequest.Builder request) {
        try {
            return browser.send(request.timeout(Duration.ofSeconds(20)).build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String token(String page) {
        Matcher token = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"").matcher(page);
        assertThat(token.find()).isTrue();
        return URLEncoder.encode(token.group(1), StandardCharsets.UTF_8);
    }

    private static String cookie(HttpResponse<String> answer) {
        String header = answer.headers().firstValue("Set-Cookie").orElseThrow();
        return header.substring(0, header.indexOf(';'));
    }
}
