package org.danegate.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.KeyboardModifier;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Lists whose rows are one line, with their bar for many, and the suggestions of the search, in real Chromium.
class ListsAndSearchIT {

    private static final String WRONG = "wrong-certificate.practice";
    private static final String DESTINATIONS = "/mail-policies/destinations";

    /// 32 px and the line below.
    private static final double ROW = 34;

    @TempDir
    static Path folder;

    private static RunningDemo demo;
    private static ConsoleBrowser browser;

    private Page page;

    @BeforeAll
    static void open() throws Exception {
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

    @ParameterizedTest
    @ValueSource(strings = {DESTINATIONS, "/monitor/delivery-status"})
    void rows_are_one_line(String list) {
        page.setViewportSize(1280, 900);
        page.navigate(demo.url(list));
        Locator rows = page.locator("table.line-list tbody tr");
        rows.first().waitFor();
        // In one step: the page of Delivery Status replaces its rows while it is looked at.
        Object high = rows.evaluateAll(
                "(all, most) => all"
                        + ".filter(row => row.getBoundingClientRect().height > most).map(row => row.textContent)",
                ROW);
        assertThat(high).isEqualTo(List.of());
        assertThat(
                        Boolean.TRUE.equals(
                                page.evaluate(
                                        "() => { const b = document.querySelector('.table-box'); return b.scrollWidth > b.clientWidth }")))
                .as("scrolls sideways")
                .isFalse();
    }

    @Test
    void rows_are_ticked_one_by_one_in_a_range_and_all() {
        page.navigate(demo.url(DESTINATIONS));
        Locator boxes = page.locator("td.tick input");
        int all = boxes.count();
        boxes.nth(1).click();
        assertThat(page.locator("#ticked")).hasText("1 ticked");
        boxes.nth(4).click(new Locator.ClickOptions().setModifiers(List.of(KeyboardModifier.SHIFT)));
        assertThat(page.locator("#ticked")).hasText("4 ticked");
        assertThat(Boolean.TRUE.equals(page.evaluate("document.getElementById('tick-all').indeterminate")))
                .isTrue();
        page.locator("#scope-all").check();
        page.locator("#tick-all").click();
        assertThat(page.locator("#ticked")).hasText(all + " ticked");
        assertThat(page.locator("#scope-ticked")).isChecked();
        page.locator("#bulk .bulk-acts button").first().click();
        assertThat(page.locator("h1")).containsText("Edit Several Destinations");
        assertThat(page.locator("main")).containsText(all + " entries");
    }

    @ParameterizedTest
    @ValueSource(strings = {DESTINATIONS, "/monitor/delivery-status"})
    void on_a_telephone_the_bar_follows_what_is_ticked_and_is_low(String list) {
        page.setViewportSize(390, 800);
        page.navigate(demo.url(list));
        Locator bar = page.locator("#bulk");
        assertThat(bar).hasCSS("position", "static");
        page.locator("td.tick input").first().check();
        assertThat(bar).hasCSS("position", "sticky");
        assertThat(bar).isInViewport();
        assertThat(bar.boundingBox().height).isLessThan(800.0 / 3);
        page.setViewportSize(390, 400);
        assertThat(bar).hasCSS("position", "static");
    }

    @Test
    void only_the_newest_text_is_asked_for_and_shown_and_none_twice() {
        List<String> asked = new ArrayList<>();
        List<Route> held = new ArrayList<>();
        page.route("**/search/suggestions?*", route -> {
            asked.add(route.request().url().replaceAll(".*q=", ""));
            if (asked.size() == 1) {
                held.add(route);
            } else {
                route.resume();
            }
        });
        page.navigate(demo.url("/network/dns"));
        Locator field = page.locator("#search");
        field.fill("d");
        field.fill("deli");
        page.waitForCondition(() -> held.size() == 1);
        field.fill("delivery");
        field.fill("delivery status");
        held.getFirst().resume();
        assertThat(page.locator("#suggestions")).containsText("Delivery Status");
        assertThat(page.locator("#suggestions mark").first()).hasText("Delivery Status");
        field.press("Escape");
        field.fill(" delivery  status ");
        assertThat(page.locator("#suggestions")).isVisible();
        assertThat(asked).containsExactly("deli", "delivery%20status");
    }
}
