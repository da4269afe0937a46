package org.danegate.e2e;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/// Debian's Chromium, driven by Playwright, as an administrator's browser.
final class ConsoleBrowser implements AutoCloseable {

    /// The one without windows does less; where it is missing the whole browser does.
    private static final Path CHROMIUM = Stream.of("/usr/bin/chromium-headless-shell", "/usr/bin/chromium")
            .map(Path::of)
            .filter(Files::isExecutable)
            .findFirst()
            .orElse(Path.of("/usr/bin/chromium"));

    private final Playwright playwright;
    private final Browser browser;

    private ConsoleBrowser(Playwright playwright, Browser browser) {
        this.playwright = playwright;
        this.browser = browser;
    }

    /// Starts it. Where Chromium is missing the test is skipped with the package's name, or fails in CI.
    static ConsoleBrowser open() {
        if (!Files.isExecutable(CHROMIUM) && !"true".equals(System.getenv("CI"))) {
            Assumptions.abort("Chromium is missing: install the Debian package chromium-headless-shell");
        }
        // A page of a server that another test shares the processors with may take its time.
        PlaywrightAssertions.setDefaultAssertionTimeout(30_000);
        Playwright playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        return new ConsoleBrowser(
                playwright,
                playwright
                        .chromium()
                        .launch(new BrowserType.LaunchOptions()
                                .setExecutablePath(CHROMIUM)
                                .setArgs(List.of(
                                        "--no-sandbox",
                                        "--disable-dev-shm-usage",
                                        "--disable-gpu",
                                        "--disable-background-networking",
                                        "--disable-sync"))));
    }

    /// A fresh context without cookies, 1280 by 800.
    BrowserContext context() {
        return patient(browser.newContext(new Browser.NewContextOptions().setViewportSize(1280, 800)));
    }

    /// A fresh context without cookies, 1280 by 900.
    ///
    /// @param script whether pages may run any
    BrowserContext context(boolean script) {
        return patient(browser.newContext(
                new Browser.NewContextOptions().setViewportSize(1280, 900).setJavaScriptEnabled(script)));
    }

    /// The same for servers whose certificates nobody vouches for.
    BrowserContext contextBehindTls() {
        return patient(browser.newContext(
                new Browser.NewContextOptions().setViewportSize(1280, 800).setIgnoreHTTPSErrors(true)));
    }

    private static BrowserContext patient(BrowserContext context) {
        context.setDefaultTimeout(90_000);
        return context;
    }

    /// A page of a fresh context, signed in as `admin`.
    Page signIn(RunningDemo demo) {
        Page page = context().newPage();
        page.navigate(demo.url("/sign-in"));
        giveCredentials(page);
        return page;
    }

    /// Signs in as `admin` on the sign-in page that is shown.
    static void giveCredentials(Page page) {
        page.locator("input[name=username]").fill("admin");
        page.locator("input[name=password]").fill(RunningDemo.PASSWORD);
        page.locator("form button[type=submit], form button").first().click();
        page.waitForURL(url -> !url.contains("/sign-in"));
    }

    @Override
    public void close() {
        playwright.close();
    }
}
