package org.danegate.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.danegate.access.GivenPassword;
import org.danegate.access.Role;
import org.danegate.access.Users;

/// Where a story of the console is played: the product with a clock of the test, and an administrator's browser.
final class Stage implements AutoCloseable {

    private final ConsoleBrowser browser;
    private final StoryServer server;
    private Page page;

    private Stage(ConsoleBrowser browser, StoryServer server) {
        this.browser = browser;
        this.server = server;
        this.page = signedIn("admin", PracticeServer.PASSWORD);
    }

    /// Starts the product and signs in as `admin`.
    static Stage open(Path folder) throws IOException {
        return open(folder, UnaryOperator.identity());
    }

    /// Does the same with a changed policy file.
    static Stage open(Path folder, UnaryOperator<String> policy) throws IOException {
        ConsoleBrowser browser = ConsoleBrowser.open();
        try {
            return new Stage(browser, StoryServer.start(folder, policy));
        } catch (IOException | RuntimeException e) {
            browser.close();
            throw e;
        }
    }

    StoryServer server() {
        return server;
    }

    /// The administrator's page.
    Page page() {
        return page;
    }

    /// The administrator comes back after a time in which the session has ended.
    void signInAgain() {
        page.context().close();
        page = signedIn("admin", PracticeServer.PASSWORD);
    }

    /// A page of somebody with this role, in a browser of their own.
    Page somebody(String name, Role role) {
        String password = "twelve slow turtles";
        server.part(Users.class).add(name, GivenPassword.lasting(password), role, "test");
        return signedIn(name, password);
    }

    private Page signedIn(String name, String password) {
        Page fresh = browser.context().newPage();
        fresh.navigate(server.url("/sign-in"));
        fresh.locator("input[name=username]").fill(name);
        fresh.locator("input[name=password]").fill(password);
        fresh.locator("form button").first().click();
        assertThat(fresh.locator("h1")).hasText("Overview");
        return fresh;
    }

    /// Opens an address of the console.
    Page go(String path) {
        page.navigate(server.url(path));
        return page;
    }

    /// Presses a button, by its whole name.
    void press(String name) {
        button(page, name).click();
    }

    static Locator button(Page page, String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    /// Follows a link of the page's content, by its whole name.
    void follow(String name) {
        page.getByRole(AriaRole.MAIN)
                .getByRole(
                        AriaRole.LINK,
                        new Locator.GetByRoleOptions().setName(name).setExact(true))
                .click();
    }

    /// That the page, as it is shown now, has no accessibility fault in either theme.
    static void faultless(Page page) {
        for (ColorScheme theme : List.of(ColorScheme.DARK, ColorScheme.LIGHT)) {
            page.emulateMedia(
                    new Page.EmulateMediaOptions().setColorScheme(theme).setReducedMotion(ReducedMotion.REDUCE));
            assertThat(AxeRules.all(page)).as("%s in %s", page.url(), theme).isEmpty();
        }
    }

    void faultless() {
        faultless(page);
    }

    @Override
    public void close() throws IOException {
        browser.close();
        server.close();
    }
}
