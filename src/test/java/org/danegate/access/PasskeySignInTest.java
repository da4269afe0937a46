package org.danegate.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.flash;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.redirectedUrl;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.danegate.OwnPlace;
import org.danegate.guessing.GuessThrottle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.http.MediaType;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpSession;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.util.HtmlUtils;

/// Passkeys with the real filters, pages, checks and a database, and a device in software that can also lie. The
/// browser's own part is in `ConsoleWalkIT`.
@SpringBootTest(classes = {WebSecurityTest.TwoRooms.class, TwoStepSignInTest.Clock.class})
@ContextConfiguration(initializers = OwnPlace.class)
@AutoConfigureMockMvc
class PasskeySignInTest {

    private static final String PASSWORD = "correct horse battery";
    private static final String PLACE = SoftwarePasskey.PLACE;
    private static final Pattern OPTIONS = Pattern.compile("data-passkey=\"create\"[^>]* data-options=\"([^\"]+)\"");

    @Autowired
    private MockMvc mvc;

    @Autowired
    private Users users;

    @Autowired
    private Passkeys passkeys;

    @Autowired
    private PasskeyUserRows handles;

    @Autowired
    private ApiTokens tokens;

    @Autowired
    private AuditEntries audit;

    @Autowired
    private TransactionTemplate transaction;

    private MockHttpSession session = new MockHttpSession();
    private SoftwarePasskey device;

    @BeforeEach
    void a_user() throws Exception {
        users.add("vera", GivenPassword.lasting(PASSWORD), Role.OPERATOR, "test");
        device = new SoftwarePasskey();
    }

    @AfterEach
    void no_user() {
        if (users.find("vera").isPresent()) {
            users.delete("vera", "test");
        }
        TwoStepSignInTest.later(Duration.ofHours(1));
    }

    @Test
    void a_passkey_signs_in_without_name_password_or_code_and_is_told_everywhere() throws Exception {
        mvc.perform(get("/sign-in")).andExpect(content().string(not(containsString("data-passkey"))));
        add("Laptop").andExpect(flash().attribute("message", containsString("Passkey “Laptop” was added")));
        mvc.perform(get("/sign-in"))
                .andExpect(content().string(containsString("data-passkey=\"get\"")))
                .andExpect(content().string(containsString("data-origin=\"http://localhost\"")));

        session = new MockHttpSession();
        show(device.show(challenge(), PLACE, true)).andExpect(redirectedUrl("/"));
        mvc.perform(get("/account/passkeys").session(session))
                .andExpect(status().isOk())
                .andExpect(content().string(containsString("Laptop")))
                .andExpect(content().string(containsString("last used")))
                .andExpect(content().string(containsString("for localhost")));
        assertThat(audited())
                .contains("added passkey \"Laptop\" for localhost", "signed in from 127.0.0.1 with passkey \"Laptop\"");

        session = new MockHttpSession();
        signIn();
        mvc.perform(get("/account/password").session(session))
                .andExpect(content().string(containsString("from 127.0.0.1, with a passkey.")));
    }

    @Test
    void adding_one_needs_a_name_and_the_password() throws Exception {
        signIn();
        begin("", PASSWORD)
                .andExpect(status().isUnprocessableContent())
                .andExpect(content().string(containsString("Name must have 1 to 100 characters.")));
        begin("Laptop", "wrong password 1")
                .andExpect(status().isUnprocessableContent())
                .andExpect(content().string(containsString("value=\"Laptop\"")))
                .andExpect(content().string(containsString("href=\"#current\"")));
        create("{}").andExpect(flash().attribute("problem", containsString("took too long")));
        assertThat(passkeys.of("vera")).isEmpty();
    }

    @Test
    void what_a_device_makes_is_added_only_for_this_challenge_this_origin_and_a_verified_user() throws Exception {
        signIn();
        String stale = options("Laptop");
        String options = options("Laptop");
        create(device.create(stale, PLACE, true)).andExpect(flash().attribute("problem", containsString("not hold")));
        for (String wrong : List.of("https://localhost", "http://localhost:8080", "http://evil.example")) {
            create(device.create(options("Laptop"), wrong, true))
                    .andExpect(flash().attribute("problem", containsString("not hold")));
        }
        create(device.create(options("Laptop"), PLACE, false))
                .andExpect(flash().attribute("problem", containsString("not hold")));
        for (String rubbish : List.of("", "null", "{", "[]", "{\"id\":\"a\"}", "{\"id\":1,\"rawId\":\"?\"}")) {
            options("Laptop");
            create(rubbish).andExpect(flash().attribute("problem", containsString("not hold")));
        }
        options = options("Laptop");
        TwoStepSignInTest.later(Passkeys.PATIENCE);
        create(device.create(options, PLACE, true)).andExpect(flash().attribute("problem", containsString("too long")));
        assertThat(passkeys.of("vera")).isEmpty();

        create(device.create(options("Laptop"), PLACE, true)).andExpect(flash().attributeExists("message"));
        create(device.create(options("Again"), PLACE, true)).andExpect(flash().attributeExists("problem"));
        assertThat(passkeys.of("vera")).hasSize(1);
    }

    @Test
    void a_forged_or_old_challenge_another_origin_or_an_unverified_user_does_not_sign_in() throws Exception {
        add("Laptop");
        session = new MockHttpSession();
        String first = challenge();
        show(device.show(first, "https://evil.example", true)).andExpect(redirectedUrl("/sign-in?passkey"));
        show(device.show(first, PLACE, true)).andExpect(redirectedUrl("/sign-in?again"));
        String forgotten = challenge();
        for (int i = 0; i < PasskeyChallenges.MOST; i++) {
            challenge();
        }
        show(device.show(forgotten, PLACE, true)).andExpect(redirectedUrl("/sign-in?passkey"));
        session = new MockHttpSession();
        show(device.show(challenge(), PLACE, false)).andExpect(redirectedUrl("/sign-in?passkey"));
        String another = SoftwarePasskey.text(new byte[32]);
        show(device.show("forged", PLACE, true, another)).andExpect(redirectedUrl("/sign-in?again"));
        String late = challenge();
        TwoStepSignInTest.later(Passkeys.PATIENCE);
        show(device.show(late, PLACE, true)).andExpect(redirectedUrl("/sign-in?again"));
        mvc.perform(get("/sign-in?passkey"))
                .andExpect(content().string(containsString("The passkey was not accepted.")));
        mvc.perform(post("/sign-in/passkey").param("credential", "{}")).andExpect(redirectedUrl("/sign-in?again"));
        mvc.perform(get("/account/password").session(session).accept(MediaType.TEXT_HTML))
                .andExpect(redirectedUrl("/sign-in"));
        assertThat(audited("unknown"))
                .anyMatch(line -> line.startsWith("failed to sign in from 127.0.0.1 with a passkey"));
    }

    @Test
    void each_tab_with_the_sign_in_page_has_a_challenge_of_its_own() throws Exception {
        add("Laptop");
        session = new MockHttpSession();
        String first = challenge();
        String second = challenge();
        show(device.show(first, PLACE, true)).andExpect(redirectedUrl("/"));
        show(device.show(second, PLACE, true)).andExpect(redirectedUrl("/sign-in?again"));
    }

    @Test
    void the_name_field_offers_passkeys_only_where_somebody_has_one() throws Exception {
        mvc.perform(get("/sign-in")).andExpect(content().string(containsString("autocomplete=\"username\"")));
        add("Laptop");
        mvc.perform(get("/sign-in")).andExpect(content().string(containsString("autocomplete=\"username webauthn\"")));
    }

    @Test
    void another_users_handle_does_not_sign_in() throws Exception {
        add("Laptop");
        session = new MockHttpSession();
        String challenge = challenge();
        String asked = found(Pattern.compile("\"challenge\":\"([^\"]+)\""), challenge);
        show(device.show(asked, PLACE, true, SoftwarePasskey.text(new byte[32])))
                .andExpect(redirectedUrl("/sign-in?passkey"));
        assertThat(handles.findById("vera").orElseThrow().getHandle().getBytes())
                .hasSizeGreaterThanOrEqualTo(32);
    }

    @Test
    void many_failures_from_one_address_have_to_wait() throws Exception {
        add("Laptop");
        session = new MockHttpSession();
        for (int i = 0; i < GuessThrottle.FREE_BY_USER; i++) {
            challenge();
            show("{}").andExpect(redirectedUrl("/sign-in?passkey"));
        }
        show(device.show(challenge(), PLACE, true)).andExpect(redirectedUrl("/sign-in?wait"));
        TwoStepSignInTest.later(Duration.ofMinutes(1));
        show(device.show(challenge(), PLACE, true)).andExpect(redirectedUrl("/"));
    }

    @Test
    void a_disabled_or_deleted_user_does_not_get_in() throws Exception {
        add("Laptop");
        users.change("vera", Role.OPERATOR, false, null, "test");
        session = new MockHttpSession();
        show(device.show(challenge(), PLACE, true)).andExpect(redirectedUrl("/sign-in?passkey"));
        assertThat(audited()).contains("failed to sign in from 127.0.0.1 with a passkey: the user is disabled");
        assertThat(users.find("vera").orElseThrow().getFailedSignIns()).isEqualTo(1);
        users.delete("vera", "test");
        show(device.show(challenge(), PLACE, true)).andExpect(redirectedUrl("/sign-in?passkey"));
        assertThat(passkeys.of("vera")).isEmpty();
        assertThat(handles.findById("vera")).isEmpty();
    }

    @Test
    void a_deleted_passkey_signs_nobody_in_and_ends_the_other_sessions_but_no_token() throws Exception {
        add("Laptop");
        String token = tokens.create("vera", ApiTokensTest.forAll("report", Role.OPERATOR), "test");
        MockHttpSession mine = session;
        session = new MockHttpSession();
        show(device.show(challenge(), PLACE, true)).andExpect(redirectedUrl("/"));
        MockHttpSession other = session;
        session = mine;
        String id = passkeys.of("vera").getFirst().getId().toString();
        mvc.perform(post("/account/passkeys/delete/" + id)
                        .with(user("somebody").authorities(Role.OPERATOR.authority()))
                        .with(csrf()))
                .andExpect(redirectedUrl("/account/passkeys"));
        assertThat(passkeys.of("vera")).hasSize(1);
        mvc.perform(post("/account/passkeys/delete/" + id).session(session).with(csrf()))
                .andExpect(redirectedUrl("/account/passkeys"));
        mvc.perform(get("/account/password").session(session)).andExpect(status().isOk());
        mvc.perform(get("/account/password").session(other)).andExpect(redirectedUrl("/sign-in?ended"));
        mvc.perform(get("/api/v1/x").header("Authorization", "Bearer " + token)).andExpect(status().isNotFound());
        session = new MockHttpSession();
        show(device.show(challenge(), PLACE, true)).andExpect(redirectedUrl("/sign-in?passkey"));
        assertThat(audited()).contains("removed passkey \"Laptop\"");
    }

    @Test
    void an_administrator_sees_who_has_passkeys_and_removes_them() throws Exception {
        add("Laptop");
        mvc.perform(get("/system/users").with(user("admin").authorities(Role.ADMINISTRATOR.authority())))
                .andExpect(content().string(containsString("1 passkey<")))
                .andExpect(content().string(containsString("/system/users/passkeys/delete/vera")));
        mvc.perform(post("/system/users/passkeys/delete/vera")
                        .with(user("admin").authorities(Role.ADMINISTRATOR.authority()))
                        .with(csrf()))
                .andExpect(redirectedUrl("/system/users"));
        mvc.perform(get("/account/password").session(session)).andExpect(redirectedUrl("/sign-in?ended"));
        assertThat(passkeys.of("vera")).isEmpty();
        assertThat(audited("admin")).contains("removed passkey \"Laptop\" of user vera");
    }

    @Test
    void a_password_that_was_given_is_replaced_before_the_first_page() throws Exception {
        add("Laptop");
        users.change("vera", Role.OPERATOR, true, GivenPassword.once("seven green kettles"), "test");
        session = new MockHttpSession();
        show(device.show(challenge(), PLACE, true)).andExpect(redirectedUrl("/sign-in/new-password"));
        mvc.perform(get("/account/passkeys").session(session)).andExpect(redirectedUrl("/sign-in/new-password"));
        mvc.perform(post("/sign-in/new-password")
                        .session(session)
                        .with(csrf())
                        .param("password", "nine blue bottles")
                        .param("repeated", "nine blue bottles"))
                .andExpect(redirectedUrl("/"));
        assertThat(audited())
                .contains(
                        "showed passkey \"Laptop\" from 127.0.0.1, one step is left",
                        "signed in from 127.0.0.1 with passkey \"Laptop\"");
    }

    @ParameterizedTest
    @CsvSource({
        "http,  localhost,           8080, http://localhost:8080",
        "http,  gate.localhost,      80,   http://gate.localhost",
        "https, Mail.Example.net,    443,  https://mail.example.net",
        "https, mail.example.net,    8443, https://mail.example.net:8443",
        "https, 192.0.2.1,           443,  address",
        "http,  127.0.0.1,           8080, address",
        "https, [2001:db8::1],       443,  address",
        "http,  mail.example.net,    80,   plain",
    })
    void passkeys_need_a_domain_name_and_https_or_this_machine(String scheme, String host, int port, String place) {
        MockHttpServletRequest request = new MockHttpServletRequest();
        request.setScheme(scheme);
        request.setServerName(host);
        request.setServerPort(port);
        String found = switch (new PasskeyPlaces("").of(request)) {
            case PasskeyPlace.On on -> on.origin();
            case PasskeyPlace.Off off -> off.reason().word();
        };
        assertThat(found).isEqualTo(place);
        assertThat(new PasskeyPlaces("https://Console.example.net/mail/").of(request))
                .isEqualTo(new PasskeyPlace.On("console.example.net", "https://console.example.net"));
    }

    @Test
    void the_page_says_why_they_are_off_and_a_public_url_must_be_one() throws Exception {
        signIn();
        mvc.perform(get("http://192.0.2.7/account/passkeys").session(session))
                .andExpect(content().string(containsString("opened by an IP address")))
                .andExpect(content().string(not(containsString("passkey.js"))));
        mvc.perform(get("http://mail.example.net/account/passkeys").session(session))
                .andExpect(content().string(containsString("opened without HTTPS")));
        mvc.perform(post("http://192.0.2.7/sign-in/passkey/options").with(csrf()))
                .andExpect(status().isNotFound());
        for (String wrong : List.of("console.example.net", "ftp://console.example.net", "https://", "https://a b")) {
            assertThatThrownBy(() -> new PasskeyPlaces(wrong))
                    .hasMessageContaining("danegate.console.public-url")
                    .hasMessageContaining(wrong);
        }
    }

    private void signIn() throws Exception {
        mvc.perform(post("/sign-in")
                        .session(session)
                        .with(csrf())
                        .param("username", "vera")
                        .param("password", PASSWORD))
                .andExpect(redirectedUrl("/"));
    }

    /// Adds a passkey as its user would.
    private ResultActions add(String label) throws Exception {
        signIn();
        return create(device.create(options(label), PLACE, true));
    }

    private ResultActions begin(String label, String password) throws Exception {
        return mvc.perform(post("/account/passkeys")
                .session(session)
                .with(csrf())
                .param("label", label)
                .param("current", password));
    }

    private String options(String label) throws Exception {
        begin(label, PASSWORD).andExpect(redirectedUrl("/account/passkeys"));
        String page = mvc.perform(get("/account/passkeys").session(session))
                .andReturn()
                .getResponse()
                .getContentAsString();
        return HtmlUtils.htmlUnescape(found(OPTIONS, page));
    }

    private ResultActions create(String credential) throws Exception {
        return mvc.perform(post("/account/passkeys/create")
                        .session(session)
                        .with(csrf())
                        .param("credential", credential))
                .andExpect(redirectedUrl("/account/passkeys"));
    }

    private String challenge() throws Exception {
        return mvc.perform(post("/sign-in/passkey/options").session(session).with(csrf()))
                .andExpect(status().isOk())
                .andReturn()
                .getResponse()
                .getContentAsString();
    }

    private ResultActions show(String credential) throws Exception {
        return mvc.perform(
                post("/sign-in/passkey").session(session).with(csrf()).param("credential", credential));
    }

    private static String found(Pattern what, String page) {
        Matcher found = what.matcher(page);
        assertThat(found.find()).as("%s on the page %s", what, page).isTrue();
        return found.group(1);
    }

    private List<String> audited() {
        return audited("vera");
    }

    private List<String> audited(String user) {
        return transaction.execute(status -> audit.findAll().stream()
                .filter(entry -> entry.getUser().equals(user))
                .map(AuditEntry::getAction)
                .toList());
    }
}
