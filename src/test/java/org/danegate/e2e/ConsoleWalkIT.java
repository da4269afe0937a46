package org.danegate.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.eatthepath.otp.TimeBasedOneTimePasswordGenerator;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.PlaywrightException;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.RequestOptions;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.InvalidKeyException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import javax.crypto.spec.SecretKeySpec;
import org.apache.commons.codec.binary.Base32;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/// The main job in real Chromium: add a destination, submit, commit, send mail, see it on Delivery Status, daneverify.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ConsoleWalkIT {

    private static final Path SHOTS = Path.of("target", "screenshots");

    @TempDir
    static Path folder;

    private static RunningDemo demo;
    private static ConsoleBrowser browser;
    private static BrowserContext context;
    private static Page page;

    @BeforeAll
    static void open() throws Exception {
        browser = ConsoleBrowser.open();
        Files.createDirectories(SHOTS);
        demo = RunningDemo.start(folder, "--danegate.console.second-factor-roles=help-desk");
        context = browser.context();
        page = context.newPage();
        page.navigate(demo.url("/"));
        page.getByLabel("User name")
                .or(page.locator("input[name=username]"))
                .first()
                .fill("admin");
        page.locator("input[name=password]").fill(RunningDemo.PASSWORD);
        page.locator("button[type=submit], form button").first().click();
        assertThat(page.locator("h1")).containsText("Overview");
    }

    @AfterAll
    static void close() {
        if (browser != null) {
            browser.close();
        }
        if (demo != null) {
            demo.close();
        }
    }

    @Test
    @Order(1)
    void dane_needs_tls_and_the_server_says_so_beside_the_field() {
        page.navigate(demo.url("/mail-policies/destinations/new"));
        page.locator("#domain").fill("not a domain");
        page.locator("input[name=concurrentConnectionsUseDefault][value=false]").check();
        page.locator("#concurrentConnections").fill("5000");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Submit"))
                .click();

        assertThat(page.locator(".error-summary")).containsText("Destination must be a domain");
        assertThat(page.locator(".error-summary")).containsText("between 1 and 1,000");
        assertThat(page.locator("#concurrentConnections")).hasValue("5000");
        shot("destination-form-faults");

        page.locator("input[name=tls][value=NONE]").check();
        assertThat(page.locator("input[name=dane][value=MANDATORY]")).isDisabled();
        assertThat(page.locator("#dane-needs-tls")).isVisible();
    }

    @Test
    @Order(2)
    void an_administrator_adds_a_destination_commits_and_sees_mail_delivered_under_dane() throws Exception {
        page.navigate(demo.url("/mail-policies/destinations/new"));
        page.locator("#domain").fill(TARGET);
        page.locator("input[name=tls][value=REQUIRED]").check();
        page.locator("input[name=dane][value=MANDATORY]").check();
        shot("destination-form");
        submit();
        assertThat(page.locator("h1")).containsText("Destination Controls");
        shot("destinations");
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Commit Changes"))
                .first()
                .click();
        assertThat(page.locator("h1")).containsText("Uncommitted Changes");
        shot("commit");
        page.locator("#comment").fill("Mandatory DANE for " + TARGET);
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Commit Changes"))
                .click();
        assertThat(page.locator(".flash-done")).containsText("Committed revision 2");

        demo.send("walk@" + TARGET);
        await().atMost(Duration.ofSeconds(20))
                .until(() -> demo.mailLog().contains("To: <walk@" + TARGET + ">")
                        && demo.mailLog()
                                .matches("(?s).*TLS success protocol TLSv1\\.\\d cipher \\S+ for "
                                        + TARGET.replace(".", "\\.") + "\\n.*"));
        page.navigate(demo.url("/monitor/delivery-status"));
        assertThat(page.locator("table").first()).containsText(TARGET);
        shot("delivery-status");

        page.getByLabel("Actions for " + TARGET).click();
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("daneverify " + TARGET))
                .click();
        assertThat(page.locator("main"))
                .containsText(
                        "DANE SUCCESS for " + TARGET,
                        new com.microsoft.playwright.assertions.LocatorAssertions.ContainsTextOptions()
                                .setTimeout(20_000));
    }

    private static void submit() {
        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName("Submit").setExact(true))
                .last()
                .click();
    }

    @Test
    @Order(3)
    void a_wrong_certificate_stays_queued_and_the_page_says_why() throws Exception {
        demo.send("someone@" + WRONG);
        await().atMost(Duration.ofSeconds(30)).until(() -> demo.mailLog().contains("DANE failed for " + WRONG));
        page.navigate(demo.url("/monitor/delivery-status/" + WRONG));
        assertThat(page.locator("main")).containsText("does not match");
        shot("destination");
        page.navigate(demo.url("/monitor/delivery-status"));
        assertThat(page.locator("table").first()).containsText(WRONG);
    }

    @Test
    @Order(4)
    void what_would_be_lost_is_shown_before_it_is() {
        page.navigate(demo.url("/mail-policies/destinations"));
        page.getByLabel("Tick " + TARGET).check();
        assertThat(page.locator("#ticked")).hasText("1 ticked");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Delete…"))
                .click();
        assertThat(page.locator("h1")).containsText("Delete Destinations");
        assertThat(page.locator("main")).containsText(TARGET);
        shot("destinations-delete");
        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName("Delete").setExact(true))
                .click();
        assertThat(page.locator(".flash-done")).containsText("Deleted 1 entry");

        page.navigate(demo.url("/commit"));
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Abandon Changes"))
                .click();
        assertThat(page.locator("main")).containsText("Destination " + TARGET);
        shot("abandon");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Abandon Changes"))
                .click();
        assertThat(page.locator(".flash-done")).containsText("Abandoned all changes");
        page.navigate(demo.url("/mail-policies/destinations"));
        assertThat(page.locator("table").first()).containsText(TARGET);
    }

    @Test
    @Order(5)
    void a_route_for_a_domain_with_dane_is_warned_of_and_mended_by_one_click() {
        String basic =
                Base64.getEncoder().encodeToString(("admin:" + RunningDemo.PASSWORD).getBytes(StandardCharsets.UTF_8));
        var scripts = RequestOptions.create()
                .setHeader("Authorization", "Basic " + basic)
                .setHeader("Accept", "application/yaml");
        String policy = page.request().get(demo.url("/api/v1/policy"), scripts).text();
        var put = RequestOptions.create()
                .setHeader("Authorization", "Basic " + basic)
                .setHeader("Content-Type", "application/yaml")
                .setData(policy.replaceFirst(
                        "smtpRoutes:\\s*\\[\\s*]",
                        "smtpRoutes: [ { domain: " + TARGET + ", hosts: [ { host: 127.0.0.1, port: 9 } ] } ]"));
        var answer = page.request().put(demo.url("/api/v1/policy"), put);
        assertThat(answer.status()).as(answer.text()).isEqualTo(204);

        page.navigate(demo.url("/commit"));
        assertThat(page.locator("main")).containsText("its SMTP route does not use USEDNS");
        shot("commit-advice");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Set DANE None for " + TARGET))
                .click();
        assertThat(page.locator(".flash-done")).containsText("DANE Support of " + TARGET + " is None now");
        assertThat(page.locator("main")).not().containsText("its SMTP route does not use USEDNS");
        page.navigate(demo.url("/commit/abandon"));
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Abandon Changes"))
                .click();
    }

    @Test
    @Order(6)
    void the_pages_of_who_is_signed_out_have_no_accessibility_faults_either() {
        try (BrowserContext stranger = browser.context()) {
            PageWalk walk = new PageWalk(stranger.newPage(), SHOTS);
            for (String language : List.of("en", "es")) {
                for (String path : List.of("/sign-in", "/sign-in?failed", "/sign-in?out")) {
                    stranger.pages()
                            .getFirst()
                            .navigate(demo.url(path + (path.contains("?") ? "&" : "?") + "language=" + language));
                    walk.look(path, language);
                }
            }
            assertThat(walk.faults()).isEmpty();
        }
    }

    @Test
    @Order(7)
    void a_message_is_held_and_its_destination_suspended_after_a_confirmation() {
        page.setViewportSize(1280, 900);
        page.navigate(demo.url("/monitor/delivery-queue?destination=" + WRONG));
        page.locator("tbody tr th a").first().click();
        assertThat(page.locator("main")).containsText("someone@" + WRONG);
        faultless("queue-message");
        press("Hold…");
        button("Hold").waitFor();
        faultless("queue-confirm");
        press("Hold");
        assertThat(page.locator(".flash-done")).containsText("Held: MID");
        assertThat(page.locator("main")).containsText("Held");

        page.navigate(demo.url("/monitor/delivery-status/" + WRONG));
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Suspend…"))
                .click();
        page.locator("#suspend")
                .getByLabel("Reason, shown to everybody (optional)")
                .fill("works there");
        faultless("suspend-dialog");
        press("Suspend");
        assertThat(page.locator("main")).containsText("Deliveries are currently suspended: works there");
        faultless("suspended-destination");
        page.navigate(demo.url("/monitor/delivery-queue"));
        assertThat(page.locator("main")).containsText("works there");
        faultless("queue-orders");
        press("Resume " + WRONG);
        assertThat(page.locator(".flash-done")).containsText("has resumed");
    }

    private static void press(String button) {
        button(button).click();
    }

    private static Locator button(String name) {
        return button(page, name);
    }

    private static void faultless(String name) {
        shot(name);
        PageWalk walk = new PageWalk(page, SHOTS);
        walk.judge(name);
        assertThat(walk.faults()).isEmpty();
    }

    @Test
    @Order(8)
    void a_new_user_chooses_a_password_turns_two_steps_on_and_signs_in_with_them() {
        page.navigate(demo.url("/system/users/new?language=en"));
        page.locator("#name").fill("ines");
        page.locator("#password").fill("seven green kettles");
        press("Add User");
        assertThat(page.locator("main")).containsText("must choose a password");

        try (BrowserContext fresh = browser.context()) {
            Page hers = fresh.newPage();
            PageWalk walk = new PageWalk(hers, SHOTS);
            signIn(hers, "seven green kettles");
            assertThat(hers.locator("h1")).hasText("Choose a password");
            walk.look("/sign-in/new-password", "en");
            hers.locator("#password").fill("nine blue bottles");
            answer(hers, "#repeated", "nine blue bottle");
            assertThat(hers.locator("#repeated-error")).containsText("differ");
            hers.locator("#password").fill("nine blue bottles");
            answer(hers, "#repeated", "nine blue bottles");
            assertThat(hers.locator("h1")).hasText("Overview");

            hers.navigate(demo.url("/account/two-step"));
            String secret = hers.locator("form code.secret").innerText().replace(" ", "");
            hers.locator("#code").fill(code(secret));
            answer(hers, "#current", "nine blue bottles");
            assertThat(hers.locator(".codes code")).hasCount(8);
            walk.look("/account/two-step-on", "en");
            String recovery = hers.locator(".codes code").first().innerText();

            fresh.clearCookies();
            signIn(hers, "nine blue bottles");
            answer(hers, "#code", "000000");
            assertThat(hers.locator("#code-error")).containsText("The code is wrong");
            walk.look("/sign-in/code-fault", "en");
            hers.navigate(demo.url("/sign-in/code?language=es"));
            walk.look("/sign-in/code", "es");
            answer(hers, "#code", recovery);
            assertThat(hers.locator("h1")).hasText("Vista general");
            hers.navigate(demo.url("/monitor/delivery-status"));
            assertThat(hers.locator("h1")).hasText("Estado de entrega");

            // The session got a new id with the last step; a change to the user ends it all the same. What the page
            // renews by itself notices first, and the page says so without being asked for.
            page.navigate(demo.url("/system/users/edit/ines?language=en"));
            press("Submit");
            assertThat(page.locator(".flash-done")).containsText("ines");
            hers.waitForURL("**/sign-in?ended");
            assertThat(hers.locator("[role=status]")).containsText("Esta sesión ha terminado");
            assertThat(walk.faults()).isEmpty();
        }
    }

    private static void signIn(Page somebody, String password) {
        somebody.navigate(demo.url("/sign-in?language=en"));
        somebody.locator("#username").fill("ines");
        answer(somebody, "#password", password);
    }

    private static void answer(Page somebody, String field, String text) {
        somebody.locator(field).fill(text);
        somebody.locator(field).press("Enter");
    }

    /// What an authenticator app shows.
    private static String code(String secret) {
        try {
            return new TimeBasedOneTimePasswordGenerator()
                    .generateOneTimePasswordString(
                            new SecretKeySpec(new Base32().decode(secret), "HmacSHA1"), Instant.now());
        } catch (InvalidKeyException e) {
            throw new AssertionError(e);
        }
    }

    /// By name, because passkeys belong to names: for the browser, `localhost` is another site than 127.0.0.1.
    @Test
    @Order(9)
    void a_passkey_is_made_signs_in_as_both_factors_and_signs_nobody_in_when_it_was_removed() {
        page.navigate(demo.url("/system/users/new?language=en"));
        page.locator("#name").fill("vera");
        page.locator("#password").fill("eleven slow turtles");
        page.locator("#once").uncheck();
        press("Add User");
        assertThat(page.locator("main")).containsText("vera");

        try (BrowserContext fresh = browser.context();
                VirtualDevice device = VirtualDevice.of(fresh.newPage())) {
            Page hers = device.page();
            PageWalk walk = new PageWalk(hers, SHOTS);
            hers.navigate(byName("/sign-in?language=en"));
            hers.locator("#username").fill("vera");
            answer(hers, "#password", "eleven slow turtles");
            assertThat(hers.locator("h1")).hasText("Overview");
            hers.navigate(byName("/account/passkeys"));
            walk.look("/account/passkeys-none", "en");

            // The device does not recognize its user at first.
            device.recognizesItsUser(false);
            hers.locator("#label").fill("Laptop");
            answer(hers, "#current", "eleven slow turtles");
            assertThat(hers.locator("[data-problem]")).containsText("made or showed no passkey");
            walk.look("/account/passkeys-create", "en");
            device.recognizesItsUser(true);
            button(hers, "Try Again").click();
            assertThat(hers.locator(".flash-done")).containsText("Passkey “Laptop” was added");
            walk.look("/account/passkeys-one", "en");
            hers.navigate(byName("/account/passkeys?language=es"));
            walk.look("/account/passkeys-one", "es");
            hers.navigate(byName("/account/passkeys?language=en"));

            // The name field offers the passkey too; nobody chooses it there.
            device.isTouched(false);
            signOut(hers);
            assertThat(hers.locator("#username")).hasAttribute("autocomplete", "username webauthn");
            assertThat(hers.locator("#username")).isFocused();
            walk.look("/sign-in-passkey", "en");
            device.isTouched(true);
            button(hers, "Sign in with a passkey").click();
            assertThat(hers.locator("h1")).hasText("Overview");
            // Touched already, it answers the name field's offer as soon as there is one.
            pressSignOut(hers);
            assertThat(hers.locator("main")).containsText("from 127.0.0.1, with a passkey.");

            // Now the role needs a second factor. The password alone leads to its setup, the passkey gets in.
            page.navigate(demo.url("/system/users/edit/vera?language=en"));
            page.locator("input[name=role][value=HELP_DESK]").check();
            press("Submit");
            assertThat(page.locator(".flash-done")).containsText("vera");
            assertThat(page.locator("main")).containsText("1 passkey");
            faultless("users-passkeys");
            device.isTouched(false);
            hers.navigate(byName("/sign-in"));
            hers.locator("#username").fill("vera");
            answer(hers, "#password", "eleven slow turtles");
            assertThat(hers.locator("h1")).hasText("Show your passkey");
            walk.look("/sign-in-with-passkey", "en");
            hers.navigate(byName("/sign-in/with-passkey?language=es"));
            walk.look("/sign-in-with-passkey", "es");
            hers.navigate(byName("/sign-in/with-passkey?language=en"));
            device.isTouched(true);
            button(hers, "Sign in with a passkey").click();
            assertThat(hers.locator("h1")).hasText("Overview");

            hers.navigate(byName("/account/passkeys"));
            button(hers, "Delete passkey Laptop").click();
            assertThat(hers.locator(".flash-done")).containsText("no longer signs you in");
            hers.locator("#label").fill("Telephone");
            answer(hers, "#current", "eleven slow turtles");
            assertThat(hers.locator(".flash-done")).containsText("Passkey “Telephone” was added");
            device.isTouched(false);
            signOut(hers);
            page.navigate(demo.url("/system/users"));
            page.locator("[data-dialog=passkeys-vera]").click();
            button(page, "Remove Passkeys").last().click();
            assertThat(page.locator(".flash-done")).containsText("has no passkeys any more");
            device.isTouched(true);
            button(hers, "Sign in with a passkey").click();
            assertThat(hers.locator("[role=alert]").first()).containsText("The passkey was not accepted");
            assertThat(button(hers, "Sign in with a passkey")).hasCount(0);
            walk.look("/sign-in-passkey-refused", "en");
            assertThat(walk.faults()).isEmpty();
        }
    }

    /// The device chooses its passkey as soon as the name field offers it: no button and no name are needed.
    @Test
    @Order(10)
    void a_passkey_is_set_up_where_the_role_needs_a_second_factor_and_offered_in_the_name_field() {
        page.navigate(demo.url("/system/users/new?language=en"));
        page.locator("#name").fill("wanda");
        page.locator("input[name=role][value=HELP_DESK]").check();
        page.locator("#password").fill("eleven slow turtles");
        page.locator("#once").uncheck();
        press("Add User");
        assertThat(page.locator("main")).containsText("wanda");

        try (BrowserContext fresh = browser.context();
                VirtualDevice device = VirtualDevice.of(fresh.newPage())) {
            Page hers = device.page();
            PageWalk walk = new PageWalk(hers, SHOTS);
            hers.navigate(byName("/sign-in?language=en"));
            hers.locator("#username").fill("wanda");
            answer(hers, "#password", "eleven slow turtles");
            assertThat(hers.locator("h1")).hasText("Set up a second factor");
            walk.look("/sign-in-set-up", "en");
            hers.navigate(byName("/sign-in/two-step?language=es"));
            walk.look("/sign-in-set-up", "es");
            hers.navigate(byName("/sign-in/two-step?language=en"));
            device.recognizesItsUser(false);
            answer(hers, "#label", "Laptop");
            assertThat(hers.locator("[data-problem]")).containsText("made or showed no passkey");
            walk.look("/sign-in-set-up-create", "en");
            device.recognizesItsUser(true);
            button(hers, "Try Again").click();
            assertThat(hers.locator(".flash-done")).containsText("Passkey “Laptop” was added");
            assertThat(hers.locator("h1")).hasText("Passkeys");

            pressSignOut(hers);
            assertThat(hers.locator("h1")).hasText("Overview");
            assertThat(walk.faults()).isEmpty();
        }
    }

    private static String byName(String path) {
        return "http://localhost:" + demo.port() + path;
    }

    private static void pressSignOut(Page somebody) {
        somebody.locator("details.user summary").click();
        somebody.locator("form[action$='/sign-out'] button").click();
    }

    private static void signOut(Page somebody) {
        pressSignOut(somebody);
        assertThat(somebody.locator("[role=status]")).containsText("You are signed out");
    }

    private static Locator button(Page of, String name) {
        return of.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    @Test
    @Order(11)
    void the_server_stops_cleanly_when_told() throws Exception {
        assertThat(demo.stop()).isIn(0, 143);
    }

    private static final String TARGET = "old-certificate.practice";
    private static final String WRONG = "wrong-certificate.practice";

    private static void shot(String name) {
        String file = name.replaceAll("[^A-Za-z0-9._-]", "_") + ".png";
        Page.ScreenshotOptions into = new Page.ScreenshotOptions().setPath(SHOTS.resolve(file));
        try {
            page.screenshot(into);
        } catch (PlaywrightException busy) {
            // Now and then the browser has no frame to show on a machine that is busy: asked once more, it has.
            page.screenshot(into);
        }
    }
}
