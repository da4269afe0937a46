package org.danegate.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.request;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.header;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.redirectedUrl;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.time.Period;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.danegate.event.DeliveryEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.web.servlet.MockMvc;

/// What an API token may do, for how long, and what it looks like.
@TwoRoomsServed
class ApiTokensTest {

    /// A token for everything that its role allows, with the usual life.
    static NewToken forAll(String label, Role role) {
        return new NewToken(label, role, Set.of(TokenScope.ADMIN), NewToken.USUAL_LIFE);
    }

    @Autowired
    private MockMvc mvc;

    @Autowired
    private ApiTokens tokens;

    @Autowired
    private ApiTokenRows rows;

    @Autowired
    private JdbcTemplate database;

    @AfterEach
    void no_tokens() {
        rows.deleteAll();
    }

    // 404 stands for "let through": the pages of other rooms are not here.
    @ParameterizedTest
    @CsvSource({
        "status:read,   GET,    /api/v1/delivery-status,            404, ''",
        "status:read,   GET,    /api/v1/queue/messages,             403, queue:read",
        "status:read,   POST,   /api/v1/delivery-status/retry,      403, queue:write",
        "queue:read,    GET,    /api/v1/queue/messages/7,           404, ''",
        "queue:read,    POST,   /api/v1/queue/suspend,              403, queue:write",
        "queue:write,   POST,   /api/v1/delivery-status/x.y/retry,  404, ''",
        "queue:write,   DELETE, /api/v1/queue/destinations/x.y/redirect, 404, ''",
        "queue:write,   GET,    /api/v1/queue/messages,             403, queue:read",
        "policy:read,   GET,    /api/v1/policy/revisions,           404, ''",
        "policy:read,   PUT,    /api/v1/policy,                     403, policy:write",
        "policy:write,  PUT,    /api/v1/policy,                     404, ''",
        "policy:write,  POST,   /api/v1/policy/commit,              403, policy:commit",
        "policy:commit, POST,   /api/v1/policy/commit,              404, ''",
        "policy:commit, POST,   /api/v1/policy/abandon,             403, policy:write",
        "logs:read,     GET,    /api/v1/tracking/5,                 404, ''",
        "logs:read,     GET,    /api/v1/users,                      403, admin",
        "daneverify,    POST,   /api/v1/daneverify/runs,            404, ''",
        "alerts:write,  POST,   /api/v1/alerts/troubles/1/acknowledge, 404, ''",
        "metrics,       GET,    /api/v1/delivery-status,            403, status:read",
        "metrics,       GET,    /actuator/health,                   200, ''",
        "admin,         GET,    /api/v1/users,                      404, ''",
    })
    void a_token_may_do_what_its_scope_is_for(String scope, String method, String path, int expected, String needed)
            throws Exception {
        String token = make(TokenScope.of(scope).orElseThrow(), Role.ADMINISTRATOR, null);
        var answer = mvc.perform(
                request(HttpMethod.valueOf(method), path).header(HttpHeaders.AUTHORIZATION, "Bearer " + token));
        answer.andExpect(status().is(expected));
        if (!needed.isEmpty()) {
            answer.andExpect(header().string(
                                    HttpHeaders.WWW_AUTHENTICATE,
                                    "Bearer realm=\"Danegate\", error=\"insufficient_scope\", scope=\"" + needed
                                            + "\""))
                    .andExpect(jsonPath("$.detail").value(containsString("needs the scope " + needed)));
        }
    }

    @Test
    void a_token_for_metrics_reads_them_and_the_role_still_counts() throws Exception {
        String metrics = make(TokenScope.METRICS, Role.READ_ONLY_OPERATOR, null);
        mvc.perform(get("/actuator/prometheus").header(HttpHeaders.AUTHORIZATION, "Bearer " + metrics))
                .andExpect(
                        result -> assertThat(result.getResponse().getStatus()).isNotIn(401, 403));
        String helpDesk = make(TokenScope.ADMIN, Role.HELP_DESK, null);
        mvc.perform(get("/api/v1/policy").header(HttpHeaders.AUTHORIZATION, "Bearer " + helpDesk))
                .andExpect(status().isForbidden())
                .andExpect(header().doesNotExist(HttpHeaders.WWW_AUTHENTICATE));
    }

    @Test
    void a_token_works_until_its_end_and_says_when_it_was_used() throws Exception {
        String ended = make(TokenScope.ADMIN, Role.ADMINISTRATOR, Period.ofDays(-1));
        mvc.perform(get("/api/v1/x").header(HttpHeaders.AUTHORIZATION, "Bearer " + ended))
                .andExpect(status().isUnauthorized())
                .andExpect(jsonPath("$.detail").value("The bearer token has expired."));
        rows.deleteAll();
        String lasting = make(TokenScope.ADMIN, Role.ADMINISTRATOR, Period.ofDays(1));
        assertThat(rows.findAll().getFirst().getLastUsed()).isNull();
        mvc.perform(get("/api/v1/x").header(HttpHeaders.AUTHORIZATION, "Bearer " + lasting))
                .andExpect(status().isNotFound());
        assertThat(rows.findAll().getFirst().getLastUsed()).isNotNull();
    }

    @Test
    void a_token_has_a_prefix_and_a_checksum_and_earlier_ones_have_none() {
        String token = TokenText.random(new SecureRandom());
        assertThat(token).matches("dgt_[A-Za-z0-9_-]{43}[0-9A-Za-z]{6}");
        assertThat(TokenText.isOne(token)).isTrue();
        char other = token.charAt(10) == 'x' ? 'y' : 'x';
        assertThat(TokenText.isOne(token.substring(0, 10) + other + token.substring(11)))
                .isFalse();
        assertThat(TokenText.isOne(token.substring(0, 47)))
                .as("one without a checksum")
                .isTrue();
        assertThat(TokenText.isOne("dgt_short")).isFalse();
    }

    @Test
    void a_token_from_before_there_were_scopes_keeps_all_rights_of_its_role() throws Exception {
        String old = "dgt_" + "o".repeat(43);
        database.update(
                "insert into api_token (id, user_name, label, token_hash, created_at, role)"
                        + " values (random_uuid(), 'admin', 'old', ?, current_timestamp, 'OPERATOR')",
                RandomText.hash(old));
        mvc.perform(post("/api/v1/queue/suspend").header(HttpHeaders.AUTHORIZATION, "Bearer " + old))
                .andExpect(status().isNotFound());
        mvc.perform(get("/api/v1/users").header(HttpHeaders.AUTHORIZATION, "Bearer " + old))
                .andExpect(status().isForbidden());
    }

    @Test
    void the_page_makes_a_token_with_scopes_and_an_end_of_ninety_days() throws Exception {
        mvc.perform(get("/system/users/tokens/new").with(user("admin").roles("ADMINISTRATOR")))
                .andExpect(status().isOk())
                .andExpect(content().string(containsString("policy:commit")));
        mvc.perform(post("/system/users/tokens")
                        .with(user("admin").roles("ADMINISTRATOR"))
                        .with(csrf())
                        .param("label", "scrape")
                        .param("scopes", "metrics", "status:read"))
                .andExpect(redirectedUrl("/system/users"));
        ApiToken made = rows.findAll().getFirst();
        assertThat(made.getScopes()).isEqualTo("status:read metrics");
        assertThat(made.getExpiresAt()).isEqualTo(made.getCreatedAt().plus(Period.ofDays(90)));
        mvc.perform(post("/system/users/tokens")
                        .with(user("admin").roles("ADMINISTRATOR"))
                        .with(csrf())
                        .param("label", "no scope")
                        .param("life", "-3"))
                .andExpect(status().isUnprocessableContent())
                .andExpect(content().string(containsString("Choose at least one of the scopes offered.")))
                .andExpect(content().string(containsString("Choose one of the values offered.")))
                .andExpect(content().string(containsString("no scope")));
        mvc.perform(get("/system/users").with(user("admin").roles("ADMINISTRATOR")))
                .andExpect(content().string(containsString("never used")));
    }

    @Test
    void one_warning_is_given_two_weeks_before_the_end() {
        make(TokenScope.ADMIN, Role.OPERATOR, Period.ofDays(13));
        make(TokenScope.ADMIN, Role.OPERATOR, Period.ofDays(15));
        make(TokenScope.ADMIN, Role.OPERATOR, null);
        List<DeliveryEvent> events = new ArrayList<>();
        TokenWatch watch = new TokenWatch(tokens, () -> events::add, InstantSource.system());
        watch.look();
        watch.look();
        assertThat(events).singleElement().isInstanceOfSatisfying(DeliveryEvent.SystemNotice.class, notice -> {
            assertThat(notice.warning()).isTrue();
            assertThat(notice.text()).startsWith("API token \"test\" of user admin stops working on 20");
        });
    }

    @Test
    void every_scope_has_a_name_of_its_own() {
        assertThat(Arrays.stream(TokenScope.values()).map(TokenScope::word)).doesNotHaveDuplicates();
        assertThat(TokenScope.ofText("status:read nothing-of-the-kind")).containsExactly(TokenScope.STATUS_READ);
    }

    private String make(TokenScope scope, Role role, Period life) {
        return tokens.create("admin", new NewToken("test", role, Set.of(scope), life), "test");
    }
}
