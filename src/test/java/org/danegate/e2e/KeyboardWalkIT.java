package org.danegate.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.ReducedMotion;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/// The main job without a mouse, in real Chromium: nothing is clicked nor filled, keys go to what has the focus.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class KeyboardWalkIT {

    private static final String TARGET = "old-certificate.practice";
    private static final String WRONG = "wrong-certificate.practice";
    private static final LocatorAssertions.ContainsTextOptions LONG =
            new LocatorAssertions.ContainsTextOptions().setTimeout(20_000);

    @TempDir
    static Path folder;

    private static RunningDemo demo;
    private static ConsoleBrowser browser;
    private static Page page;
    private static Keyboard keyboard;

    @BeforeAll
    static void open() throws Exception {
        browser = ConsoleBrowser.open();
        demo = RunningDemo.start(folder);
        demo.send("someone@" + WRONG);
        page = browser.context().newPage();
        page.emulateMedia(new Page.EmulateMediaOptions().setReducedMotion(ReducedMotion.REDUCE));
        page.setViewportSize(1280, 700);
        keyboard = new Keyboard(page);
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
    void signing_in_begins_in_the_first_field() {
        page.navigate(demo.url("/"));
        assertThat(page.locator("#username")).isFocused();
        keyboard.type("admin");
        keyboard.press("Tab");
        keyboard.type(RunningDemo.PASSWORD);
        keyboard.leave("Enter");
        heading("Overview");
    }

    @Test
    @Order(2)
    void the_first_stop_leads_past_the_menu() {
        assertThat(keyboard.press("Tab").name()).isEqualTo("Skip to content");
        assertThat(keyboard.press("Enter").id()).isEqualTo("main");
        assertThat(keyboard.press("Tab").name()).isEqualTo("24 hours");
    }

    @Test
    @Order(3)
    void a_dialog_holds_the_focus_and_gives_it_back() {
        keyboard.to("Delivery Status");
        keyboard.leave("Enter");
        heading("Delivery Status");
        keyboard.to("Retry All Delivery…");
        keyboard.press("Enter");
        assertThat(page.locator("#retry-all")).isVisible();
        for (int stop = 0; stop < 4; stop++) {
            assertThat(keyboard.press("Tab").name()).isIn("Cancel", "Retry All Delivery", "");
        }
        assertThat(keyboard.escape().name()).isEqualTo("Retry All Delivery…");
        assertThat(page.locator("#retry-all")).isHidden();
    }

    @Test
    @Order(4)
    void the_menu_of_the_account_closes_with_escape_and_when_the_focus_leaves_it() {
        keyboard.back("admin");
        keyboard.press("Enter");
        assertThat(page.locator(".user-menu")).isVisible();
        keyboard.to("Keyboard shortcuts");
        assertThat(keyboard.press("Escape").name()).isEqualTo("admin");
        assertThat(page.locator(".user-menu")).isHidden();

        keyboard.press("Space");
        keyboard.to("Keyboard shortcuts");
        keyboard.press("Space");
        assertThat(page.locator("#keys")).isVisible();
        keyboard.escape();
        assertThat(page.locator("details.user > summary")).isFocused();

        keyboard.press("Enter");
        keyboard.to("Sign out");
        keyboard.press("Tab");
        assertThat(page.locator(".user-menu")).isHidden();
    }

    @Test
    @Order(5)
    void faults_have_the_focus_and_lead_to_their_fields() {
        keyboard.to("Destination Controls");
        keyboard.leave("Enter");
        heading("Destination Controls");
        keyboard.to("Add Destination…");
        keyboard.leave("Enter");
        heading("Add Destination");
        keyboard.toField("domain");
        keyboard.type("not a domain");
        keyboard.toField("concurrentConnections");
        keyboard.type("5000");
        keyboard.to("Submit");
        keyboard.leave("Enter");

        assertThat(page.locator(".error-summary")).isFocused();
        assertThat(keyboard.focus().fault()).isEmpty();
        keyboard.press("Tab");
        assertThat(keyboard.press("Enter").field()).isEqualTo("domain");
        assertThat(keyboard.toField("concurrentConnections").value()).isEqualTo("5000");
        replace("10");
        keyboard.back("Destination:");
    }

    @Test
    @Order(6)
    void an_administrator_adds_a_destination_and_commits() {
        replace(TARGET);
        keyboard.toField("tls");
        keyboard.choose("REQUIRED");
        keyboard.toField("dane");
        keyboard.choose("MANDATORY");
        keyboard.to("Submit");
        keyboard.leave("Enter");
        heading("Destination Controls");
        assertThat(page.locator(".flash-done")).isFocused();

        keyboard.back("Commit Changes (1)");
        keyboard.leave("Enter");
        heading("Uncommitted Changes");
        keyboard.toField("comment");
        keyboard.type("DANE by keyboard");
        keyboard.to("Commit Changes");
        keyboard.leave("Enter");
        assertThat(page.locator(".flash-done")).containsText("Committed revision 2");
        assertThat(page.locator(".flash-done")).isFocused();
        assertThat(keyboard.focus().fault()).isEmpty();
    }

    @Test
    @Order(7)
    void mail_is_seen_and_its_destination_verified() throws Exception {
        demo.send("keys@" + TARGET);
        keyboard.back("Delivery Status");
        keyboard.leave("Enter");
        heading("Delivery Status");
        assertThat(page.locator("table").first()).containsText(TARGET, LONG);
        keyboard.to("Actions for " + TARGET);
        keyboard.press("Enter");
        keyboard.to("daneverify " + TARGET);
        keyboard.leave("Enter");
        heading("daneverify");
        assertThat(page.locator("#daneverify-state")).containsText("SUCCESS", LONG);
        assertThat(keyboard.to("Transcript").id()).isEqualTo("transcript");
        assertThat(page.locator("#transcript")).containsText("DANE SUCCESS for " + TARGET);
        keyboard.press("End");
    }

    @Test
    @Order(8)
    void every_stop_is_seen_going_on_and_back_also_on_a_small_screen() {
        List<String> faults = new ArrayList<>();
        for (String path : List.of(
                "/mail-policies/destinations/new",
                "/mail-policies/destinations",
                "/monitor/delivery-status",
                "/monitor/delivery-status/" + WRONG,
                "/network/dns",
                "/system/logs/mail_logs?filter=DANE&lines=50",
                "/commit/dry-run")) {
            for (int[] size : new int[][] {{1280, 500}, {390, 500}}) {
                page.setViewportSize(size[0], size[1]);
                page.navigate(demo.url(path));
                keyboard.faultsOfAllStops().forEach(fault -> faults.add(path + " " + size[0] + " " + fault));
            }
        }
        page.setViewportSize(1280, 700);
        assertThat(faults).isEmpty();
    }

    @Test
    @Order(9)
    void a_new_row_has_the_focus() {
        page.navigate(demo.url("/network/dns"));
        keyboard.to("Add Row");
        keyboard.leave("Enter");
        assertThat(page.locator("[id='servers[2].address']")).isFocused();
    }

    @Test
    @Order(10)
    void suggestions_are_chosen_with_the_arrows_and_closed_with_escape() {
        page.navigate(demo.url("/network/dns"));
        keyboard.press("/");
        assertThat(page.locator("#search")).isFocused();
        keyboard.type("delivery");
        assertThat(page.locator("#suggestions")).isVisible();
        assertThat(page.locator("#search")).hasAttribute("aria-expanded", "true");
        assertThat(AxeRules.all(page)).isEmpty();

        assertThat(keyboard.press("ArrowDown").id()).isEqualTo("search");
        assertThat(page.locator("#search")).hasAttribute("aria-activedescendant", "suggestion-0-0");
        assertThat(page.locator("#suggestion-0-0")).hasAttribute("aria-selected", "true");
        keyboard.press("ArrowUp");
        assertThat(page.locator("#suggestions [aria-selected=true]")).hasCount(0);
        keyboard.press("Escape");
        assertThat(page.locator("#suggestions")).isHidden();
        assertThat(page.locator("#search")).hasValue("delivery");

        replace("delivery st");
        assertThat(page.locator("#suggestions")).isVisible();
        keyboard.press("ArrowDown");
        assertThat(page.locator("#suggestions [aria-selected=true]")).containsText("Delivery Status");
        keyboard.leave("Enter");
        heading("Delivery Status");

        keyboard.press("/");
        keyboard.type("practice");
        assertThat(page.locator("#suggestions")).isVisible();
        keyboard.leave("Enter");
        heading("Search results");
    }

    @Test
    @Order(11)
    void language_and_theme_are_chosen_and_the_session_ended() {
        page.navigate(demo.url("/network/dns"));
        keyboard.toId("theme");
        keyboard.choose("dark");
        assertThat(page.locator("html")).hasAttribute("data-bs-theme", "dark");
        assertThat(keyboard.focus().id()).isEqualTo("theme");
        keyboard.to("admin");
        keyboard.press("Enter");
        keyboard.to("Español");
        keyboard.leave("Enter");
        assertThat(page.locator("html")).hasAttribute("lang", "es");
        assertThat(page.locator("html")).hasAttribute("data-bs-theme", "dark");
        assertThat(keyboard.faultsOfAllStops()).isEmpty();
        keyboard.to("admin");
        keyboard.press("Enter");
        keyboard.to("Cerrar sesión");
        keyboard.leave("Enter");
        assertThat(page.locator("main")).containsText("Ha cerrado la sesión.");
        assertThat(page.locator("#username")).isFocused();
    }

    private static void replace(String text) {
        keyboard.press("Control+A");
        keyboard.type(text);
    }

    private static void heading(String text) {
        assertThat(page.locator("h1")).containsText(text);
        // Until then a link to a part of the page may take the focus a second time.
        page.waitForLoadState();
    }
}
