package org.danegate.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Takes the pictures of the user guide and of the README: walks the guide's steps on the practice network. It is not a
/// test of the build; the command is in `docs/guide/README.md`.
class GuidePictures {

    private static final Path GUIDE = Path.of("docs/guide/images");
    private static final Path README = Path.of("docs/images");
    private static final String GOOD = "old-certificate.practice";
    private static final String WRONG = "wrong-certificate.practice";

    @TempDir
    Path folder;

    @Test
    void pictures_of_the_guide() throws Exception {
        Files.createDirectories(GUIDE);
        try (RunningDemo demo = RunningDemo.start(folder);
                ConsoleBrowser browser = ConsoleBrowser.open()) {
            Page page = browser.signIn(demo);
            page.setViewportSize(1280, 860);
            firstDestination(demo, page);
            stuck(demo, page);
            configuration(demo, page);
            network(demo, page);
            system(demo, page);
        }
    }

    private static void firstDestination(RunningDemo demo, Page page) {
        verified(demo, page, GOOD, "DANE SUCCESS");
        take(page, GUIDE, "daneverify");
        page.navigate(demo.url("/mail-policies/destinations/new"));
        page.locator("#domain").fill(GOOD);
        page.locator("input[name=tls][value=REQUIRED]").check();
        page.locator("input[name=dane][value=MANDATORY]").check();
        take(page, GUIDE, "destination-form");
        take(page, README, "destination-form");
        press(page, "Submit");
        // The form asks first whether somebody is still signed in.
        assertThat(page.locator("h1")).containsText("Destination Controls");
        page.navigate(demo.url("/commit"));
        take(page, GUIDE, "commit");
        press(page, "Dry run");
        assertThat(page.locator("main"))
                .containsText(GOOD, new LocatorAssertions.ContainsTextOptions().setTimeout(60_000));
        take(page, GUIDE, "dry-run");
        page.navigate(demo.url("/commit"));
        page.locator("#comment").fill("Mandatory DANE for " + GOOD);
        press(page, "Commit Changes");
        assertThat(page.locator(".flash-done")).containsText("Committed revision");
    }

    private static void stuck(RunningDemo demo, Page page) throws IOException, InterruptedException {
        await().atMost(Duration.ofMinutes(2))
                .until(() -> api(demo, "/api/v1/delivery-status").contains(WRONG));
        page.navigate(demo.url("/monitor/delivery-status"));
        take(page, GUIDE, "delivery-status");
        take(page, README, "delivery-status");
        page.navigate(demo.url("/monitor/delivery-status/" + WRONG));
        take(page, GUIDE, "destination");
        take(page, README, "destination");
        verified(demo, page, WRONG, "DANE FAILED");
        take(page, GUIDE, "daneverify-failed");
    }

    private static void configuration(RunningDemo demo, Page page) {
        show(demo, page, "/mail-policies/destinations", "destinations");
        show(demo, page, "/system/revisions", "history");
        show(demo, page, "/system/configuration-file", "configuration-file");
    }

    private static void network(RunningDemo demo, Page page) throws IOException, InterruptedException {
        show(demo, page, "/network/dns-status", "dns-status");
        page.navigate(demo.url("/network/smtp-routes/new"));
        page.locator("#domain").fill(GOOD);
        page.locator("#hosts").fill("relay.example");
        press(page, "Submit");
        assertThat(page.locator("h1")).hasText("SMTP Routes");
        page.navigate(demo.url("/network/smtp-routes"));
        take(page, GUIDE, "smtp-routes");
        show(demo, page, "/network/bounce-profiles/0", "bounce-profile");
        show(demo, page, "/mail-policies/hat?client=127.0.0.1", "hat");
        show(demo, page, "/network/certificates", "certificates");
    }

    private static void system(RunningDemo demo, Page page) {
        show(demo, page, "/system/log-subscriptions", "log-subscriptions");
        show(demo, page, "/system/logs/mail_logs?filter=TLS%20success.*for&regex=true", "log");
        show(demo, page, "/system/alerts", "alerts");
        show(demo, page, "/system/status", "system-status");
        show(demo, page, "/system/users", "users");
    }

    private static void verified(RunningDemo demo, Page page, String domain, String verdict) {
        page.navigate(demo.url("/monitor/daneverify?domain=" + domain));
        assertThat(page.locator("main"))
                .containsText(verdict, new LocatorAssertions.ContainsTextOptions().setTimeout(20_000));
    }

    private static void show(RunningDemo demo, Page page, String address, String name) {
        page.navigate(demo.url(address));
        take(page, GUIDE, name);
    }

    private static void press(Page page, String button) {
        Locator found = page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(button));
        found.last().click();
    }

    private static void take(Page page, Path folder, String name) {
        page.screenshot(new Page.ScreenshotOptions().setPath(folder.resolve(name + ".png")));
    }

    private static String api(RunningDemo demo, String address) throws IOException, InterruptedException {
        String basic =
                Base64.getEncoder().encodeToString(("admin:" + RunningDemo.PASSWORD).getBytes(StandardCharsets.UTF_8));
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                            HttpRequest.newBuilder(URI.create(demo.url(address)))
                                    .header("Authorization", "Basic " + basic)
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }
}
