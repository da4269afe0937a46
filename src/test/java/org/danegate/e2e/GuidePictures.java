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
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.danegate.dkim.DkimRig;
import org.danegate.dkim.NewKey;
import org.danegate.history.Figure;
import org.danegate.history.RecordedFigures;
import org.danegate.practice.PracticeReceiver;
import org.danegate.practice.ReceiverBehaviour;
import org.danegate.tlsreports.ReportRounds;
import org.danegate.tlsreports.TlsReports;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;

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

    /// The pictures of the pages that need days: with a clock of the test and recorded figures.
    @Test
    void pictures_of_days() throws Exception {
        Files.createDirectories(GUIDE);
        try (Stage stage = Stage.open(folder)) {
            stage.page().setViewportSize(1280, 860);
            commit(stage);
            figures(stage);
            mailWithTrouble(stage);
            stage.go("/monitor/overview?range=30d");
            take(stage.page(), GUIDE, "overview");
            take(stage.page(), README, "overview");
            stage.go("/monitor/reports/tls-connections?range=7d&sort=tlsFailed&order=desc");
            take(stage.page(), GUIDE, "report");
            stage.go("/mail-policies/destinations/ready");
            take(stage.page(), GUIDE, "ready");
            review(stage);
            verifyMany(stage);
        }
    }

    /// The pictures of the chapters about MTA-STS, TLS by Sender and DKIM.
    @Test
    void pictures_of_other_protections() throws Exception {
        Files.createDirectories(GUIDE);
        try (RunningDemo demo = RunningDemo.start(folder);
                ConsoleBrowser browser = ConsoleBrowser.open()) {
            Page page = browser.signIn(demo);
            page.setViewportSize(1280, 860);
            verified(demo, page, "sts-enforce.practice", "authenticated by the MTA-STS policy");
            // So high that the bar at the top is not over the section.
            page.setViewportSize(1280, 2600);
            page.locator("#daneverify-sts")
                    .screenshot(new Locator.ScreenshotOptions().setPath(GUIDE.resolve("daneverify-sts.png")));
            page.setViewportSize(1280, 860);
            page.navigate(demo.url("/mail-policies/tls-by-sender/new"));
            page.locator("#name").fill("Legal");
            page.locator("#sender").fill("legal@example.com");
            page.locator("#recipient").fill("any");
            page.locator("#least").selectOption("REQUIRED_VERIFY");
            take(page, GUIDE, "tls-by-sender");
            signing(demo, page);
        }
    }

    /// The picture of the chapter about TLS reports: two days of a clock of the test.
    @Test
    void picture_of_tls_reports() throws Exception {
        Files.createDirectories(GUIDE);
        new DkimRig(folder.resolve("data/dkim")).with("reports", NewKey.RSA_2048);
        String settings = "tlsReports: { mode: SEND, contact: tls-reports@gate.practice, organization: Example }\n";
        try (Stage stage = Stage.open(
                folder,
                policy -> policy.replace("tlsReports: { mode: COUNT }\n", settings + TlsReportsStoryIT.PROFILE))) {
            StoryServer server = stage.server();
            for (int day = 0; day < 2; day++) {
                for (String domain :
                        List.of("ok.practice", "sts-enforce.practice", "ta.practice", "unsigned.practice")) {
                    server.send("A letter", "bob@" + domain);
                }
                await().atMost(Duration.ofMinutes(1)).until(() -> {
                    ReportRounds.keep(server.parts());
                    return server.part(TlsReports.class).newest().size() >= 4;
                });
                server.clock().moveOn(Duration.ofDays(1));
            }
            await().atMost(Duration.ofMinutes(1)).until(() -> {
                ReportRounds.keep(server.parts());
                ReportRounds.send(server.parts());
                stage.signInAgain();
                stage.page().setViewportSize(1280, 860);
                return shows(stage, "/monitor/tls-reports", "taken by 1 of 1")
                        && !shows(stage, "/monitor/tls-reports", "on its way");
            });
            take(stage.page(), GUIDE, "tls-reports");
        }
    }

    private static void signing(RunningDemo demo, Page page) {
        page.navigate(demo.url("/mail-policies/signing-keys/generate"));
        page.locator("#name").fill("main");
        press(page, "Generate");
        assertThat(page.locator(".flash-done")).containsText("Generated signing key main");
        page.navigate(demo.url("/mail-policies/signing-profiles/new"));
        page.locator("#name").fill("Main");
        page.locator("#domain").fill("example.com");
        page.locator("#selector").fill("mail2026");
        page.locator("#key").selectOption("main");
        press(page, "Submit");
        assertThat(page.locator("h1")).hasText("Signing Profiles");
        show(demo, page, "/mail-policies/signing-keys/details/main", "signing-key");
    }

    private static void commit(Stage stage) {
        stage.go("/mail-policies/destinations/new");
        stage.page().locator("#domain").fill(GOOD);
        stage.page().locator("input[name=dane][value=OPPORTUNISTIC]").check();
        stage.press("Submit");
        assertThat(stage.page().locator("h1")).containsText("Destination Controls");
        stage.go("/commit");
        stage.press("Commit Changes");
        assertThat(stage.page().locator(".flash-done")).containsText("Committed revision 2");
    }

    /// More on working days, with a week of trouble at one partner.
    private static void figures(Stage stage) {
        stage.server().clock().moveOn(Duration.ofDays(12));
        RecordedFigures figures = new RecordedFigures(
                stage.server().part(JdbcTemplate.class),
                stage.server().part(PlatformTransactionManager.class),
                stage.server().clock());
        Instant now = stage.server().clock().instant();
        for (int hours = 1; hours < 24 * 35; hours += 4) {
            long load = load(hours);
            Instant then = now.minus(Duration.ofHours(hours));
            boolean trouble = hours < 24 * 4;
            figures.at(then, "clinic.practice", day(load * 3, 0));
            figures.at(then, "bank.practice", day(load * 2, trouble ? load : 0));
            figures.at(then, "school.practice", day(load, 0));
        }
        stage.signInAgain();
        stage.page().setViewportSize(1280, 860);
    }

    private static long load(int hoursAgo) {
        long day = hoursAgo / 24 % 7;
        return (day == 2 || day == 3 ? 4 : 30) + hoursAgo * 37L % 11 + (hoursAgo % 24 < 12 ? 25 : 0);
    }

    private static Map<Figure, Long> day(long delivered, long failed) {
        return Map.of(
                Figure.DELIVERED,
                delivered,
                Figure.CONNECTIONS_OUT,
                delivered / 2 + failed,
                Figure.TLS_SUCCESS,
                delivered / 2,
                Figure.TLS_1_3,
                delivered / 3,
                Figure.TLS_1_2,
                delivered / 6,
                Figure.DANE_SUCCESS,
                delivered / 2,
                Figure.TLS_FAILED,
                failed / 2,
                Figure.DANE_FAIL,
                failed,
                Figure.SOFT_BOUNCED,
                failed,
                Figure.ACTIVE_RECIPIENTS,
                delivered / 4 + failed);
    }

    private static void mailWithTrouble(Stage stage) throws Exception {
        StoryServer server = stage.server();
        PracticeReceiver host = server.network().receiver("mx.ok.practice").orElseThrow();
        host.behave(ReceiverBehaviour.good().greeting("421 4.3.2 closed for lunch"));
        server.send("Invoice 4711", "bob@ok.practice");
        await().atMost(Duration.ofMinutes(1)).until(() -> shows(stage, "/monitor/message-tracking/1", "Attempt"));
        host.behave(ReceiverBehaviour.good());
        server.clock().moveOn(Duration.ofMinutes(2));
        await().atMost(Duration.ofMinutes(1)).until(() -> shows(stage, "/monitor/message-tracking/1", "Delivered"));
        take(stage.page(), GUIDE, "tracking");
        server.send("Report", "a@" + WRONG, "b@" + WRONG);
        await().atMost(Duration.ofMinutes(1)).until(() -> {
            server.lookAtAlertRules();
            return shows(stage, "/system/alerts", "Mail waits because DANE fails: " + WRONG);
        });
        take(stage.page(), GUIDE, "alerts");
    }

    private static boolean shows(Stage stage, String address, String text) {
        return stage.go(address).locator("main").innerText().contains(text);
    }

    private static void review(Stage stage) {
        stage.go("/mail-policies/destinations/ready");
        for (String domain : List.of("clinic.practice", "school.practice")) {
            stage.page().getByLabel("Tick " + domain).check();
        }
        stage.press("Set ticked destinations to Mandatory");
        assertThat(stage.page().locator(".flash-done")).containsText("2 destinations");
        stage.go("/commit");
        assertThat(stage.page().locator(".dry-run")).containsText("destinations were looked at");
        stage.page()
                .getByText("2 destinations", new Page.GetByTextOptions().setExact(true))
                .click();
        take(stage.page(), GUIDE, "commit");
    }

    private static void verifyMany(Stage stage) {
        for (int run = 0; run < 2; run++) {
            stage.go("/monitor/daneverify/runs");
            stage.page().locator("input[name=scope][value=LIST]").check();
            stage.page().locator("#domains").fill("ok.practice\nta.practice\nhashed.practice\n" + WRONG);
            stage.press("Start");
            assertThat(stage.page().locator("#run-progress")).containsText("Finished");
            String owner = "_" + stage.server().network().deliveryPort() + "._tcp.mx.ta.practice";
            stage.server().network().tree().zone("ta.practice").remove(owner, "TLSA");
            stage.server().clock().moveOn(Duration.ofMinutes(1));
        }
        stage.page().reload();
        take(stage.page(), GUIDE, "runs");
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
        press(page, "Dry run");
        assertThat(page.locator("main"))
                .containsText(GOOD, new LocatorAssertions.ContainsTextOptions().setTimeout(60_000));
        assertThat(page.locator("main"))
                .containsText("looked at", new LocatorAssertions.ContainsTextOptions().setTimeout(60_000));
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
