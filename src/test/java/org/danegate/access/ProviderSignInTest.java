package org.danegate.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.danegate.OwnPlace.PASSWORD;

import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import java.io.IOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.danegate.OwnPlace;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.session.SessionRegistry;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.transaction.support.TransactionTemplate;

/// Signing in by a real OpenID Connect provider, over the network: who gets which role, and what happens when the
/// provider does not answer, is another one or changes its mind. Passwords are off for all but the rescue account.
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        classes = WebSecurityTest.TwoRooms.class,
        properties = {
            "danegate.oidc.only=true",
            "danegate.oidc.role-claim=realm.roles",
            "danegate.oidc.roles.administrator=gw-admins",
            "danegate.oidc.roles.operator=gw-operators, mail-team",
            "danegate.oidc.roles.help-desk=gw-help",
            "danegate.console.second-factor-roles=administrator",
            "spring.security.oauth2.client.registration.company.client-name=Example Company",
            "spring.security.oauth2.client.registration.company.client-id=" + IdentityProvider.CLIENT,
            "spring.security.oauth2.client.registration.company.client-secret=" + IdentityProvider.SECRET,
            "spring.security.oauth2.client.registration.company.authorization-grant-type=authorization_code",
            "spring.security.oauth2.client.registration.stranger.client-id=x",
            "spring.security.oauth2.client.registration.down.client-id=x",
            "spring.security.oauth2.client.provider.down.issuer-uri=http://127.0.0.1:9/",
        })
@ContextConfiguration(initializers = OwnPlace.class)
class ProviderSignInTest {

    private static final IdentityProvider COMPANY = IdentityProvider.start("");
    private static final IdentityProvider STRANGER = IdentityProvider.start("https://somebody.else.example");
    private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\"[^>]* value=\"([^\"]+)\"");
    private static final Pattern SECRET = Pattern.compile("<code class=\"secret\">([A-Z2-7 ]{20,60})</code>");
    private static final Pattern RECOVERY = Pattern.compile("<code class=\"secret\">([A-Za-z0-9-]{24})</code>");

    @DynamicPropertySource
    static void providers(DynamicPropertyRegistry properties) {
        properties.add("spring.security.oauth2.client.provider.company.issuer-uri", COMPANY::address);
        properties.add("spring.security.oauth2.client.provider.stranger.issuer-uri", STRANGER::address);
    }

    @LocalServerPort
    private int port;

    @Autowired
    private Users users;

    @Autowired
    private UserAccounts accounts;

    @Autowired
    private ApiTokens tokens;

    @Autowired
    private TwoStep twoStep;

    @Autowired
    private SessionRegistry sessions;

    @Autowired
    private Passkeys passkeys;

    @Autowired
    private AuditEntries audit;

    @Autowired
    private TransactionTemplate transaction;

    private HttpClient browser = newBrowser();

    @BeforeEach
    void a_console_that_the_provider_knows() {
        COMPANY.registers(console());
    }

    @AfterAll
    static void no_providers() {
        COMPANY.close();
        STRANGER.close();
    }

    @Test
    void a_value_of_the_claim_gives_the_role_and_the_audit_log_says_which() throws Exception {
        IdentityProvider.says("ana", roles("others", "mail-team", "gw-help"));
        String page = signInAs("ana").body();

        assertThat(page).contains("ana@localhost").contains("Operator");
        UserAccount ana = user("ana@localhost");
        assertThat(ana.getRole()).isEqualTo(Role.OPERATOR);
        assertThat(ana.getIssuer()).isEqualTo(COMPANY.address());
        assertThat(ana.getSubject()).isEqualTo("ana");
        assertThat(ana.hasPassword()).isFalse();
        assertThat(audited("ana@localhost"))
                .anyMatch(line -> line.contains("by the identity provider as Operator")
                        && line.contains("the claim realm.roles has \"mail-team\""));
        assertThat(get(console() + "/system/users").statusCode()).isEqualTo(403);
    }

    @Test
    void the_way_to_the_provider_and_back_has_state_nonce_and_proof_key_and_the_cookie_comes_along() throws Exception {
        IdentityProvider.says("ana", roles("mail-team"));
        HttpResponse<String> begun = get(console() + "/oauth2/authorization/company");
        String address = begun.headers().firstValue("Location").orElseThrow();
        assertThat(address)
                .startsWith(COMPANY.address() + "/oauth2/authorize?")
                .contains("code_challenge_method=S256", "code_challenge=", "state=", "nonce=", "scope=openid")
                .contains("redirect_uri=" + console() + "/login/oauth2/code/company");
        assertThat(begun.headers().firstValue("Set-Cookie").orElseThrow())
                .contains("DANEGATE=", "SameSite=Lax", "HttpOnly");

        // Somebody else's answer, with a state that this browser has not begun.
        HttpResponse<String> forged = get(console() + "/login/oauth2/code/company?code=abc&state=forged");
        assertThat(forged.headers().firstValue("Location")).hasValue("/sign-in?again");
    }

    @Test
    void without_a_value_there_is_no_role_and_no_account() throws Exception {
        IdentityProvider.says("ben", roles("others"));
        HttpResponse<String> refused = signInAs("ben");
        assertThat(refused.uri().toString()).endsWith("/sign-in/refused?why=no-role");
        assertThat(refused.body()).contains("gives you no role for this console");
        assertThat(users.find("ben@localhost")).isEmpty();
        assertThat(audited("ben@localhost")).anyMatch(line -> line.contains("no value of the claim realm.roles"));
        assertThat(get(console() + "/").headers().firstValue("Location").orElseThrow())
                .endsWith("/sign-in");
    }

    @Test
    void each_sign_in_reads_the_role_anew_and_without_one_sessions_and_tokens_end() throws Exception {
        IdentityProvider.says("cleo", roles("gw-operators"));
        signInAs("cleo");
        HttpClient earlier = browser;
        String token = tokens.create("cleo@localhost", ApiTokensTest.forAll("script", Role.OPERATOR), "test");
        assertThat(tokens.check(token)).isInstanceOf(ApiTokens.Bearer.class);

        browser = newBrowser();
        IdentityProvider.says("cleo", roles("gw-help"));
        assertThat(signInAs("cleo").body()).contains("Help Desk");
        assertThat(tokens.check(token))
                .isInstanceOfSatisfying(
                        ApiTokens.Bearer.class,
                        bearer -> assertThat(bearer.role()).isEqualTo(Role.HELP_DESK));
        assertThat(send(earlier, get(URI.create(console() + "/account/password")))
                        .headers()
                        .firstValue("Location"))
                .hasValue("/sign-in?ended");

        HttpClient second = browser;
        browser = newBrowser();
        IdentityProvider.says("cleo", Map.of());
        assertThat(signInAs("cleo").uri().getQuery()).isEqualTo("why=no-role");
        assertThat(tokens.check(token)).isEqualTo(new ApiTokens.Unknown());
        assertThat(send(second, get(URI.create(console() + "/account/password")))
                        .headers()
                        .firstValue("Location"))
                .hasValue("/sign-in?ended");
    }

    @Test
    void a_user_of_the_provider_is_never_the_local_user_of_that_name() throws Exception {
        IdentityProvider.says("admin", roles("gw-operators"));
        assertThat(signInAs("admin").body()).contains("admin@localhost");
        assertThat(user("admin").getRole()).isEqualTo(Role.ADMINISTRATOR);
        assertThat(user("admin@localhost").getRole()).isEqualTo(Role.OPERATOR);
    }

    @Test
    void a_disabled_user_stays_out_and_a_deleted_one_begins_anew() throws Exception {
        IdentityProvider.says("dora", roles("gw-help"));
        signInAs("dora");
        users.change("dora@localhost", Role.HELP_DESK, false, null, "test");
        assertThat(get(console() + "/account/password").headers().firstValue("Location"))
                .hasValue("/sign-in?ended");
        browser = newBrowser();
        assertThat(signInAs("dora").body()).contains("disabled on this console");
        assertThatThrownBy(() -> users.change(
                        "dora@localhost", Role.HELP_DESK, true, GivenPassword.lasting("a long password here"), "test"))
                .hasMessage("Role and password of this user come from the identity provider.");
        assertThatThrownBy(() -> users.change("dora@localhost", Role.ADMINISTRATOR, true, null, "test"))
                .hasMessageContaining("come from the identity provider");
        users.delete("dora@localhost", "test");
        assertThat(signInAs("dora").body()).contains("dora@localhost");
    }

    @Test
    void a_role_that_needs_a_second_factor_needs_the_providers_word_for_it() throws Exception {
        IdentityProvider.says("ana", Map.of("realm", Map.of("roles", List.of("gw-admins"))));
        assertThat(signInAs("ana").body()).contains("Your role needs a second factor");
        IdentityProvider.says(
                "ana", Map.of("realm", Map.of("roles", List.of("gw-admins")), "amr", List.of("pwd", "mfa")));
        browser = newBrowser();
        assertThat(signInAs("ana").body()).contains("ana@localhost").contains("Administrator");
        users.delete("ana@localhost", "test");
    }

    @Test
    void a_provider_that_does_not_answer_or_is_another_one_is_told_on_the_pages() throws Exception {
        for (String provider : List.of("down", "stranger")) {
            HttpResponse<String> refused = follow(get(URI.create(console() + "/oauth2/authorization/" + provider)), "");
            assertThat(refused.uri().toString()).endsWith("/sign-in/refused?why=unreachable");
            assertThat(refused.body()).contains("does not answer, or is not the provider that the settings name");
        }
        String page = await().atMost(Duration.ofMinutes(1))
                .until(() -> get(console() + "/sign-in").body(), text -> text.contains("down cannot be used"));
        assertThat(page)
                .contains("down cannot be used at the moment", "stranger cannot be used at the moment")
                .contains("Sign in with Example Company")
                .doesNotContain("Example Company cannot be used");
    }

    @Test
    void passwords_are_off_but_for_the_rescue_account() throws Exception {
        users.add("local", GivenPassword.lasting("a long password here"), Role.OPERATOR, "test");
        assertThat(signInWithPassword("local", "a long password here").headers().firstValue("Location"))
                .hasValue("/sign-in?provider");
        assertThat(get(console() + "/sign-in?provider").body()).contains("Passwords are off for this user");
        HttpResponse<String> script = send(browser, script("local", "a long password here"));
        assertThat(script.statusCode()).isEqualTo(401);
        assertThat(script.body()).contains("Scripts send a bearer token");

        // The provider is not asked for this one. As an Administrator it needs a second factor.
        assertThat(signInWithPassword("admin", PASSWORD).headers().firstValue("Location"))
                .hasValue("/sign-in/two-step");
        users.delete("local", "test");
    }

    @Test
    void the_rescue_account_sets_up_the_second_step_that_its_role_needs_and_sees_no_other_page_before()
            throws Exception {
        assertThat(signInWithPassword("admin", "not the password").headers().firstValue("Location"))
                .hasValue("/sign-in?failed");
        signInWithPassword("admin", PASSWORD);
        for (String page : List.of("/", "/system/users", "/account/password", "/account/two-step")) {
            assertThat(get(console() + page).headers().firstValue("Location")).hasValue("/sign-in/two-step");
        }
        assertThat(send(browser, script("admin", PASSWORD)).statusCode()).isEqualTo(403);

        String page = get(console() + "/sign-in/two-step").body();
        String secret = found(SECRET, page).replace(" ", "");
        String wrong = post("/sign-in/two-step", Map.of("code", "000000", "_csrf", token(page)))
                .body();
        assertThat(wrong).contains("The code is wrong").contains(secret.substring(0, 4));
        String code = new TimeCodes().codeAt(secret, Instant.now());
        assertThat(post("/sign-in/two-step", Map.of("code", code, "_csrf", token(wrong)))
                        .headers()
                        .firstValue("Location"))
                .hasValue("/account/two-step");
        String account = get(console() + "/account/two-step").body();
        String recovery = found(RECOVERY, account);
        assertThat(account)
                .contains("Your role needs two-step sign-in, so you cannot turn it off")
                .contains("1 attempt to sign in as you has failed");
        assertThat(post("/account/two-step/off", Map.of("current", PASSWORD, "_csrf", token(account)))
                        .body())
                .contains("it cannot be turned off");
        assertThat(get(console() + "/system/users").body()).contains("rescue account", "from 127.0.0.1");

        signInWithPassword("admin", PASSWORD);
        String step = get(console() + "/sign-in/code").body();
        post("/sign-in/code", Map.of("code", recovery, "_csrf", token(step)));
        assertThat(get(console() + "/account/two-step").body())
                .contains("Your last sign-in was on ", " from 127.0.0.1.")
                .doesNotContain("has failed");
        twoStep.reset("admin", "test");
    }

    @Test
    void signing_out_leads_on_to_the_provider_with_the_id_token() throws Exception {
        IdentityProvider.says("ana", roles("mail-team"));
        String page = signInAs("ana").body();
        HttpResponse<String> out = post("/sign-out", Map.of("_csrf", token(page)));
        assertThat(out.headers().firstValue("Location")).hasValue("/sign-in?out");
        String after = get(console() + "/sign-in?out").body();
        assertThat(after)
                .contains("http-equiv=\"refresh\"")
                .contains(COMPANY.address() + "/connect/logout?id_token_hint=")
                .contains("post_logout_redirect_uri=" + console() + "/sign-in?out");
        assertThat(get(console() + "/sign-in?out").body()).doesNotContain("http-equiv=\"refresh\"");
        assertThat(get(console() + "/account/password").statusCode()).isEqualTo(302);
    }

    @Test
    void the_passkey_of_the_rescue_account_is_both_factors_and_those_of_others_are_off_like_passwords()
            throws Exception {
        users.add("local", GivenPassword.lasting("a long password here"), Role.OPERATOR, "test");
        assertThat(signInWithPasskeyOf("local", "a long password here")).isEqualTo("/sign-in?provider");
        assertThat(audited("local"))
                .anyMatch(line -> line.endsWith("with a passkey: only the identity provider signs in"));
        users.delete("local", "test");

        assertThat(signInWithPasskeyOf("admin", PASSWORD)).isEqualTo("/");
        assertThat(get("http://localhost:" + port + "/system/users").statusCode())
                .isEqualTo(200);
        passkeys.removeAll("admin", "test");
    }

    /// Adds a passkey and signs in with it.
    ///
    /// @return where that leads
    private String signInWithPasskeyOf(String user, String password) throws Exception {
        String origin = "http://localhost:" + port;
        SoftwarePasskey device = new SoftwarePasskey();
        Passkeys.Begun begun = passkeys.begin(
                UsernamePasswordAuthenticationToken.authenticated(user, null, List.of()),
                "Laptop",
                password,
                new PasskeyPlace.On("localhost", origin));
        passkeys.finish(begun, device.create(passkeys.json(begun), origin, true));
        browser = newBrowser();
        String token = token(get(origin + "/sign-in").body());
        String challenge = send(browser, form(URI.create(origin + "/sign-in/passkey/options"), Map.of("_csrf", token)))
                .body();
        Map<String, String> answer = Map.of("credential", device.show(challenge, origin, true), "_csrf", token);
        HttpResponse<String> shown = send(browser, form(URI.create(origin + "/sign-in/passkey"), answer));
        String location = shown.headers().firstValue("Location").orElseThrow();
        if (location.equals("/")) {
            // The session has another identifier from then on.
            assertThat(shown.headers().allValues("Set-Cookie")).anyMatch(cookie -> cookie.startsWith("DANEGATE="));
        }
        return location;
    }

    @Test
    void a_sign_out_at_the_provider_ends_the_session_or_all_sessions_of_the_user_here() throws Exception {
        IdentityProvider.says("cleo", roles("mail-team"));
        signInAs("cleo");
        HttpClient first = browser;
        String session = sessionAtProvider("cleo@localhost");
        browser = newBrowser();
        signInAs("cleo");
        HttpClient second = browser;

        JWTClaimsSet known = COMPANY.report().claim("sid", session).build();
        Instant past = Instant.now().minus(Duration.ofHours(1));
        for (String wrong : List.of(
                "rubbish",
                IdentityProvider.signed(
                        known, new RSAKeyGenerator(2048).keyID("test").generate()),
                STRANGER.logoutToken(known),
                COMPANY.logoutToken(
                        new JWTClaimsSet.Builder(known).audience("another").build()),
                COMPANY.logoutToken(new JWTClaimsSet.Builder(known)
                        .issuer("http://localhost:1")
                        .build()),
                COMPANY.logoutToken(
                        new JWTClaimsSet.Builder(known).claim("nonce", "n").build()),
                COMPANY.logoutToken(new JWTClaimsSet.Builder(known)
                        .claim("events", Map.of("another", Map.of()))
                        .build()),
                COMPANY.logoutToken(new JWTClaimsSet.Builder(known)
                        .expirationTime(Date.from(past))
                        .build()))) {
            assertThat(reported("company", wrong)).as(wrong).isEqualTo(400);
        }
        assertThat(reported("nobody", COMPANY.logoutToken(known))).isEqualTo(400);
        assertThat(accountOf(first)).isEqualTo(200);

        assertThat(reported("company", COMPANY.logoutToken(known))).isEqualTo(200);
        assertThat(accountOf(first)).isEqualTo(302);
        assertThat(accountOf(second)).isEqualTo(200);
        assertThat(audited("cleo@localhost"))
                .contains("signed out at the identity provider; sessions that ended here: 1");

        assertThat(reported("company", COMPANY.reportOf("cleo"))).isEqualTo(200);
        assertThat(accountOf(second)).isEqualTo(302);
    }

    private String sessionAtProvider(String user) {
        return sessions.getAllPrincipals().stream()
                .filter(ProviderUser.class::isInstance)
                .map(ProviderUser.class::cast)
                .filter(one -> one.getName().equals(user))
                .map(one -> one.getIdToken().getClaimAsString("sid"))
                .findFirst()
                .orElseThrow();
    }

    /// The status with which the console answers the provider, which sends no cookie and no token of a form.
    private int reported(String registration, String token) throws IOException, InterruptedException {
        URI address = URI.create(console() + "/logout/connect/back-channel/" + registration);
        return send(newBrowser(), form(address, Map.of("logout_token", token))).statusCode();
    }

    private int accountOf(HttpClient one) throws IOException, InterruptedException {
        return send(one, get(URI.create(console() + "/account/password"))).statusCode();
    }

    private static Map<String, Object> roles(String... names) {
        return Map.of("realm", Map.of("roles", List.of(names)));
    }

    private UserAccount user(String name) {
        return accounts.findById(name).orElseThrow();
    }

    private List<String> audited(String user) {
        return transaction.execute(status -> audit.findAll().stream()
                .filter(entry -> entry.getUser().equals(user))
                .map(AuditEntry::getAction)
                .toList());
    }

    private String console() {
        return "http://127.0.0.1:" + port;
    }

    private static HttpClient newBrowser() {
        return HttpClient.newBuilder()
                .cookieHandler(new CookieManager(null, CookiePolicy.ACCEPT_ALL))
                .connectTimeout(Duration.ofSeconds(60))
                .build();
    }

    private static HttpRequest get(URI address) {
        return HttpRequest.newBuilder(address)
                .header("Accept", "text/html")
                .timeout(Duration.ofSeconds(120))
                .build();
    }

    private HttpResponse<String> get(String address) throws IOException, InterruptedException {
        return send(browser, get(URI.create(address)));
    }

    private static HttpResponse<String> send(HttpClient client, HttpRequest request)
            throws IOException, InterruptedException {
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    /// Goes to the provider, signs in there, and comes back, as a browser does.
    private HttpResponse<String> signInAs(String user) throws IOException, InterruptedException {
        HttpResponse<String> end = follow(get(URI.create(console() + "/oauth2/authorization/company")), user);
        // The home page belongs to a room that is not here.
        return end.uri().getPath().startsWith("/sign-in") ? end : get(console() + "/account/password");
    }

    private HttpResponse<String> follow(HttpRequest first, String user) throws IOException, InterruptedException {
        HttpResponse<String> answer = send(browser, first);
        for (int i = 0; i < 10; i++) {
            Optional<String> next = answer.headers().firstValue("Location");
            if (next.isEmpty()) {
                break;
            }
            URI address = answer.uri().resolve(next.get());
            answer = address.toString().equals(COMPANY.address() + "/login")
                    ? signInThere(address, user)
                    : send(browser, get(address));
        }
        return answer;
    }

    private HttpResponse<String> signInThere(URI address, String user) throws IOException, InterruptedException {
        String token = token(send(browser, get(address)).body());
        Map<String, String> fields = Map.of("username", user, "password", IdentityProvider.PASSWORD, "_csrf", token);
        return send(browser, form(address, fields));
    }

    private HttpResponse<String> signInWithPassword(String user, String password)
            throws IOException, InterruptedException {
        browser = newBrowser();
        String page = get(console() + "/sign-in").body();
        return post("/sign-in", Map.of("username", user, "password", password, "_csrf", token(page)));
    }

    private HttpResponse<String> post(String path, Map<String, String> fields)
            throws IOException, InterruptedException {
        return send(browser, form(URI.create(console() + path), fields));
    }

    private static HttpRequest form(URI address, Map<String, String> fields) {
        String body = fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return HttpRequest.newBuilder(address)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }

    private HttpRequest script(String user, String password) {
        return HttpRequest.newBuilder(URI.create(console() + "/api/v1/queue/messages"))
                .header("Authorization", basic(user, password))
                .build();
    }

    private static String token(String page) {
        return found(TOKEN, page);
    }

    private static String found(Pattern what, String page) {
        Matcher found = what.matcher(page);
        assertThat(found.find()).as("%s on the page %s", what, page).isTrue();
        return found.group(1);
    }

    private static String basic(String user, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }
}
