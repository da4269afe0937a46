package org.danegate.verify.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.httpBasic;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.danegate.OwnPlace;
import org.danegate.access.Role;
import org.danegate.address.DomainName;
import org.danegate.practice.PracticeNetwork;
import org.danegate.verify.VerifyRuns;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.http.MediaType;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.RequestPostProcessor;

/// The page, its stream and the address for scripts, with the real filters on a real Tomcat, verifying in the practice
/// network.
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT, classes = ThreeRooms.class)
@ContextConfiguration(initializers = OwnPlace.class)
@AutoConfigureMockMvc
@Timeout(60)
class DaneVerifyWebTest {

    static final String PASSWORD = "correct horse battery";
    private static final String PAGE = "/monitor/daneverify";
    private static final String STREAM = "/monitor/daneverify/stream";
    private static final String SCRIPTS = "/api/v1/daneverify";

    @LocalServerPort
    private int port;

    @Autowired
    private MockMvc mvc;

    @Autowired
    private VerifyRuns runs;

    @Autowired
    private PracticeNetwork network;

    @BeforeEach
    void nothing_is_running() {
        await().until(() -> runs.running() == 0);
    }

    private static RequestPostProcessor reader() {
        return user("reader").authorities(Role.READ_ONLY_OPERATOR.authority());
    }

    @Test
    void the_form_takes_over_the_domain_of_its_address_and_verifies_nothing_yet() throws Exception {
        mvc.perform(get(PAGE).param("domain", "ok.practice").with(reader()))
                .andExpect(status().isOk())
                .andExpect(content().string(containsString("value=\"ok.practice\"")))
                .andExpect(content().string(not(containsString("DANE verification completed."))));
    }

    @Test
    void without_script_the_form_answers_with_transcript_and_evidence() throws Exception {
        mvc.perform(post(PAGE).param("domain", " OK.practice. ").with(reader()).with(csrf()))
                .andExpect(status().isOk())
                .andExpect(content().string(containsString("SECURE MX record(mx.ok.practice) found for ok.practice")))
                .andExpect(content().string(containsString("DANE SUCCESS for ok.practice")))
                .andExpect(content().string(containsString("SHA-256 of public key")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "not a domain", "a..b", "<script>alert(1)</script>", "user@ok.practice"})
    void what_is_no_domain_is_told_beside_the_field_and_the_text_stays(String text) throws Exception {
        mvc.perform(post(PAGE).param("domain", text).with(reader()).with(csrf()))
                .andExpect(status().isUnprocessableContent())
                .andExpect(content().string(containsString("aria-invalid=\"true\"")))
                .andExpect(content().string(containsString(">▲ " + DomainField.BAD + "</p>")))
                .andExpect(content().string(not(containsString("<script>alert"))));
        mvc.perform(post(STREAM).param("domain", text).with(reader()).with(csrf()))
                .andExpect(status().isOk())
                .andExpect(content().json("{\"fault\": \"" + DomainField.BAD + "\"}"));
    }

    @Test
    void a_page_post_without_csrf_token_is_refused() throws Exception {
        mvc.perform(post(STREAM).param("domain", "ok.practice").with(reader())).andExpect(status().isForbidden());
    }

    @Test
    void a_script_gets_verdict_transcript_and_evidence() throws Exception {
        ask("{\"domain\": \"ok.practice\"}")
                .andExpect(status().isOk())
                .andExpect(content().contentTypeCompatibleWith(MediaType.APPLICATION_JSON))
                .andExpect(jsonPath("$.domain").value("ok.practice"))
                .andExpect(jsonPath("$.verdict").value("DANE_SUCCESS"))
                .andExpect(jsonPath("$.transcript[0]").value("SECURE MX record(mx.ok.practice) found for ok.practice"))
                .andExpect(jsonPath("$.evidence.kind").value("destination"))
                .andExpect(jsonPath("$.evidence.status").value("DANE_SUCCESS"))
                .andExpect(
                        jsonPath("$.evidence.children[?(@.kind=='mx')].status").value("SECURE"));
        ask("{\"domain\": \"wrong-certificate.practice\"}")
                .andExpect(status().isOk())
                .andExpect(jsonPath("$.verdict").value("DANE_FAILED"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"domain\": \"not a domain\"}", "{\"domain\": null}", "{}", "{\"domain\":", "[]", ""})
    void a_request_that_names_no_domain_is_a_400_problem_document(String body) throws Exception {
        ask(body)
                .andExpect(status().isBadRequest())
                .andExpect(content().contentType(MediaType.APPLICATION_PROBLEM_JSON))
                .andExpect(jsonPath("$.status").value(400))
                .andExpect(jsonPath("$.detail").isNotEmpty());
    }

    private org.springframework.test.web.servlet.ResultActions ask(String body) throws Exception {
        return mvc.perform(post(SCRIPTS)
                .with(httpBasic("admin", PASSWORD))
                .contentType(MediaType.APPLICATION_JSON)
                .content(body));
    }

    @Test
    void a_read_only_operator_may_ask_by_script_and_a_stranger_may_not() throws Exception {
        mvc.perform(post(SCRIPTS)
                        .with(reader())
                        .contentType(MediaType.APPLICATION_JSON)
                        .content("{\"domain\": \"ok.practice\"}"))
                .andExpect(status().isOk());
        mvc.perform(post(SCRIPTS).contentType(MediaType.APPLICATION_JSON).content("{\"domain\": \"ok.practice\"}"))
                .andExpect(status().isUnauthorized());
    }

    @Test
    void the_ninth_at_the_same_time_is_told_to_come_back() throws Exception {
        CountDownLatch begun = new CountDownLatch(VerifyRuns.MOST);
        CountDownLatch go = new CountDownLatch(1);
        try (ExecutorService others = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < VerifyRuns.MOST; i++) {
                all.add(others.submit(() -> runs.run(new DomainName("ok.practice"), stage -> {
                    begun.countDown();
                    wait(go);
                })));
            }
            begun.await();
            ask("{\"domain\": \"ok.practice\"}")
                    .andExpect(status().isServiceUnavailable())
                    .andExpect(content().contentType(MediaType.APPLICATION_PROBLEM_JSON))
                    .andExpect(jsonPath("$.detail").value(DomainField.BUSY));
            mvc.perform(post(STREAM)
                            .param("domain", "ok.practice")
                            .with(reader())
                            .with(csrf()))
                    .andExpect(content().json("{\"problem\": \"" + DomainField.BUSY + "\"}"));
            mvc.perform(post(PAGE).param("domain", "ok.practice").with(reader()).with(csrf()))
                    .andExpect(content().string(containsString(DomainField.BUSY)));
            go.countDown();
            for (Future<?> one : all) {
                one.get();
            }
        }
        ask("{\"domain\": \"ok.practice\"}").andExpect(status().isOk());
    }

    private static void wait(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void lines_come_while_the_receiver_still_keeps_silent() throws Exception {
        try (Holding receiver = new Holding("held.practice", "127.26.4.1", network);
                SignedIn browser = new SignedIn(port, "admin", PASSWORD);
                BufferedReader stream = browser.post(STREAM, "held.practice")) {
            String line = upTo(stream, "Connecting to 127.26.4.1 on port");
            assertThat(line).startsWith("{\"line\":\"");
            assertThat(runs.running()).isEqualTo(1);
            try (Socket one = receiver.accept()) {
                one.getOutputStream().write("554 not today\r\n".getBytes(StandardCharsets.US_ASCII));
            }
            upTo(stream, "Connection to 127.26.4.1 failed: greeting was answered 554 not today");
            receiver.accept().close();
            upTo(stream, "DANE FAILED for held.practice");
            upTo(stream, "DANE verification completed.");
            assertThat(upTo(stream, "\"verdict\":\"DANE_FAILED\"")).contains("\"evidence\":\"<ul class=");
            assertThat(stream.readLine()).startsWith("{\"mtaSts\":\"<ul class=");
            assertThat(stream.readLine()).isNull();
        }
    }

    @Test
    void a_browser_that_has_gone_ends_the_walk() throws Exception {
        try (Holding receiver = new Holding("left.practice", "127.26.4.2", network);
                SignedIn browser = new SignedIn(port, "admin", PASSWORD)) {
            BufferedReader stream = browser.post(STREAM, "left.practice");
            upTo(stream, "Connecting to 127.26.4.2 on port");
            try (Socket first = receiver.accept()) {
                browser.leave();
                assertThat(runs.running()).isEqualTo(1);
                assertThat(first.isConnected()).isTrue();
            }
            await().atMost(Duration.ofSeconds(10)).until(() -> runs.running() == 0);
            assertThat(receiver.waiting()).isFalse();
        }
    }

    private static String upTo(BufferedReader stream, String part) throws IOException {
        for (String line = stream.readLine(); line != null; line = stream.readLine()) {
            if (line.contains(part)) {
                return line;
            }
        }
        throw new AssertionError("the stream ended without: " + part);
    }

    /// A domain with two hosts at one address, whose server speaks only when the test says so.
    private static final class Holding implements AutoCloseable {

        private final ServerSocket server;

        Holding(String domain, String address, PracticeNetwork network) throws IOException {
            server = new ServerSocket();
            server.bind(new InetSocketAddress(InetAddress.getByName(address), network.deliveryPort()));
            var zone = network.tree().zone(domain);
            var leaf = network.certificates().leaf(domain);
            for (String host : List.of("a." + domain, "b." + domain)) {
                zone.mx(10, host).address(host, address).tlsa(host, network.deliveryPort(), leaf.tlsa(3, 1, 1));
            }
        }

        Socket accept() throws IOException {
            server.setSoTimeout(20_000);
            return server.accept();
        }

        boolean waiting() throws IOException {
            server.setSoTimeout(300);
            try (Socket more = server.accept()) {
                return more.isConnected();
            } catch (java.net.SocketTimeoutException none) {
                return false;
            }
        }

        @Override
        public void close() throws IOException {
            server.close();
        }
    }
}
