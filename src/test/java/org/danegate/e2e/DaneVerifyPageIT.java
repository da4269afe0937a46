package org.danegate.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Monitor > daneverify in real Chromium, over the practice network.
class DaneVerifyPageIT {

    private static final Path SHOTS = Path.of("target", "screenshots");
    private static final String ADDRESS = "/monitor/daneverify";

    @TempDir
    static Path folder;

    private static RunningDemo demo;
    private static ConsoleBrowser browser;
    private static BrowserContext context;

    private Page page;

    @BeforeAll
    static void open() throws Exception {
        browser = ConsoleBrowser.open();
        Files.createDirectories(SHOTS);
        demo = RunningDemo.start(folder);
        context = signedIn(true);
    }

    private static BrowserContext signedIn(boolean script) {
        BrowserContext made = browser.context(script);
        Page first = made.newPage();
        first.navigate(demo.url("/sign-in"));
        first.locator("input[name=username]").fill("admin");
        first.locator("input[name=password]").fill(RunningDemo.PASSWORD);
        first.locator("button[type=submit], form button").first().click();
        assertThat(first.locator("h1")).containsText("Overview");
        first.close();
        return made;
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
    void new_page() {
        page = context.newPage();
        page.navigate(demo.url(ADDRESS));
    }

    private void verify(String domain) {
        page.getByLabel("Domain").fill(domain);
        button().click();
    }

    private Locator button() {
        return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Verify"));
    }

    private Locator transcript() {
        return page.locator("#transcript");
    }

    @Test
    void a_good_domain_shows_transcript_evidence_and_verdict() {
        verify("ok.practice");
        assertThat(page.getByRole(AriaRole.STATUS).filter(new Locator.FilterOptions().setHasText("DANE SUCCESS")))
                .isVisible();
        List<String> lines = transcript().textContent().lines().toList();
        assertThat(lines.getFirst()).isEqualTo("SECURE MX record(mx.ok.practice) found for ok.practice");
        assertThat(lines).endsWith("DANE SUCCESS for ok.practice", "DANE verification completed.");
        assertThat(page.locator("#evidence")).containsText("SHA-256 of public key");
        assertThat(button()).isEnabled();
        assertThat(page.locator("#domain-error")).isEmpty();
    }

    @Test
    void lines_are_there_before_a_slow_receiver_has_answered() {
        verify("slow.practice");
        assertThat(transcript()).containsText("Checking TLS connection.");
        assertThat(transcript()).not().containsText("DANE verification completed.");
        assertThat(page.getByText("Verifying…")).isVisible();
        assertThat(button()).isDisabled();
        assertThat(page.locator("#daneverify-right")).isHidden();
        shot("daneverify-running");
    }

    @Test
    void what_is_no_domain_is_told_beside_the_field_and_mended_there() {
        verify("not a domain");
        Locator field = page.getByLabel("Domain");
        assertThat(page.locator("#domain-error")).hasText("▲ Enter a domain name such as example.org.");
        assertThat(field).hasAttribute("aria-invalid", "true");
        assertThat(field).hasValue("not a domain");
        assertThat(field).isFocused();
        assertThat(page.locator("#daneverify-left")).isHidden();
        assertThat(page.getByText("Verifying…")).hasCount(0);
        shot("daneverify-fault");
        verify("ok.practice");
        assertThat(transcript()).containsText("DANE SUCCESS for ok.practice");
        assertThat(page.locator("#domain-error")).isHidden();
        assertThat(field).not().hasAttribute("aria-invalid", "true");
    }

    @Test
    void the_second_verification_replaces_the_first() {
        verify("ok.practice");
        assertThat(transcript()).containsText("DANE SUCCESS for ok.practice");
        verify("null-mx.practice");
        assertThat(transcript()).containsText("DANE FAILED for null-mx.practice");
        assertThat(transcript()).not().containsText(" ok.practice");
        assertThat(page.locator("#evidence")).not().containsText(" ok.practice");
    }

    @Test
    void without_script_the_whole_result_comes_at_once() {
        try (BrowserContext plain = signedIn(false)) {
            page = plain.newPage();
            page.navigate(demo.url(ADDRESS));
            verify("wrong-certificate.practice");
            assertThat(transcript()).containsText("Certificate verification failed: ");
            assertThat(transcript()).containsText("DANE FAILED for wrong-certificate.practice");
            assertThat(page.locator("#evidence")).containsText("wrong-certificate.practice");
            verify("not a domain");
            assertThat(page.locator("#domain-error")).hasText("▲ Enter a domain name such as example.org.");
        }
    }

    @Test
    void results_fit_both_widths_and_themes_without_accessibility_faults() {
        List<String> faults = new ArrayList<>();
        for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            for (int width : new int[] {1280, 390}) {
                page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
                page.setViewportSize(width, 900);
                for (String domain : List.of("ok.practice", "wrong-certificate.practice", "expired.practice")) {
                    verify(domain);
                    assertThat(page.locator("#evidence")).containsText("MX " + domain);
                    assertThat(page.locator("#mta-sts")).containsText("MTA-STS");
                    assertThat(button()).isEnabled();
                    // The button changes its colour over a moment.
                    page.evaluate("Promise.allSettled(document.getAnimations().map(a => a.finished))");
                    String name = "daneverify-" + domain + "-" + scheme.name().toLowerCase(Locale.ROOT) + "-" + width;
                    shot(name);
                    AxeRules.all(page).forEach(fault -> faults.add(name + ": " + fault));
                    Object spill = page.evaluate("document.documentElement.scrollWidth - window.innerWidth");
                    if (((Number) spill).intValue() > 0) {
                        faults.add(name + ": wider than the window by " + spill);
                    }
                }
            }
        }
        assertThat(faults).isEmpty();
    }

    private void shot(String name) {
        page.screenshot(new Page.ScreenshotOptions()
                .setFullPage(true)
                .setPath(SHOTS.resolve(name.replaceAll("[^A-Za-z0-9._-]", "_") + ".png")));
    }
}
