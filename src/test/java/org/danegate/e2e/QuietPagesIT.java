package org.danegate.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.ForcedColors;
import com.microsoft.playwright.options.ReducedMotion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// Pages that refresh themselves do not talk all the time, a session that ends loses nothing, nothing moves for users
/// who want no motion, and the selected item is recognizable without the console's own colours.
class QuietPagesIT {

    private static final String WRONG = "wrong-certificate.practice";
    private static final Path SHOTS = Path.of("target", "screenshots");
    /// A busy machine answers late.
    private static final LocatorAssertions.ContainsTextOptions LONG =
            new LocatorAssertions.ContainsTextOptions().setTimeout(20_000);

    private static final String LISTEN = """
            () => {
                window.said = [];
                document.querySelectorAll('[aria-live]:not([aria-live=off]), [role=status], [role=alert], [role=log]')
                    .forEach(region => new MutationObserver(() => window.said.push(region.textContent.trim()))
                        .observe(region, { childList: true, characterData: true, subtree: true }));
            }
            """;

    @TempDir
    static Path folder;

    private static RunningDemo demo;
    private static ConsoleBrowser browser;

    private Page page;

    @BeforeAll
    static void open() throws Exception {
        Files.createDirectories(SHOTS);
        browser = ConsoleBrowser.open();
        demo = RunningDemo.start(folder);
        demo.send("someone@" + WRONG);
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

    @BeforeEach
    void sign_in() {
        page = browser.signIn(demo);
    }

    @AfterEach
    void leave() {
        page.context().close();
    }

    @Test
    void delivery_status_renews_its_rows_without_a_word() {
        AtomicInteger renewed = answers("/monitor/delivery-status/-/rows");
        page.navigate(demo.url("/monitor/delivery-status"));
        page.evaluate(LISTEN);
        int before = renewed.get();
        page.waitForCondition(() -> renewed.get() >= before + 4);

        assertThat(said()).isEmpty();
    }

    @Test
    void that_delivery_status_is_not_live_is_said_once_and_that_it_is_again() {
        AtomicInteger tried = new AtomicInteger();
        page.onRequestFailed(request -> {
            if (request.url().contains("/-/stream")) {
                tried.incrementAndGet();
            }
        });
        page.navigate(demo.url("/monitor/delivery-status"));
        assertThat(page.locator("#live-text")).containsText("Live", LONG);
        page.evaluate(LISTEN);
        BrowserContext context = page.context();
        context.setOffline(true);
        assertThat(page.locator("#live-text")).containsText("Not live", LONG);
        page.waitForCondition(() -> tried.get() >= 3);
        assertThat(said()).singleElement().asString().startsWith("Not live");

        context.setOffline(false);
        page.waitForFunction("() => window.said.length === 2");
        assertThat(said().getLast()).startsWith("Live");
    }

    /// The page of a destination: what came of a retry is said once, nothing else is, and the focus stays.
    @Test
    void a_destination_says_what_came_of_a_retry_and_leaves_the_focus_alone() throws Exception {
        String address = "/monitor/delivery-status/" + WRONG;
        await().atMost(Duration.ofMinutes(2))
                .until(() -> page.navigate(demo.url(address)).text().contains("data-at"));
        assertThat(page.locator("#live-text")).containsText("As of", LONG);
        assertThat(page.locator("#live-text")).containsText("Live", LONG);
        assertThat(page.locator("#try-said")).isEmpty();
        Locator attempt = page.locator("#attempts summary").first();
        attempt.focus();
        page.evaluate(LISTEN);
        assertThat(demo.post("/api/v1/delivery-status/" + WRONG + "/retry")).contains("RELEASED");
        assertThat(page.locator("#try-said")).containsText("Try now: ended at", LONG);
        assertThat(page.locator("#try-said")).containsText("does not match");
        assertThat(said()).last().asString().startsWith("Try now: ended at");
        assertThat(said()).allSatisfy(what -> assertThat(what).startsWith("Try now"));
        assertThat(page.evaluate("() => document.activeElement.localName")).isEqualTo("summary");

        page.locator("#try-now").click();
        assertThat(page.locator(".flash-done")).containsText("being tried now");
        page.reload();
        assertThat(page.locator("#try-said")).containsText("Try now");
        page.locator("[data-pause]").click();
        assertThat(page.locator("#live-text")).containsText("Paused");
        page.locator("[data-pause]").click();
        assertThat(page.locator("#live-text")).containsText("Live", LONG);
        page.context().clearCookies();
        page.waitForURL(demo.url("/sign-in"));
    }

    @Test
    void a_log_takes_new_lines_without_a_word() {
        AtomicInteger renewed = answers("/system/logs/mail_logs/lines");
        page.navigate(demo.url("/system/logs/mail_logs"));
        page.evaluate(LISTEN);
        page.waitForCondition(() -> renewed.get() >= 3);

        assertThat(said()).isEmpty();
    }

    @Test
    void a_verification_says_its_outcome_and_not_each_line() {
        page.navigate(demo.url("/monitor/daneverify"));
        page.evaluate(LISTEN);
        page.locator("#domain").fill("ok.practice");
        page.keyboard().press("Enter");
        assertThat(page.locator("#daneverify-state")).containsText("SUCCESS", LONG);
        page.waitForFunction("() => !document.querySelector('#daneverify button').disabled");

        assertThat(said()).hasSizeLessThan(4).last().asString().contains("SUCCESS");
    }

    @Test
    void a_log_whose_session_is_gone_leads_to_the_sign_in_page_and_back() {
        page.navigate(demo.url("/system/logs/mail_logs"));
        page.context().clearCookies();
        page.waitForURL("**/sign-in");
        ConsoleBrowser.giveCredentials(page);
        page.waitForURL("**/system/logs/mail_logs**");
    }

    @Test
    void a_verification_asked_for_without_session_goes_on_after_signing_in() {
        page.navigate(demo.url("/monitor/daneverify"));
        page.context().clearCookies();
        page.locator("#domain").fill("ok.practice");
        page.keyboard().press("Enter");
        page.waitForURL("**/sign-in");
        ConsoleBrowser.giveCredentials(page);
        assertThat(page.locator("#daneverify-state")).containsText("SUCCESS", LONG);
    }

    @Test
    void what_was_typed_outlives_the_session_and_is_sent_after_signing_in_elsewhere() {
        page.navigate(demo.url("/mail-policies/destinations/new"));
        page.locator("#domain").fill("patient.example");
        page.context().clearCookies();
        page.evaluate("() => { const now = Date.now; Date.now = () => now() + 31 * 60 * 1000; }");
        page.context().setOffline(true);
        page.locator("#domain").press("Enter");
        assertThat(page.locator("#signed-out")).containsText("does not answer");
        assertThat(page.locator("#signed-out a")).isHidden();
        page.context().setOffline(false);
        page.locator("#domain").press("Enter");
        assertThat(page.locator("#signed-out")).containsText("Your session has ended");
        assertThat(page.locator("#signed-out a")).isVisible();
        assertThat(page.locator("#signed-out")).isFocused();
        assertThat(page.locator("#domain")).hasValue("patient.example");

        Page other =
                page.context().waitForPage(() -> page.locator("#signed-out a").click());
        ConsoleBrowser.giveCredentials(other);
        page.bringToFront();
        page.locator("#domain").press("Enter");
        assertThat(page.locator(".flash-done")).containsText("patient.example");
    }

    /// Nothing was waited for: the session was ended by a restart, another sign-in, or somebody who signed out
    /// elsewhere, a moment after the form was opened.
    @ParameterizedTest
    @CsvSource({
        "/mail-policies/destinations/new,   #domain,          typed.example",
        "/mail-policies/destinations/import, #text,           [typed.example]",
        "/mail-policies/destinations/default, #concurrentConnections, 77",
        "/mail-policies/hat/0,              input[type=text], typed",
        "/network/dns,                      [id='servers[0].address'], 192.0.2.53",
        "/network/certificates/upload,      #name,            typed",
        "/network/smtp-routes/import,       #text,            typed.example",
        "/system/users/new,                 #name,            typed",
        "/system/alert-recipients/new,      input[type=text], typed@example.org",
        "/account/password,                 #current,         typed",
        "/system/configuration-file,        #text,            typed",
    })
    void what_was_typed_stays_however_the_session_ended(String path, String field, String typed) {
        page.navigate(demo.url(path));
        Locator input = page.locator("main form[method=post] " + field).first();
        input.fill(typed);
        page.context().clearCookies();
        page.evaluate("() => document.querySelectorAll('main form').forEach(form => form.noValidate = true)");
        input.evaluate("field => field.form.requestSubmit(field.form.querySelector('button:not([type=button])'))");
        assertThat(page.locator("#signed-out")).containsText("Your session has ended");
        assertThat(input).hasValue(typed);
    }

    @Test
    void a_search_that_is_being_typed_is_not_taken_away_by_rows_that_cannot_be_renewed() {
        page.navigate(demo.url("/monitor/delivery-status"));
        page.locator("#q").pressSequentially("half a na");
        page.context().clearCookies();
        assertThat(page.locator("#signed-out")).containsText("Your session has ended", LONG);
        assertThat(page.locator("#q")).hasValue("half a na");
    }

    /// The recipes of `docs/behind-a-proxy.md`, in a browser: sign-in, files, streams, keys, a form, the way out.
    @ParameterizedTest
    @EnumSource(ProxyInFront.Recipe.class)
    void behind_a_proxy_that_ends_tls_the_console_works(ProxyInFront.Recipe recipe) throws Exception {
        try (ProxyInFront proxy = ProxyInFront.start(recipe, folder.resolve("proxy"), demo.port())) {
            String domain = "behind-" + recipe.ordinal() + ".example";
            BrowserContext context = browser.contextBehindTls();
            Page front = context.newPage();
            List<String> failed = new ArrayList<>();
            front.onResponse(response -> {
                if (response.status() >= 400 || !response.url().startsWith(proxy.url(""))) {
                    failed.add(response.status() + " " + response.url());
                }
            });
            front.navigate(proxy.url("/monitor/delivery-status"));
            assertThat(front).hasURL(proxy.url("/sign-in"));
            ConsoleBrowser.giveCredentials(front);
            assertThat(front).hasURL(proxy.url("/monitor/delivery-status"));
            assertThat(front.locator("#live-text")).containsText("Live", LONG);
            front.locator("main h1").click();
            front.keyboard().press("v");
            front.waitForURL(proxy.url("/monitor/daneverify"));
            front.locator("#domain").fill("ok.practice");
            front.keyboard().press("Enter");
            assertThat(front.locator("#daneverify-state")).containsText("SUCCESS", LONG);
            front.navigate(proxy.url("/system/logs/mail_logs?language=en"));
            assertThat(front.locator("#log")).isVisible();
            front.navigate(proxy.url("/mail-policies/destinations/new"));
            front.locator("#domain").fill(domain);
            front.locator("#domain").press("Enter");
            assertThat(front.locator(".flash-done")).containsText(domain);
            front.locator("#theme").selectOption("dark");
            assertThat(context.cookies()).hasSizeGreaterThanOrEqualTo(3).allSatisfy(cookie -> {
                assertThat(cookie.secure).as(cookie.name).isTrue();
                assertThat(cookie.path).as(cookie.name).startsWith(proxy.cookiePath());
            });
            front.locator("details.user summary").click();
            front.locator("form[action$='/sign-out'] button").click();
            front.waitForURL(proxy.url("/sign-in?out"));
            assertThat(failed).isEmpty();
            context.close();
        }
    }

    @Test
    void nothing_moves_for_who_wants_no_motion() {
        page.emulateMedia(new Page.EmulateMediaOptions().setReducedMotion(ReducedMotion.REDUCE));
        for (String path : List.of("/monitor/delivery-status", "/mail-policies/destinations/new", "/system/status")) {
            page.navigate(demo.url(path));
            assertThat(page.evaluate("""
                            () => Array.from(document.querySelectorAll('*')).filter(e => {
                                const style = getComputedStyle(e);
                                return style.animationName !== 'none' || style.scrollBehavior !== 'auto'
                                    || style.transitionDuration.split(',').some(time => parseFloat(time) > 0);
                            }).map(e => e.outerHTML.slice(0, 80))
                            """)).as(path).isEqualTo(List.of());
        }
    }

    @Test
    void what_is_chosen_is_told_apart_in_forced_colours() {
        page.emulateMedia(new Page.EmulateMediaOptions().setForcedColors(ForcedColors.ACTIVE));
        page.navigate(demo.url("/mail-policies/destinations/new"));
        assertThat(page.evaluate("""
                        () => ['a[aria-current=page]', 'a:not([aria-current])']
                            .map(link => getComputedStyle(document.querySelector('.menu-wide ' + link)).borderLeftColor)
                            .filter((colour, at, both) => both.indexOf(colour) === at).length
                        """)).isEqualTo(2);
        assertThat(page.evaluate("() => getComputedStyle(document.querySelector('main input[type=radio]')).appearance"))
                .isEqualTo("auto");
        page.screenshot(new Page.ScreenshotOptions().setPath(SHOTS.resolve("forced-colours-form.png")));
        page.navigate(demo.url("/monitor/delivery-status"));
        assertThat(page.evaluate("() => getComputedStyle(document.querySelector('.status')).borderTopStyle"))
                .isEqualTo("solid");
        page.screenshot(new Page.ScreenshotOptions().setPath(SHOTS.resolve("forced-colours-status.png")));
    }

    private AtomicInteger answers(String address) {
        AtomicInteger count = new AtomicInteger();
        page.onResponse(response -> {
            if (response.url().contains(address) && response.status() == 200) {
                count.incrementAndGet();
            }
        });
        return count;
    }

    private List<String> said() {
        return page.evaluate("() => window.said") instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of();
    }
}
