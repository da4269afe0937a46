package org.danegate.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.flash;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.redirectedUrl;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.danegate.OwnPlace;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.mock.web.MockHttpSession;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.util.HtmlUtils;

/// A role that needs a second factor, and users of it who have an app, a passkey, both or nothing, with the real
/// filters, pages, checks and a database. The browser's own part is in `ConsoleWalkIT`.
@SpringBootTest(
        classes = {WebSecurityTest.TwoRooms.class, TwoStepSignInTest.Clock.class},
        properties = "danegate.console.second-factor-roles=operator")
@ContextConfiguration(initializers = OwnPlace.class)
@AutoConfigureMockMvc
class SecondFactorTest {

    private static final String PASSWORD = "correct horse battery";
    private static final String PLACE = SoftwarePasskey.PLACE;
    private static final String SET_UP = "/sign-in/two-step";
    private static final String SHOW = "/sign-in/with-passkey";
    private static final Pattern OPTIONS = Pattern.compile("data-passkey=\"create\"[^>]* data-options=\"([^\"]+)\"");
    private static final Pattern SECRET = Pattern.compile("((?:[A-Z2-7]{4} ){7}[A-Z2-7]{4})");

    @Autowired
    private MockMvc mvc;

    @Autowired
    private Users users;

    @Autowired
    private Passkeys passkeys;

    @Autowired
    private TwoStep twoStep;

    @Autowired
    private UserAccounts accounts;

    @Autowired
    private PasswordEncoder encoder;

    @Autowired
    private TransactionTemplate transaction;

    @Autowired
    private InstantSource clock;

    private final TimeCodes app = new TimeCodes();
    private MockHttpSession session = new MockHttpSession();
    private SoftwarePasskey device;

    @BeforeEach
    void two_users() throws Exception {
        users.add("vera", GivenPassword.lasting(PASSWORD), Role.OPERATOR, "test");
        users.add("ben", GivenPassword.lasting(PASSWORD), Role.OPERATOR, "test");
        device = new SoftwarePasskey();
    }

    @AfterEach
    void no_users() {
        users.delete("vera", "test");
        users.delete("ben", "test");
        TwoStepSignInTest.later(Duration.ofHours(1));
    }

    @Test
    void a_passkey_made_in_the_forced_set_up_signs_in_and_meets_the_demand() throws Exception {
        givePassword("vera").andExpect(redirectedUrl(SET_UP));
        page(SET_UP)
                .andExpect(content().string(containsString("Authenticator app")))
                .andExpect(content().string(containsString("data-passkey-begin")));
        String before = session.getId();
        create(device.create(options("Laptop"), PLACE, true))
                .andExpect(redirectedUrl("/account/passkeys"))
                .andExpect(flash().attribute("message", containsString("Passkey “Laptop” was added")));
        assertThat(session.getId()).isNotEqualTo(before);
        page("/account/passkeys").andExpect(status().isOk());
        page(SET_UP).andExpect(status().isForbidden());

        session = new MockHttpSession();
        showPasskey().andExpect(redirectedUrl("/"));
    }

    @Test
    void the_password_alone_sets_up_no_other_factor_for_a_user_who_has_a_passkey() throws Exception {
        setUpPasskey();
        givePassword("vera").andExpect(redirectedUrl(SHOW));
        for (String address : List.of("/", "/account/passkeys", "/account/password", SET_UP, "/sign-in/new-password")) {
            page(address).andExpect(redirectedUrl(SHOW));
        }
        send(SET_UP, "code", "000000").andExpect(redirectedUrl(SHOW));
        send(SET_UP + "/passkey", "label", "Another").andExpect(redirectedUrl(SHOW));
        create("{}").andExpect(redirectedUrl(SHOW));
        page(SHOW)
                .andExpect(content().string(containsString("data-passkey=\"get\"")))
                .andExpect(content().string(containsString("An administrator can remove them")));
        page("http://gate.localhost" + SHOW)
                .andExpect(content().string(containsString("work only under localhost")))
                .andExpect(content().string(not(containsString("data-passkey=\"get\""))));
        showPasskey().andExpect(redirectedUrl("/"));
        page("/account/passkeys").andExpect(status().isOk());
        assertThat(passkeys.of("vera")).hasSize(1);
    }

    @Test
    void a_forged_answer_adds_nothing_and_signs_nobody_in() throws Exception {
        givePassword("vera");
        String stale = options("Laptop");
        options("Laptop");
        refused(device.create(stale, PLACE, true));
        refused(device.create(options("Laptop"), "https://evil.example", true));
        refused(device.create(options("Laptop"), PLACE, false));
        options("Laptop");
        refused("{}");
        String once = device.create(options("Laptop"), PLACE, false);
        refused(once);
        create(once);
        page(SET_UP).andExpect(content().string(containsString("took too long")));
        String late = device.create(options("Laptop"), PLACE, true);
        TwoStepSignInTest.later(Passkeys.PATIENCE.plusSeconds(1));
        create(late).andExpect(redirectedUrl("/sign-in?again"));
        assertThat(passkeys.of("vera")).isEmpty();
    }

    @Test
    void a_passkey_without_a_name_is_refused_beside_its_field_and_keeps_the_page() throws Exception {
        givePassword("vera");
        send(SET_UP + "/passkey", "label", " ")
                .andExpect(status().isUnprocessableContent())
                .andExpect(content().string(containsString("Name must have 1 to 100 characters.")))
                .andExpect(content().string(containsString("Scan this with an authenticator app")));
        send(SET_UP + "/passkey", "label", "x".repeat(101)).andExpect(status().isUnprocessableContent());
    }

    @Test
    void a_passkey_begun_by_another_user_of_the_browser_becomes_nobodys() throws Exception {
        givePassword("vera");
        String begun = options("Laptop");
        givePassword("ben").andExpect(redirectedUrl(SET_UP));
        create(device.create(begun, PLACE, true)).andExpect(redirectedUrl(SET_UP));
        assertThat(passkeys.of("vera")).isEmpty();
        assertThat(passkeys.of("ben")).isEmpty();
        page("/account/passkeys").andExpect(redirectedUrl(SET_UP));
    }

    @Test
    void a_factor_that_was_set_up_meanwhile_is_not_joined_by_another() throws Exception {
        givePassword("vera");
        String begun = options("Laptop");
        MockHttpSession first = session;
        session = new MockHttpSession();
        givePassword("vera");
        String secret = secretOnThePage();
        setUpApp(secret).andExpect(redirectedUrl("/account/two-step"));
        session = first;
        create(device.create(begun, PLACE, true))
                .andExpect(redirectedUrl(SET_UP))
                .andExpect(flash().attribute("problem", containsString("You have a second factor already")));
        send(SET_UP + "/passkey", "label", "Laptop")
                .andExpect(content().string(containsString("You have a second factor already")));
        assertThat(passkeys.of("vera")).isEmpty();

        session = new MockHttpSession();
        givePassword("ben");
        String bens = secretOnThePage();
        MockHttpSession second = session;
        session = new MockHttpSession();
        givePassword("ben");
        create(device.create(options("Laptop"), PLACE, true)).andExpect(redirectedUrl("/account/passkeys"));
        session = second;
        setUpApp(bens).andExpect(content().string(containsString("You have a second factor already")));
        assertThat(twoStep.of("ben")).isEmpty();
    }

    @Test
    void a_user_who_has_both_signs_in_with_either() throws Exception {
        givePassword("vera");
        setUpApp(secretOnThePage());
        send("/account/passkeys", "label", "Laptop", "current", PASSWORD);
        send("/account/passkeys/create", "credential", device.create(optionsOn("/account/passkeys"), PLACE, true))
                .andExpect(flash().attributeExists("message"));
        session = new MockHttpSession();
        givePassword("vera").andExpect(redirectedUrl("/sign-in/code"));
        page(SHOW).andExpect(redirectedUrl("/sign-in/code"));
        session = new MockHttpSession();
        showPasskey().andExpect(redirectedUrl("/"));
    }

    @Test
    void the_passkey_comes_before_the_new_password() throws Exception {
        setUpPasskey();
        users.change("vera", Role.OPERATOR, true, GivenPassword.once("seven green kettles"), "test");
        send("/sign-in", "username", "vera", "password", "seven green kettles").andExpect(redirectedUrl(SHOW));
        page("/sign-in/new-password").andExpect(redirectedUrl(SHOW));
        showPasskey().andExpect(redirectedUrl("/sign-in/new-password"));
        send("/sign-in/new-password", "password", "nine blue bottles", "repeated", "nine blue bottles")
                .andExpect(redirectedUrl("/"));
    }

    @Test
    void whose_passkeys_were_removed_sets_up_a_factor_again() throws Exception {
        setUpPasskey();
        passkeys.removeAll("vera", "admin");
        givePassword("vera").andExpect(redirectedUrl(SET_UP));
    }

    @Test
    void a_rescued_user_needs_no_passkey() throws Exception {
        setUpPasskey();
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
        new RescuedUser("vera", accounts, twoStep, passkeys, encoder, transaction, out).afterSingletonsInstantiated();
        String password = printed.toString(StandardCharsets.UTF_8).replaceAll("(?s).*sign-in: (\\S+) .*", "$1");
        send("/sign-in", "username", "vera", "password", password).andExpect(redirectedUrl("/sign-in/new-password"));
        send("/sign-in/new-password", "password", "nine blue bottles", "repeated", "nine blue bottles")
                .andExpect(redirectedUrl(SET_UP));
    }

    @Test
    void the_page_says_why_passkeys_are_off_here_and_the_app_can_be_set_up() throws Exception {
        givePassword("vera");
        page("http://192.0.2.7" + SET_UP)
                .andExpect(content().string(containsString("opened by an IP address")))
                .andExpect(content().string(not(containsString("data-passkey-begin"))));
        page("http://mail.example.net" + SET_UP)
                .andExpect(content().string(containsString("opened without HTTPS")))
                .andExpect(content().string(containsString("Scan this with an authenticator app")));
        mvc.perform(post("http://192.0.2.7" + SET_UP + "/passkey")
                        .session(session)
                        .with(csrf())
                        .param("label", "Laptop"))
                .andExpect(status().isUnprocessableContent());
    }

    private void refused(String credential) throws Exception {
        create(credential)
                .andExpect(redirectedUrl(SET_UP))
                .andExpect(flash().attribute("problem", containsString("not hold")));
        page(SET_UP).andExpect(content().string(containsString("not hold")));
        page("/account/passkeys").andExpect(redirectedUrl(SET_UP));
    }

    /// Sets a passkey up as its user would, and leaves the session.
    private void setUpPasskey() throws Exception {
        givePassword("vera");
        create(device.create(options("Laptop"), PLACE, true)).andExpect(redirectedUrl("/account/passkeys"));
        session = new MockHttpSession();
    }

    private ResultActions setUpApp(String secret) throws Exception {
        Instant now = clock.instant();
        return send(SET_UP, "code", app.codeAt(secret, now));
    }

    private String secretOnThePage() throws Exception {
        return found(SECRET, page(SET_UP)).replace(" ", "");
    }

    private ResultActions givePassword(String user) throws Exception {
        return send("/sign-in", "username", user, "password", PASSWORD);
    }

    private String options(String label) throws Exception {
        send(SET_UP + "/passkey", "label", label).andExpect(redirectedUrl(SET_UP));
        return optionsOn(SET_UP);
    }

    private String optionsOn(String page) throws Exception {
        return HtmlUtils.htmlUnescape(found(OPTIONS, page(page)));
    }

    private ResultActions create(String credential) throws Exception {
        return send(SET_UP + "/passkey/create", "credential", credential);
    }

    private ResultActions showPasskey() throws Exception {
        String challenge =
                send("/sign-in/passkey/options").andReturn().getResponse().getContentAsString();
        return send("/sign-in/passkey", "credential", device.show(challenge, PLACE, true));
    }

    private ResultActions page(String address) throws Exception {
        return mvc.perform(get(address).session(session));
    }

    /// @param fields name and value by turns
    private ResultActions send(String address, String... fields) throws Exception {
        MockHttpServletRequestBuilder form = post(address).session(session).with(csrf());
        for (int i = 0; i < fields.length; i += 2) {
            form.param(fields[i], fields[i + 1]);
        }
        return mvc.perform(form);
    }

    private static String found(Pattern what, ResultActions page) throws Exception {
        Matcher found = what.matcher(page.andReturn().getResponse().getContentAsString());
        assertThat(found.find()).as("%s on the page", what).isTrue();
        return found.group(1);
    }
}
