package org.danegate.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.danegate.access.IdentityProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Signing in and out by an identity provider in real Chromium, with a real provider, and with a real proxy in front
/// that ends TLS and has the console below a path. The console knows its outer address only by
/// `danegate.console.public-url`.
class SingleSignOnIT {

    private static final Path SHOTS = Path.of("target", "screenshots");

    @TempDir
    static Path folder;

    @Test
    void a_user_goes_to_the_provider_and_comes_back_to_the_outer_address_and_a_sign_out_there_ends_the_session_here()
            throws Exception {
        Files.createDirectories(SHOTS);
        int port = RunningServer.freePort();
        ProxyInFront.Recipe recipe = ProxyInFront.Recipe.NGINX_BELOW_A_PATH;
        String outside = recipe.url(port);
        try (ConsoleBrowser browser = ConsoleBrowser.open();
                IdentityProvider company = IdentityProvider.start("");
                RunningDemo demo = RunningDemo.start(folder, options(company, outside));
                ProxyInFront proxy = ProxyInFront.start(recipe, folder.resolve("proxy"), demo.port(), port)) {
            company.registers(outside);
            IdentityProvider.says("ana", Map.of("roles", List.of("mail-team")));
            Page page = browser.contextBehindTls().newPage();
            page.navigate(proxy.url("/monitor/delivery-status"));
            assertThat(page).hasURL(proxy.url("/sign-in"));
            shot(page, "single-sign-on-begin");
            Stage.faultless(page);
            signInThere(page, company);
            assertThat(page).hasURL(proxy.url("/monitor/delivery-status"));
            assertThat(page.locator(".user-name")).hasText("ana@localhost");
            shot(page, "single-sign-on-done");

            assertThat(report(demo, company.reportOf("ana"))).isEqualTo(200);
            page.waitForURL(proxy.url("/sign-in?ended"));
            assertThat(page.locator("[role=status]")).containsText("signed out at the identity provider");
            shot(page, "single-sign-on-ended");

            // The provider still knows the user, and does not ask.
            link(page);
            assertThat(page).hasURL(proxy.url("/monitor/delivery-status"));
            page.locator("details.user summary").click();
            page.locator("form[action$='/sign-out'] button").click();
            page.waitForURL(url -> url.startsWith(company.address()) || url.equals(proxy.url("/sign-in?out")));
            assertThat(page).hasURL(proxy.url("/sign-in?out"));
            link(page);
            page.waitForURL(company.address() + "/login**");
        }
    }

    private static String[] options(IdentityProvider company, String outside) {
        String client = "--spring.security.oauth2.client.registration.company.";
        return new String[] {
            "--danegate.console.public-url=" + outside,
            "--danegate.oidc.roles.operator=mail-team",
            client + "client-name=Example Company",
            client + "client-id=" + IdentityProvider.CLIENT,
            client + "client-secret=" + IdentityProvider.SECRET,
            client + "authorization-grant-type=authorization_code",
            "--spring.security.oauth2.client.provider.company.issuer-uri=" + company.address()
        };
    }

    private static void signInThere(Page page, IdentityProvider company) {
        link(page);
        page.waitForURL(company.address() + "/login**");
        shot(page, "single-sign-on-provider");
        page.locator("input[name=username]").fill("ana");
        page.locator("input[name=password]").fill(IdentityProvider.PASSWORD);
        page.locator("input[name=password]").press("Enter");
    }

    private static void link(Page page) {
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Sign in with Example Company"))
                .click();
    }

    /// The provider's report, at the address inside.
    private static int report(RunningDemo demo, String token) throws Exception {
        try (HttpClient provider = HttpClient.newHttpClient()) {
            return provider.send(
                            HttpRequest.newBuilder(URI.create(demo.url("/logout/connect/back-channel/company")))
                                    .header("Content-Type", "application/x-www-form-urlencoded")
                                    .POST(HttpRequest.BodyPublishers.ofString(
                                            "logout_token=" + URLEncoder.encode(token, StandardCharsets.UTF_8)))
                                    .build(),
                            HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        }
    }

    private static void shot(Page page, String name) {
        page.screenshot(new Page.ScreenshotOptions().setPath(SHOTS.resolve(name + ".png")));
    }
}
