package org.danegate.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.httpBasic;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.request;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.header;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.redirectedUrl;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletContext;
import jakarta.servlet.SessionTrackingMode;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.danegate.console.MenuEntry;
import org.danegate.event.DeliveryEvents;
import org.danegate.guessing.GuessThrottle;
import org.danegate.node.ThisNode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.FilterType;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.mock.web.MockHttpSession;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.RequestPostProcessor;

/// The rules of access with the real filters, pages and an H2 database in memory; rooms other than access and console
/// take no part.
@TwoRoomsServed
class WebSecurityTest {

    private static final String PASSWORD = "correct horse battery";

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @org.springframework.boot.persistence.autoconfigure.EntityScan(basePackageClasses = UserAccount.class)
    @org.springframework.data.jpa.repository.config.EnableJpaRepositories(basePackageClasses = UserAccount.class)
    @ComponentScan(
            basePackageClasses = {UserAccount.class, MenuEntry.class, ThisNode.class},
            excludeFilters = @ComponentScan.Filter(type = FilterType.REGEX, pattern = ".*Test.*"))
    static class TwoRooms {

        /// What is told is kept at once.
        @Bean
        DeliveryEvents events(ObjectProvider<AuditLog> log) {
            return event -> log.getObject().on(event);
        }
    }

    @LocalServerPort
    private int port;

    @Autowired
    private ServletContext context;

    @Autowired
    private MockMvc mvc;

    @Autowired
    private Users users;

    @Autowired
    private ApiTokens tokens;

    @BeforeEach
    void a_read_only_operator_exists() {
        if (users.find("reader").isEmpty()) {
            users.add("reader", GivenPassword.lasting(PASSWORD), Role.READ_ONLY_OPERATOR, "test");
        }
    }

    private static RequestPostProcessor as(String name) {
        Role role = name.equals("admin") ? Role.ADMINISTRATOR : Role.READ_ONLY_OPERATOR;
        return user(name).authorities(role.authority());
    }

    // 404 and 405 stand for "let through": the pages of other rooms are not here.
    @ParameterizedTest
    @CsvSource({
        "GET,    /monitor/delivery-status,           reader, 404",
        "GET,    /monitor/delivery-status,           admin,  404",
        "POST,   /monitor/delivery-status/retry,     reader, 403",
        "POST,   /monitor/delivery-status/retry,     admin,  404",
        "POST,   /monitor/daneverify,                reader, 404",
        "POST,   /mail-policies/destination-controls, reader, 403",
        "DELETE, /mail-policies/destination-controls, reader, 403",
        "POST,   /commit,                            reader, 403",
        "POST,   /commit,                            admin,  404",
        "GET,    /system/users,                      reader, 403",
        "GET,    /system/users,                      admin,  200",
        "POST,   /system/users/new,                  reader, 403",
        "GET,    /account/password,                  reader, 200",
    })
    void pages_are_open_by_method_and_role(String method, String address, String name, int expected) throws Exception {
        mvc.perform(request(HttpMethod.valueOf(method), address).with(as(name)).with(csrf()))
                .andExpect(status().is(expected));
    }

    @ParameterizedTest
    @CsvSource({
        "GET,  /api/v1/delivery-status,       reader, 404",
        "POST, /api/v1/delivery-status/retry, reader, 403",
        "POST, /api/v1/delivery-status/retry, admin,  404",
        "PUT,  /api/v1/policy,                reader, 403",
        "PUT,  /api/v1/policy,                admin,  404",
        "POST, /api/v1/daneverify,            reader, 404",
    })
    void scripts_have_the_same_roles_by_http_basic(String method, String address, String name, int expected)
            throws Exception {
        mvc.perform(request(HttpMethod.valueOf(method), address).with(httpBasic(name, PASSWORD)))
                .andExpect(status().is(expected));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/monitor/delivery-status", "/system/users", "/anything"})
    void a_stranger_is_led_to_the_sign_in_page(String address) throws Exception {
        mvc.perform(get(address).accept(MediaType.TEXT_HTML))
                .andExpect(status().isFound())
                .andExpect(redirectedUrl("/sign-in"));
    }

    @Test
    void a_strangers_post_is_refused_even_with_a_csrf_token() throws Exception {
        mvc.perform(post("/commit").with(csrf()).accept(MediaType.TEXT_HTML))
                .andExpect(status().isFound())
                .andExpect(redirectedUrl("/sign-in"));
    }

    @Test
    void a_fragment_asked_for_without_session_is_401_instead_of_the_sign_in_page() throws Exception {
        mvc.perform(get("/monitor/delivery-status").header("HX-Request", "true"))
                .andExpect(status().isUnauthorized());
    }

    @ParameterizedTest
    @ValueSource(strings = {"cors", "same-origin", "no-cors", "websocket"})
    void what_a_script_renews_without_session_is_401_instead_of_the_sign_in_page(String mode) throws Exception {
        mvc.perform(get("/monitor/delivery-status").header("Sec-Fetch-Mode", mode))
                .andExpect(status().isUnauthorized());
        mvc.perform(post("/monitor/daneverify/stream").header("Sec-Fetch-Mode", mode))
                .andExpect(status().isUnauthorized());
    }

    @Test
    void a_form_that_outlived_its_session_leads_to_the_sign_in_page() throws Exception {
        mvc.perform(post("/mail-policies/destinations/new").header("Sec-Fetch-Mode", "navigate"))
                .andExpect(redirectedUrl("/sign-in?again"));
    }

    @Test
    void that_a_session_was_ended_is_told_to_who_reads_it_and_not_to_a_script() throws Exception {
        users.add("ines", GivenPassword.lasting(PASSWORD), Role.OPERATOR, "test");
        MockHttpSession session = (MockHttpSession) mvc.perform(post("/sign-in")
                        .param("username", "ines")
                        .param("password", PASSWORD)
                        .with(csrf()))
                .andExpect(redirectedUrl("/"))
                .andReturn()
                .getRequest()
                .getSession();
        users.delete("ines", "test");
        for (DispatcherType once : List.of(DispatcherType.REQUEST, DispatcherType.ASYNC)) {
            mvc.perform(get("/account/password")
                            .session(session)
                            .header("Sec-Fetch-Mode", "cors")
                            .with(request -> {
                                request.setDispatcherType(once);
                                return request;
                            }))
                    .andExpect(status().isUnauthorized());
        }
        mvc.perform(get("/account/password").session(session).header("Sec-Fetch-Mode", "navigate"))
                .andExpect(redirectedUrl("/sign-in?ended"));
        assertThat(session.isInvalid()).isTrue();
    }

    @Test
    void a_post_without_csrf_token_is_refused() throws Exception {
        mvc.perform(post("/system/users/new").with(as("admin")).param("name", "mallory"))
                .andExpect(status().isForbidden());
        assertThat(users.find("mallory")).isEmpty();
    }

    @Test
    void the_csrf_token_is_taken_from_a_header_too() throws Exception {
        mvc.perform(post("/system/users/tokens")
                        .with(as("admin"))
                        .with(csrf().asHeader())
                        .param("label", "from a script")
                        .param("scopes", "metrics"))
                .andExpect(redirectedUrl("/system/users"));
    }

    @Test
    void scripts_without_credentials_get_a_problem_document() throws Exception {
        mvc.perform(get("/api/v1/delivery-status"))
                .andExpect(status().isUnauthorized())
                .andExpect(content().contentType(MediaType.APPLICATION_PROBLEM_JSON))
                .andExpect(header().string(HttpHeaders.WWW_AUTHENTICATE, startsWith("Basic")))
                .andExpect(jsonPath("$.status").value(401))
                .andExpect(jsonPath("$.instance").value("/api/v1/delivery-status"));
    }

    @Test
    void scripts_without_the_role_get_a_problem_document() throws Exception {
        mvc.perform(post("/api/v1/policy/commit").with(httpBasic("reader", PASSWORD)))
                .andExpect(status().isForbidden())
                .andExpect(content().contentType(MediaType.APPLICATION_PROBLEM_JSON));
    }

    @Test
    void a_cross_site_request_with_remembered_credentials_is_denied() throws Exception {
        mvc.perform(post("/api/v1/policy/commit")
                        .with(httpBasic("admin", PASSWORD))
                        .header("Sec-Fetch-Site", "cross-site"))
                .andExpect(status().isForbidden());
    }

    // A password that a browser remembers is of no use to another site, nor to this one: old browsers say less.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Sec-Fetch-Site | cross-site",
                "Sec-Fetch-Site | same-site",
                "Sec-Fetch-Site | same-origin",
                "Sec-Fetch-Site | none",
                "Sec-Fetch-Dest | image",
                "Origin         | https://evil.example",
                "Origin         | null",
                "Referer        | https://evil.example/page",
                "Upgrade-Insecure-Requests | 1",
            })
    void a_browsers_remembered_password_is_not_taken(String mark, String value) throws Exception {
        for (String address : List.of("/api/v1/x", "/actuator/health", "/actuator/prometheus")) {
            mvc.perform(get(address).with(httpBasic("admin", PASSWORD)).header(mark, value))
                    .andExpect(status().isForbidden())
                    .andExpect(jsonPath("$.detail").value(BrowserPasswords.REFUSED));
        }
        mvc.perform(get("/api/v1/x").header(mark, value))
                .andExpect(header().stringValues(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"Danegate\""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Mozilla/5.0 (Windows NT 6.1; rv:52.0) Gecko/20100101 Firefox/52.0                | false",
                "Mozilla/5.0 (Windows NT; Windows NT 10.0; de-DE) WindowsPowerShell/5.1.19041.1682 | true",
                "curl/8.14.1                                                                      | true",
            })
    void a_browser_is_never_asked_for_a_password_to_remember(String agent, boolean asked) throws Exception {
        assertThat(mvc
                        .perform(get("/api/v1/x").header(HttpHeaders.USER_AGENT, agent))
                        .andExpect(status().isUnauthorized())
                        .andReturn()
                        .getResponse()
                        .getHeaders(HttpHeaders.WWW_AUTHENTICATE)
                        .stream()
                        .anyMatch(challenge -> challenge.startsWith("Basic")))
                .isEqualTo(asked);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "User-Agent     | curl/8.14.1",
                "User-Agent     | Mozilla/5.0 (Windows NT; Windows NT 10.0; de-DE) WindowsPowerShell/5.1.19041.1682",
                "Sec-Fetch-Mode | cors",
            })
    void a_scripts_password_is_taken(String mark, String value) throws Exception {
        mvc.perform(get("/api/v1/x").with(httpBasic("admin", PASSWORD)).header(mark, value))
                .andExpect(status().isNotFound());
    }

    @Test
    void a_bearer_token_acts_with_its_users_role_until_deleted() throws Exception {
        String token = tokens.create("reader", ApiTokensTest.forAll("test", Role.ADMINISTRATOR), "test");
        String header = "Bearer " + token;
        mvc.perform(get("/api/v1/x").header("Authorization", header)).andExpect(status().isNotFound());
        mvc.perform(post("/api/v1/x").header("Authorization", header)).andExpect(status().isForbidden());
        tokens.all().stream()
                .filter(row -> row.getUserName().equals("reader"))
                .forEach(row -> tokens.delete(row.getId(), "test"));
        mvc.perform(get("/api/v1/x").header("Authorization", header)).andExpect(status().isUnauthorized());
    }

    @ParameterizedTest
    @CsvSource({
        "READ_ONLY_OPERATOR, GET,  404",
        "READ_ONLY_OPERATOR, POST, 403",
        "OPERATOR,           POST, 404",
        "OPERATOR,           PUT,  403",
        "ADMINISTRATOR,      PUT,  404",
        "HELP_DESK,          GET,  403",
    })
    void a_token_acts_with_a_role_of_its_own(Role role, String method, int expected) throws Exception {
        String token = tokens.create("admin", ApiTokensTest.forAll("own role", role), "test");
        mvc.perform(request(HttpMethod.valueOf(method), "/api/v1/policy").header("Authorization", "Bearer " + token))
                .andExpect(status().is(expected));
    }

    @Test
    void a_token_made_on_the_page_may_read_unless_its_maker_says_more() throws Exception {
        for (String role : List.of("", "OPERATOR")) {
            var form = post("/system/users/tokens")
                    .with(as("admin"))
                    .with(csrf())
                    .param("label", "page-" + role)
                    .param("scopes", "status:read");
            mvc.perform(role.isEmpty() ? form : form.param("role", role)).andExpect(redirectedUrl("/system/users"));
        }
        assertThat(tokens.all())
                .filteredOn(token -> token.getLabel().startsWith("page-"))
                .extracting(ApiToken::getRole)
                .containsExactly(Role.READ_ONLY_OPERATOR, Role.OPERATOR);
        mvc.perform(get("/system/users").with(as("admin")))
                .andExpect(content().string(containsString("admin as Operator, since")));
    }

    @Test
    void a_foreign_host_name_is_refused_and_not_repeated() throws Exception {
        for (String host : List.of("evil.example", "localhost.evil.example", "127.0.0.1.evil.example:" + port)) {
            String answer = raw("GET /sign-in HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");
            assertThat(answer)
                    .startsWith("HTTP/1.1 421")
                    .contains("danegate.console.hosts")
                    .doesNotContain("evil");
        }
        assertThat(raw("GET http://evil.example/sign-in HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 421");
        for (String host : List.of("localhost:" + port, "LOCALHOST.", "127.0.0.1", "[::1]:8080", "gate.example")) {
            assertThat(raw("GET /sign-in HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n"))
                    .as(host)
                    .startsWith("HTTP/1.1 200");
        }
        assertThat(raw("GET /sign-in HTTP/1.0\r\n\r\n")).startsWith("HTTP/1.1 200");
    }

    @ParameterizedTest
    @CsvSource({
        "TRACE /sign-in HTTP/1.1,   Host: localhost,      405",
        "GET /%2e%2e/x HTTP/1.1,    Host: localhost,      400",
        "GET /{} HTTP/1.1,          Host: localhost,      400",
        "GET /sign-in HTTP/1.1,     Host: a\\b,           400",
        "GET /sign-in HTTP/1.1,     No colon,             400",
        "GET /sign-in HTTP/1.1,     Host: evil.example,   421",
        "GET /sign-in;a=b HTTP/1.1, Host: localhost,      400",
        "POST /sign-in HTTP/1.1,    Content-Length: 9999, 400",
    })
    void answers_that_no_filter_makes_have_the_headers_too(String line, String header, String status) throws Exception {
        assertThat(raw(line + "\r\n" + header + "\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 " + status)
                .containsOnlyOnce("X-Content-Type-Options: nosniff")
                .containsOnlyOnce("Content-Security-Policy: " + WebSecurity.CONTENT_SECURITY_POLICY);
    }

    @Test
    void a_session_is_known_by_its_cookie_alone() {
        assertThat(context.getEffectiveSessionTrackingModes()).containsExactly(SessionTrackingMode.COOKIE);
    }

    @Test
    void cookies_are_secure_behind_tls_of_our_own() throws Exception {
        mvc.perform(get("/sign-in?language=es").secure(true))
                .andExpect(header().stringValues(HttpHeaders.SET_COOKIE, everyItem(containsString("Secure"))));
        mvc.perform(get("/sign-in?language=es"))
                .andExpect(header().string(HttpHeaders.SET_COOKIE, not(containsString("Secure"))));
    }

    private String raw(String request) throws java.io.IOException {
        try (java.net.Socket socket = new java.net.Socket("127.0.0.1", port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    // Whoever guesses from the address of an administrator, behind one proxy or one office's gateway, shuts nobody out.
    @Test
    void guesses_of_a_stranger_at_the_same_address_do_not_shut_out_a_known_browser() throws Exception {
        users.add("nadia", GivenPassword.lasting(PASSWORD), Role.OPERATOR, "test");
        String address = "198.51.100.200";
        jakarta.servlet.http.Cookie known = signInFrom(address, "nadia", PASSWORD, null)
                .andExpect(redirectedUrl("/"))
                .andReturn()
                .getResponse()
                .getCookie(KnownBrowsers.COOKIE);
        assertThat(known).isNotNull();
        assertThat(known.isHttpOnly()).isTrue();
        for (int i = 0; i < GuessThrottle.FREE_BY_ADDRESS + 5; i++) {
            signInFrom(address, "nadia", "wrong " + i, null);
            signInFrom(address, "guess-" + i, "wrong", null);
        }
        signInFrom(address, "nadia", PASSWORD, null).andExpect(redirectedUrl("/sign-in?wait"));
        signInFrom(address, "nadia", PASSWORD, known).andExpect(redirectedUrl("/"));
        // The cookie is of its user alone, and one that was made up is none.
        signInFrom(address, "somebody", "wrong", known).andExpect(redirectedUrl("/sign-in?wait"));
        signInFrom(address, "nadia", PASSWORD, new jakarta.servlet.http.Cookie(KnownBrowsers.COOKIE, "9999999999.x.y"))
                .andExpect(redirectedUrl("/sign-in?wait"));
    }

    private org.springframework.test.web.servlet.ResultActions signInFrom(
            String address,
            String user,
            String password,
            jakarta.servlet.http.@org.jspecify.annotations.Nullable Cookie known)
            throws Exception {
        var form = post("/sign-in").with(csrf()).with(request -> {
            request.setRemoteAddr(address);
            return request;
        });
        return mvc.perform((known == null ? form : form.cookie(known))
                .param("username", user)
                .param("password", password));
    }

    @Test
    void known_disabled_and_unknown_names_get_the_same_words() throws Exception {
        users.add("dora", GivenPassword.lasting(PASSWORD), Role.OPERATOR, "test");
        users.change("dora", Role.OPERATOR, false, null, "test");
        int address = 1;
        for (String user : List.of("admin", "dora", "nobody-at-all")) {
            signInFrom("203.0.113." + address++, user, "wrong", null).andExpect(redirectedUrl("/sign-in?failed"));
        }
        signInFrom("203.0.113." + address, "dora", PASSWORD, null).andExpect(redirectedUrl("/sign-in?failed"));
    }

    @Test
    void a_weaker_hash_is_made_anew_when_its_user_signs_in() throws Exception {
        users.add("olga", GivenPassword.lasting(PASSWORD), Role.OPERATOR, "test");
        users.rehash(
                "olga",
                "{argon2}"
                        + new org.springframework.security.crypto.argon2.Argon2PasswordEncoder(16, 32, 1, 16, 1)
                                .encode(PASSWORD));
        assertThat(users.find("olga").orElseThrow().getPasswordHash()).contains("m=16,t=1,p=1");
        signInFrom("198.51.100.201", "olga", PASSWORD, null).andExpect(redirectedUrl("/"));
        assertThat(users.find("olga").orElseThrow().getPasswordHash())
                .contains("m=" + org.danegate.QuickPasswords.MEMORY_KIB + ",t=1,p=1");
    }

    @Test
    void a_token_is_shown_once_and_stored_only_as_a_hash() throws Exception {
        MockHttpSession session = new MockHttpSession();
        String token = (String) mvc.perform(post("/system/users/tokens")
                        .session(session)
                        .with(as("admin"))
                        .with(csrf())
                        .param("label", "nightly")
                        .param("scopes", "admin"))
                .andReturn()
                .getFlashMap()
                .get("newToken");
        assertThat(token).startsWith("dgt_");
        mvc.perform(get("/system/users").with(as("admin")))
                .andExpect(content().string(org.hamcrest.Matchers.not(containsString(token))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/sign-in", "/console.css", "/actuator/health"})
    void every_answer_has_the_strict_content_security_policy(String address) throws Exception {
        mvc.perform(get(address))
                .andExpect(status().isOk())
                .andExpect(header().string(
                                "Content-Security-Policy",
                                "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
                                        + "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
                                        + "frame-ancestors 'none'"));
    }

    @Test
    void health_is_open_and_metrics_are_not() throws Exception {
        mvc.perform(get("/actuator/health/liveness")).andExpect(status().isOk());
        mvc.perform(get("/actuator/prometheus")).andExpect(status().isUnauthorized());
    }

    @Test
    void signing_in_leads_to_the_page_first_asked_for() throws Exception {
        MockHttpSession session = new MockHttpSession();
        mvc.perform(get("/system/users").session(session).accept(MediaType.TEXT_HTML));
        mvc.perform(post("/sign-in")
                        .session(session)
                        .with(csrf())
                        .param("username", "admin")
                        .param("password", PASSWORD))
                .andExpect(redirectedUrl("/system/users"));
        mvc.perform(get("/system/users").session(session))
                .andExpect(status().isOk())
                .andExpect(content().string(containsString("No Changes Pending")));
    }

    @Test
    void signing_in_over_the_network_changes_the_session_cookie() throws Exception {
        URI page = URI.create("http://127.0.0.1:" + port + "/sign-in");
        try (HttpClient browser = HttpClient.newHttpClient()) {
            HttpResponse<String> form =
                    browser.send(HttpRequest.newBuilder(page).build(), HttpResponse.BodyHandlers.ofString());
            String before = form.headers().firstValue("Set-Cookie").orElseThrow();
            assertThat(before).startsWith("DANEGATE=").contains("HttpOnly").contains("SameSite=Strict");
            Matcher token = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"").matcher(form.body());
            assertThat(token.find()).isTrue();
            String body = "username=admin&password=" + URLEncoder.encode(PASSWORD, StandardCharsets.UTF_8) + "&_csrf="
                    + URLEncoder.encode(token.group(1), StandardCharsets.UTF_8);
            HttpResponse<String> signedIn = browser.send(
                    HttpRequest.newBuilder(page)
                            .header("Cookie", cookie(before))
                            .header("Content-Type", "application/x-www-form-urlencoded")
                            .POST(HttpRequest.BodyPublishers.ofString(body))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(signedIn.statusCode()).isEqualTo(302);
            String after = signedIn.headers().firstValue("Set-Cookie").orElseThrow();
            assertThat(cookie(after)).startsWith("DANEGATE=").isNotEqualTo(cookie(before));
        }
    }

    private static String cookie(String header) {
        return header.substring(0, header.indexOf(';'));
    }

    @Test
    void the_sixth_wrong_password_is_not_looked_at() throws Exception {
        for (int i = 0; i < 5; i++) {
            signIn("nobody", "wrong password " + i).andExpect(redirectedUrl("/sign-in?failed"));
        }
        signIn("nobody", "wrong again").andExpect(redirectedUrl("/sign-in?wait"));
    }

    @Test
    void the_sign_in_page_says_what_went_wrong() throws Exception {
        mvc.perform(get("/sign-in").param("failed", ""))
                .andExpect(status().isOk())
                .andExpect(content().string(containsString("User name or password is not right.")));
    }

    @Test
    void changing_a_user_ends_the_sessions_of_that_user() throws Exception {
        users.add("leaver", GivenPassword.lasting(PASSWORD), Role.READ_ONLY_OPERATOR, "test");
        MockHttpSession session = new MockHttpSession();
        mvc.perform(post("/sign-in")
                .session(session)
                .with(csrf())
                .param("username", "leaver")
                .param("password", PASSWORD));
        mvc.perform(get("/account/password").session(session)).andExpect(status().isOk());
        users.delete("leaver", "test");
        mvc.perform(get("/account/password").session(session)).andExpect(redirectedUrl("/sign-in?ended"));
    }

    @Test
    void what_was_searched_when_the_session_was_ended_is_found_after_signing_in() throws Exception {
        users.add("seeker", GivenPassword.lasting(PASSWORD), Role.ADMINISTRATOR, "test");
        MockHttpSession session = signedIn("seeker");
        users.change("seeker", Role.ADMINISTRATOR, true, null, "test");
        MockHttpSession next = (MockHttpSession) mvc.perform(
                        get("/system/audit?text=some+words").session(session).accept(MediaType.TEXT_HTML))
                .andExpect(redirectedUrl("/sign-in?ended"))
                .andReturn()
                .getRequest()
                .getSession();
        mvc.perform(post("/sign-in")
                        .session(next)
                        .with(csrf())
                        .param("username", "seeker")
                        .param("password", PASSWORD))
                .andExpect(redirectedUrl("/system/audit?text=some+words"));
    }

    @Test
    void a_script_gets_the_token_of_the_session_or_learns_that_there_is_none() throws Exception {
        mvc.perform(get("/account/token").with(as("reader")))
                .andExpect(status().isOk())
                .andExpect(content().contentTypeCompatibleWith(MediaType.TEXT_PLAIN));
        mvc.perform(get("/account/token").header("Sec-Fetch-Mode", "cors")).andExpect(status().isUnauthorized());
    }

    private MockHttpSession signedIn(String name) throws Exception {
        return (MockHttpSession) mvc.perform(post("/sign-in")
                        .session(new MockHttpSession())
                        .with(csrf())
                        .param("username", name)
                        .param("password", PASSWORD))
                .andReturn()
                .getRequest()
                .getSession();
    }

    @Test
    void faults_stand_in_the_form_with_links_to_their_fields() throws Exception {
        mvc.perform(post("/system/users/new")
                        .with(as("admin"))
                        .with(csrf())
                        .param("name", "eve")
                        .param("password", "short")
                        .param("role", "ADMINISTRATOR")
                        .param("enabled", "true"))
                .andExpect(status().isUnprocessableContent())
                .andExpect(content().string(containsString("href=\"#password\"")))
                .andExpect(content().string(containsString("you entered 5.")));
    }

    @Test
    void a_form_of_which_nothing_was_sent_has_faults_and_changes_nothing() throws Exception {
        for (String form : new String[] {"/system/users/new", "/system/users/edit/reader"}) {
            mvc.perform(post(form).with(as("admin")).with(csrf()))
                    .andExpect(status().isUnprocessableContent())
                    .andExpect(content().string(containsString("Role must be chosen.")));
        }
        assertThat(users.find("reader").orElseThrow().isEnabled()).isTrue();
    }

    @Test
    void a_users_form_shows_what_is_in_force() throws Exception {
        mvc.perform(get("/system/users/edit/reader").with(as("admin")))
                .andExpect(status().isOk())
                .andExpect(content().string(containsString("value=\"READ_ONLY_OPERATOR\" id=\"role3\"")))
                .andExpect(content().string(containsString("name=\"enabled\" checked=\"checked\"")));
    }

    @Test
    void a_refused_password_leaves_the_users_role_as_it_was() throws Exception {
        mvc.perform(post("/system/users/edit/reader")
                        .with(as("admin"))
                        .with(csrf())
                        .param("name", "reader")
                        .param("role", "OPERATOR")
                        .param("enabled", "true")
                        .param("password", "short"))
                .andExpect(content().string(containsString("you entered 5.")));
        assertThat(users.find("reader").orElseThrow().getRole()).isEqualTo(Role.READ_ONLY_OPERATOR);
    }

    private org.springframework.test.web.servlet.ResultActions signIn(String name, String password) throws Exception {
        return mvc.perform(post("/sign-in").with(csrf()).param("username", name).param("password", password));
    }
}
