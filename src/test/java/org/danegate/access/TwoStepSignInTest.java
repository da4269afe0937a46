package org.danegate.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.httpBasic;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.redirectedUrl;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.danegate.OwnPlace;
import org.danegate.guessing.GuessThrottle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.MediaType;
import org.springframework.mock.web.MockHttpSession;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;

/// Signing in with more than a password, with the real filters, pages and a database; the clock is set by hand.
@SpringBootTest(classes = {WebSecurityTest.TwoRooms.class, TwoStepSignInTest.Clock.class})
@ContextConfiguration(initializers = OwnPlace.class)
@AutoConfigureMockMvc
class TwoStepSignInTest {

    private static final String PASSWORD = "correct horse battery";
    private static final AtomicReference<Instant> NOW = new AtomicReference<>(Instant.parse("2026-11-27T08:00:00Z"));

    @Configuration(proxyBeanMethods = false)
    static class Clock {
        @Bean
        InstantSource clock() {
            return NOW::get;
        }
    }

    @Autowired
    private MockMvc mvc;

    @Autowired
    private Users users;

    @Autowired
    private ApiTokens tokens;

    private final TimeCodes app = new TimeCodes();
    private MockHttpSession session = new MockHttpSession();

    @BeforeEach
    void a_user() {
        users.add("ines", GivenPassword.lasting(PASSWORD), Role.OPERATOR, "test");
    }

    @AfterEach
    void no_user() {
        users.delete("ines", "test");
        later(Duration.ofHours(1));
    }

    @Test
    void the_password_alone_gives_no_role_and_the_code_leads_to_the_page_first_asked_for() throws Exception {
        String secret = turnOn();
        mvc.perform(get("/account/two-step").session(session).accept(MediaType.TEXT_HTML));
        giveThePassword().andExpect(redirectedUrl("/sign-in/code"));
        for (String page : List.of("/", "/monitor/delivery-status", "/account/password", "/system/users")) {
            mvc.perform(get(page).session(session)).andExpect(redirectedUrl("/sign-in/code"));
        }
        mvc.perform(post("/commit").session(session).with(csrf())).andExpect(redirectedUrl("/sign-in/code"));
        mvc.perform(get("/sign-in/new-password").session(session)).andExpect(redirectedUrl("/sign-in/code"));
        mvc.perform(get("/sign-in/code").session(session))
                .andExpect(status().isOk())
                .andExpect(content().string(containsString("one-time-code")));

        String before = session.getId();
        giveTheCode(app.codeAt(secret, NOW.get())).andExpect(redirectedUrl("/account/two-step"));
        assertThat(session.getId()).isNotEqualTo(before);
        mvc.perform(get("/account/password").session(session)).andExpect(status().isOk());
        mvc.perform(get("/sign-in/code").session(session)).andExpect(status().isForbidden());
    }

    @Test
    void a_code_works_once() throws Exception {
        String secret = turnOn();
        String code = app.codeAt(secret, NOW.get());
        giveThePassword();
        giveTheCode(code).andExpect(status().isFound());
        session = new MockHttpSession();
        giveThePassword();
        giveTheCode(code)
                .andExpect(status().isUnprocessableContent())
                .andExpect(content().string(containsString("already used")));
        mvc.perform(get("/account/password").session(session)).andExpect(redirectedUrl("/sign-in/code"));
        later(TimeCodes.STEP);
        String next = app.codeAt(secret, NOW.get());
        giveTheCode(next.substring(0, 3) + " " + next.substring(3)).andExpect(redirectedUrl("/"));
    }

    @Test
    void the_sixth_wrong_code_is_not_looked_at_wherever_it_comes_from() throws Exception {
        String secret = turnOn();
        for (int i = 0; i < GuessThrottle.FREE_BY_USER; i++) {
            session = new MockHttpSession();
            giveThePassword();
            giveTheCode("00000" + i + "0").andExpect(content().string(containsString("The code is wrong")));
        }
        giveTheCode(app.codeAt(secret, NOW.get())).andExpect(content().string(containsString("Too many wrong codes")));
        later(Duration.ofMinutes(1));
        giveTheCode(app.codeAt(secret, NOW.get())).andExpect(redirectedUrl("/"));
    }

    @Test
    void a_recovery_code_stands_in_once() throws Exception {
        turnOn();
        String recovery = recoveryCodes.getFirst();
        giveThePassword();
        giveTheCode(recovery).andExpect(redirectedUrl("/"));
        mvc.perform(get("/account/two-step").session(session))
                .andExpect(content().string(containsString("7 recovery codes are left")));
        session = new MockHttpSession();
        giveThePassword();
        giveTheCode(recovery).andExpect(status().isUnprocessableContent());
    }

    @Test
    void the_steps_have_to_be_taken_within_ten_minutes() throws Exception {
        String secret = turnOn();
        giveThePassword();
        later(Duration.ofMinutes(11));
        giveTheCode(app.codeAt(secret, NOW.get())).andExpect(redirectedUrl("/sign-in?again"));
    }

    @Test
    void scripts_need_a_token() throws Exception {
        turnOn();
        mvc.perform(get("/api/v1/x").with(httpBasic("ines", PASSWORD)))
                .andExpect(status().isForbidden())
                .andExpect(jsonPath("$.detail").value(containsString("bearer token")));
        String token = tokens.create("ines", ApiTokensTest.forAll("report", Role.ADMINISTRATOR), "test");
        mvc.perform(get("/api/v1/x").header("Authorization", "Bearer " + token)).andExpect(status().isNotFound());
    }

    @Test
    void turning_on_needs_the_password_and_a_code_and_tells_no_secret_afterwards() throws Exception {
        signIn();
        String secret = secretOnThePage();
        tryTurningOn("000000", PASSWORD)
                .andExpect(content().string(containsString("href=\"#code\"")))
                .andExpect(content().string(containsString(inGroups(secret))));
        tryTurningOn(app.codeAt(secret, NOW.get()), "wrong password 1")
                .andExpect(content().string(containsString("href=\"#current\"")));
        tryTurningOn(app.codeAt(secret, NOW.get()), PASSWORD).andExpect(redirectedUrl("/account/two-step"));
        mvc.perform(get("/account/two-step").session(session))
                .andExpect(content().string(containsString("8 recovery codes are left")))
                .andExpect(content().string(not(containsString(inGroups(secret)))));
    }

    @Test
    void recovery_codes_have_more_than_112_bits() throws Exception {
        turnOn();
        assertThat(recoveryCodes)
                .allSatisfy(code -> assertThat(code.replace("-", "").length() * Math.log(50) / Math.log(2))
                        .isGreaterThan(112));
    }

    @Test
    void turning_on_or_off_ends_the_users_other_sessions() throws Exception {
        MockHttpSession other = otherSession();
        signIn();
        tryTurningOn(app.codeAt(secretOnThePage(), NOW.get()), PASSWORD);
        mvc.perform(get("/account/password").session(other)).andExpect(redirectedUrl("/sign-in?ended"));
        mvc.perform(get("/account/password").session(session)).andExpect(status().isOk());
        mvc.perform(post("/system/users/two-step/delete/ines")
                        .with(user("admin").authorities(Role.ADMINISTRATOR.authority()))
                        .with(csrf()))
                .andExpect(redirectedUrl("/system/users"));
        mvc.perform(get("/account/password").session(session)).andExpect(redirectedUrl("/sign-in?ended"));
    }

    private MockHttpSession otherSession() throws Exception {
        MockHttpSession mine = session;
        session = new MockHttpSession();
        signIn();
        MockHttpSession other = session;
        session = mine;
        return other;
    }

    @Test
    void turning_off_needs_the_password() throws Exception {
        turnOn();
        giveThePassword();
        giveTheCode(recoveryCodes.getLast());
        mvc.perform(post("/account/two-step/off").session(session).with(csrf()).param("current", "wrong password 1"))
                .andExpect(content().string(containsString("Current Password is not right.")));
        mvc.perform(post("/account/two-step/off").session(session).with(csrf()).param("current", PASSWORD))
                .andExpect(redirectedUrl("/account/two-step"));
        session = new MockHttpSession();
        giveThePassword().andExpect(redirectedUrl("/"));
    }

    @Test
    void an_administrator_turns_it_off_for_somebody_who_lost_the_phone() throws Exception {
        turnOn();
        mvc.perform(get("/system/users").with(user("admin").authorities(Role.ADMINISTRATOR.authority())))
                .andExpect(content().string(containsString("/system/users/two-step/delete/ines")));
        mvc.perform(post("/system/users/two-step/delete/ines")
                        .with(user("admin").authorities(Role.ADMINISTRATOR.authority()))
                        .with(csrf()))
                .andExpect(redirectedUrl("/system/users"));
        giveThePassword().andExpect(redirectedUrl("/"));
    }

    @Test
    void a_password_that_was_given_has_to_be_replaced_first() throws Exception {
        users.change("ines", Role.OPERATOR, true, GivenPassword.once("seven green kettles"), "test");
        giveThePassword("seven green kettles").andExpect(redirectedUrl("/sign-in/new-password"));
        mvc.perform(get("/account/password").session(session)).andExpect(redirectedUrl("/sign-in/new-password"));
        mvc.perform(get("/api/v1/x").with(httpBasic("ines", "seven green kettles")))
                .andExpect(status().isForbidden());
        choose("short", "short").andExpect(content().string(containsString("you entered 5.")));
        choose("nine blue bottles", "nine blue bottle").andExpect(content().string(containsString("differ")));
        choose("seven green kettles", "seven green kettles")
                .andExpect(content().string(containsString("must differ from the current one")));
        choose("nine blue bottles", "nine blue bottles").andExpect(redirectedUrl("/"));
        mvc.perform(get("/account/password").session(session)).andExpect(status().isOk());
        session = new MockHttpSession();
        giveThePassword("nine blue bottles").andExpect(redirectedUrl("/"));
    }

    @Test
    void the_code_comes_before_the_new_password() throws Exception {
        turnOn();
        users.change("ines", Role.OPERATOR, true, GivenPassword.once("seven green kettles"), "test");
        giveThePassword("seven green kettles").andExpect(redirectedUrl("/sign-in/code"));
        choose("nine blue bottles", "nine blue bottles").andExpect(redirectedUrl("/sign-in/code"));
        giveTheCode(recoveryCodes.getFirst()).andExpect(redirectedUrl("/sign-in/new-password"));
        choose("nine blue bottles", "nine blue bottles").andExpect(redirectedUrl("/"));
    }

    @Test
    void a_user_deleted_between_the_steps_does_not_get_in() throws Exception {
        String secret = turnOn();
        giveThePassword();
        users.delete("ines", "test");
        giveTheCode(app.codeAt(secret, NOW.get())).andExpect(redirectedUrl("/sign-in?ended"));
        a_user();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/sign-in/code", "/sign-in/new-password"})
    void a_stranger_gets_no_step(String page) throws Exception {
        mvc.perform(get(page).accept(MediaType.TEXT_HTML)).andExpect(redirectedUrl("/sign-in"));
        mvc.perform(post(page).with(csrf()).accept(MediaType.TEXT_HTML)).andExpect(redirectedUrl("/sign-in"));
    }

    private List<String> recoveryCodes = List.of();

    /// Turns the second step on as the user would, and leaves the session.
    @SuppressWarnings("unchecked")
    private String turnOn() throws Exception {
        signIn();
        String secret = secretOnThePage();
        Object codes = tryTurningOn(app.codeAt(secret, NOW.get()), PASSWORD)
                .andReturn()
                .getFlashMap()
                .get("codes");
        recoveryCodes = (List<String>) codes;
        assertThat(recoveryCodes).hasSize(TwoStep.RECOVERY_CODES).doesNotHaveDuplicates();
        session = new MockHttpSession();
        later(TimeCodes.STEP);
        return secret;
    }

    private void signIn() throws Exception {
        giveThePassword().andExpect(redirectedUrl("/"));
    }

    private String secretOnThePage() throws Exception {
        String page = mvc.perform(get("/account/two-step").session(session))
                .andReturn()
                .getResponse()
                .getContentAsString();
        Matcher secret = Pattern.compile("((?:[A-Z2-7]{4} ){7}[A-Z2-7]{4})").matcher(page);
        assertThat(secret.find()).isTrue();
        return secret.group(1).replace(" ", "");
    }

    private ResultActions tryTurningOn(String code, String password) throws Exception {
        return mvc.perform(post("/account/two-step")
                .session(session)
                .with(csrf())
                .param("code", code)
                .param("current", password));
    }

    private ResultActions giveThePassword() throws Exception {
        return giveThePassword(PASSWORD);
    }

    private ResultActions giveThePassword(String password) throws Exception {
        return mvc.perform(post("/sign-in")
                .session(session)
                .with(csrf())
                .param("username", "ines")
                .param("password", password));
    }

    private ResultActions giveTheCode(String code) throws Exception {
        return mvc.perform(post("/sign-in/code").session(session).with(csrf()).param("code", code));
    }

    private ResultActions choose(String password, String repeated) throws Exception {
        return mvc.perform(post("/sign-in/new-password")
                .session(session)
                .with(csrf())
                .param("password", password)
                .param("repeated", repeated));
    }

    static void later(Duration time) {
        NOW.updateAndGet(now -> now.plus(time));
    }

    private static String inGroups(String secret) {
        return secret.replaceAll("(.{4})(?!$)", "$1 ");
    }
}
