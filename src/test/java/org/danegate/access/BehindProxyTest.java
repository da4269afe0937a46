package org.danegate.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.header;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.redirectedUrl;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.danegate.guessing.GuessThrottle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.MediaType;
import org.springframework.mock.web.MockHttpSession;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;

/// What a proxy in front of the console says counts where the proxy is trusted, and nowhere else.
@TwoRoomsServed
class BehindProxyTest {

    private static final String PROXY = "192.0.2.8";

    @LocalServerPort
    private int port;

    @Autowired
    private MockMvc mvc;

    private static MockHttpServletRequestBuilder from(String peer, MockHttpServletRequestBuilder request) {
        return request.with(built -> {
            built.setRemoteAddr(peer);
            return built;
        });
    }

    private ResultActions wrong(String peer, String user, String client) throws Exception {
        return mvc.perform(from(peer, post("/sign-in"))
                .with(csrf())
                .header("X-Forwarded-For", client)
                .param("username", user)
                .param("password", "wrong"));
    }

    @Test
    void thirty_wrong_passwords_of_one_client_hold_up_nobody_else_behind_the_proxy() throws Exception {
        for (int i = 0; i < GuessThrottle.FREE_BY_ADDRESS; i++) {
            wrong(PROXY, "guess-" + i, "198.51.100.66").andExpect(redirectedUrl("/sign-in?failed"));
        }
        wrong(PROXY, "guess-more", "198.51.100.66").andExpect(redirectedUrl("/sign-in?wait"));
        wrong(PROXY, "somebody", "198.51.100.67").andExpect(redirectedUrl("/sign-in?failed"));
        // A client that writes a header of its own in front stays the one that it is.
        wrong(PROXY, "guess-more", "198.51.100.68, 198.51.100.66").andExpect(redirectedUrl("/sign-in?wait"));
    }

    @Test
    void who_is_not_trusted_cannot_count_as_somebody_else() throws Exception {
        for (int i = 0; i < GuessThrottle.FREE_BY_ADDRESS; i++) {
            wrong("203.0.113.5", "guess-" + i, "198.51.100." + i).andExpect(redirectedUrl("/sign-in?failed"));
        }
        wrong("203.0.113.5", "guess-more", "198.51.100.99").andExpect(redirectedUrl("/sign-in?wait"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-Forwarded-Prefix", "X-Forwarded-Host", "X-Forwarded-Proto", "Forwarded"})
    void headers_of_strangers_change_nothing(String name) throws Exception {
        String value = name.equals("Forwarded") ? "host=evil.example;proto=https" : "/evil.example";
        mvc.perform(get("/sign-in").header(name, value))
                .andExpect(status().isOk())
                .andExpect(content().string(not(containsString("evil.example"))))
                .andExpect(header().doesNotExist("Strict-Transport-Security"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"//evil.example", "/a//evil", "https://evil.example", "/a/../b", "/x\"onload=", "evil"})
    void a_prefix_that_could_lead_elsewhere_is_left_out(String prefix) throws Exception {
        mvc.perform(from(PROXY, get("/sign-in")).header("X-Forwarded-Prefix", prefix))
                .andExpect(content().string(containsString("action=\"/sign-in\"")));
    }

    @Test
    void the_page_first_asked_for_is_found_again_by_its_path_alone() throws Exception {
        MockHttpSession session = new MockHttpSession();
        mvc.perform(from(PROXY, get("/system/users?page=2"))
                        .session(session)
                        .header("X-Forwarded-Proto", "https")
                        .header("X-Forwarded-Host", "mail.example.org")
                        .header("X-Forwarded-Prefix", "/gate")
                        .accept(MediaType.TEXT_HTML))
                .andExpect(redirectedUrl("/gate/sign-in"));
        mvc.perform(from(PROXY, post("/sign-in"))
                        .session(session)
                        .with(csrf())
                        .header("X-Forwarded-Proto", "https")
                        .header("X-Forwarded-Host", "mail.example.org")
                        .header("X-Forwarded-Prefix", "/gate")
                        .param("username", "admin")
                        .param("password", "correct horse battery"))
                .andExpect(redirectedUrl("/gate/system/users?page=2"));
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.2, X-Forwarded-Proto, https,       true",
        "127.0.0.2, X-Forwarded-Proto, http,        false",
        "127.0.0.2, Forwarded,         proto=https, true",
        "127.0.0.1, X-Forwarded-Proto, https,       false",
        "127.0.0.1, Forwarded,         proto=https, false",
    })
    void cookies_are_secure_behind_tls(String peer, String name, String value, boolean secure) throws Exception {
        for (String path : List.of("/sign-in", "/sign-in?language=es")) {
            HttpResponse<String> answer = ask(peer, path, name, value);
            assertThat(answer.headers().allValues("Set-Cookie"))
                    .isNotEmpty()
                    .allSatisfy(cookie -> assertThat(cookie.contains("Secure")).isEqualTo(secure));
        }
    }

    /// The same request, once from a trusted proxy and once with the same headers from anybody else: what the
    /// second one says counts nowhere.
    @Test
    void a_twin_of_the_proxy_changes_neither_audit_nor_throttle_scheme_nor_location() throws Exception {
        String[] headers = {
            "X-Forwarded-For", "198.51.100.90",
            "X-Real-IP", "198.51.100.90",
            "X-Forwarded-Proto", "https",
            "X-Forwarded-Host", "evil.example",
            "X-Forwarded-Port", "444",
            "X-Forwarded-Prefix", "/evil",
            "Forwarded", "for=198.51.100.90;proto=https;host=evil.example",
        };
        HttpResponse<String> proxy = ask("127.0.0.2", "/system/users", headers);
        assertThat(proxy.headers().firstValue("Location")).hasValue("/evil/sign-in");
        assertThat(proxy.headers().allValues("Set-Cookie"))
                .isNotEmpty()
                .allSatisfy(cookie -> assertThat(cookie).contains("Path=/evil", "Secure"));
        HttpResponse<String> twin = ask("127.0.0.3", "/system/users", headers);
        assertThat(twin.headers().firstValue("Location")).hasValue("/sign-in");
        assertThat(twin.headers().allValues("Set-Cookie"))
                .isNotEmpty()
                .allSatisfy(cookie -> assertThat(cookie).contains("Path=/;").doesNotContain("Secure"));

        for (int i = 0; i < GuessThrottle.FREE_BY_ADDRESS; i++) {
            mvc.perform(from("203.0.113.77", post("/sign-in"))
                            .with(csrf())
                            .header("X-Forwarded-For", "198.51.100." + i)
                            .header("X-Real-IP", "198.51.100." + i)
                            .header("Forwarded", "for=198.51.100." + i)
                            .param("username", "twin-" + i)
                            .param("password", "wrong"))
                    .andExpect(status().isFound());
        }
        wrong("203.0.113.77", "twin-more", "198.51.100.99").andExpect(redirectedUrl("/sign-in?wait"));
        await().untilAsserted(() -> assertThat(
                        log.page(new AuditSearch("twin-0", "", "", java.time.Instant.EPOCH, AuditSearch.END), 1, 50))
                .isNotEmpty()
                .extracting(AuditEntry::getAddress)
                .containsOnly("203.0.113.77"));
    }

    @Test
    void below_a_path_links_forms_files_and_cookies_carry_it() throws Exception {
        HttpResponse<String> page = ask("127.0.0.2", "/sign-in?language=en", "X-Forwarded-Prefix", "/gate");
        assertThat(page.headers().allValues("Set-Cookie"))
                .hasSize(2)
                .allSatisfy(cookie -> assertThat(cookie).containsPattern("Path=/gate(;|$)"));
        assertThat(page.body())
                .contains("action=\"/gate/sign-in\"")
                .doesNotContainPattern("(?:href|src|action|data-[a-z]+)=\"/(?!gate/)");
        HttpResponse<String> stranger = ask("127.0.0.2", "/system/users", "X-Forwarded-Prefix", "/gate");
        assertThat(stranger.statusCode()).isEqualTo(302);
        assertThat(stranger.headers().firstValue("Location")).hasValue("/gate/sign-in");
        HttpResponse<String> missing = ask("127.0.0.2", "/no-such.css", "X-Forwarded-Prefix", "/gate");
        assertThat(missing.body()).doesNotContainPattern("(?:href|src|action)=\"/(?!gate/)");
    }

    @Autowired
    private AuditLog log;

    @Test
    void the_audit_log_has_the_address_that_the_proxy_tells() throws Exception {
        wrong(PROXY, "mallory", "198.51.100.77");
        await().untilAsserted(() -> assertThat(log.page(
                        new AuditSearch("mallory", "", "198.51.100.77", java.time.Instant.EPOCH, AuditSearch.END),
                        1,
                        5))
                .extracting(AuditEntry::getAction, AuditEntry::getAddress)
                .containsExactly(tuple("failed to sign in from 198.51.100.77", "198.51.100.77")));
    }

    private HttpResponse<String> ask(String peer, String path, String... headers) throws Exception {
        try (HttpClient browser = HttpClient.newBuilder()
                .localAddress(InetAddress.ofLiteral(peer))
                .build()) {
            return browser.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                            .headers(headers)
                            .header("Accept", "text/html")
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }
}
