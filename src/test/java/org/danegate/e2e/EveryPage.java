package org.danegate.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every page as different people see it; see [PageWalk]. A class for each language, so that two can be walked at once.
abstract class EveryPage {

    private static final Path SHOTS = Path.of("target", "screenshots");
    private static final String TARGET = "old-certificate.practice";
    private static final String WRONG = "wrong-certificate.practice";

    private final String language;

    @TempDir
    private Path folder;

    /// @param language of the pages, `en` or `es`
    EveryPage(String language) {
        this.language = language;
    }

    @Test
    void every_page_is_shown_in_both_themes_and_all_widths_without_accessibility_faults() throws Exception {
        Files.createDirectories(SHOTS);
        try (ConsoleBrowser browser = ConsoleBrowser.open();
                RunningDemo demo = RunningDemo.start(folder)) {
            Page page = browser.signIn(demo);
            somethingToShow(page, demo);
            PageWalk walk = new PageWalk(page, SHOTS);
            page.navigate(demo.url("/monitor/delivery-status?language=" + language));
            for (String path : PAGES) {
                page.navigate(demo.url(path));
                if (path.startsWith("/monitor/daneverify?")) {
                    assertThat(page.locator("#daneverify-state")).containsText("SUCCESS");
                }
                walk.look(path, language);
            }
            for (PostedPages.Way way : PostedPages.ways(WRONG)) {
                page.navigate(demo.url(way.from()));
                way.send().accept(page);
                walk.look("/posted/" + way.name(), language);
            }
            assertThat(walk.faults()).isEmpty();
        }
    }

    /// A committed entry, a pending one, a certificate, and mail that waits.
    private static void somethingToShow(Page page, RunningDemo demo) throws Exception {
        add(page, demo, TARGET);
        page.navigate(demo.url("/commit"));
        page.locator("#comment").fill("Mandatory DANE for " + TARGET);
        press(page, "Commit Changes");
        assertThat(page.locator(".flash-done")).containsText("Committed revision 2");
        demo.send("someone@" + WRONG);
        await().atMost(Duration.ofSeconds(60)).until(() -> demo.mailLog().contains("DANE failed for " + WRONG));
        add(page, demo, "mandatory.practice");
        page.navigate(demo.url("/network/certificates/generate"));
        page.locator("#name").fill("walked");
        page.locator("#commonName").fill("mail.walked.example");
        page.locator("main form button.btn-primary").click();
        assertThat(page.locator("main")).containsText("walked");
        signing(page, demo);
        verifyMany(page, demo);
    }

    /// A key and a profile that signs with it, not committed.
    private static void signing(Page page, RunningDemo demo) {
        page.navigate(demo.url("/mail-policies/signing-keys/generate"));
        page.locator("#name").fill("walked");
        page.locator("main form button.btn-primary").click();
        assertThat(page.locator(".flash-done")).containsText("Generated signing key walked");
        page.navigate(demo.url("/mail-policies/signing-profiles/new"));
        page.locator("#name").fill("Walked");
        page.locator("#domain").fill("sender.practice");
        page.locator("#selector").fill("s1");
        page.locator("#key").selectOption("walked");
        page.locator("main form button.btn-primary").click();
        assertThat(page.locator(".flash-done")).containsText("Walked");
        page.navigate(demo.url("/mail-policies/signing-keys/details/walked"));
        press(page, "Test");
        assertThat(page.locator("main")).containsText("Missing");
    }

    private static void verifyMany(Page page, RunningDemo demo) {
        page.navigate(demo.url("/monitor/daneverify/runs"));
        page.locator("input[name=scope][value=LIST]").check();
        page.locator("#domains").fill(TARGET + "\n" + WRONG);
        press(page, "Start");
        assertThat(page.locator("#run-progress")).containsText("Finished");
    }

    private static void add(Page page, RunningDemo demo, String domain) {
        page.navigate(demo.url("/mail-policies/destinations/new"));
        page.locator("#domain").fill(domain);
        page.locator("input[name=tls][value=REQUIRED]").check();
        page.locator("input[name=dane][value=MANDATORY]").check();
        press(page, "Submit");
        // The form asks first whether somebody is still signed in.
        assertThat(page.locator("h1")).containsText("Destination Controls");
    }

    private static void press(Page page, String button) {
        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName(button).setExact(true))
                .last()
                .click();
    }

    private static final List<String> PAGES = List.of(
            "/monitor/overview",
            "/monitor/overview?range=90d",
            "/monitor/reports/tls-connections",
            "/monitor/reports/outgoing-destinations?range=7d",
            "/monitor/reports/system-capacity",
            "/monitor/reports/fallback-ledger",
            "/monitor/message-tracking",
            "/monitor/message-tracking?mid=x",
            "/monitor/message-tracking/1",
            "/monitor/delivery-status",
            "/monitor/delivery-status?group=hop",
            "/monitor/delivery-status?reason=certificate-mismatch&top=1",
            "/monitor/delivery-status/" + WRONG,
            "/monitor/delivery-status/" + WRONG + "/note",
            "/monitor/delivery-queue",
            "/monitor/delivery-queue/1",
            "/monitor/daneverify?domain=" + TARGET,
            "/monitor/daneverify/runs",
            "/monitor/daneverify/runs/1",
            "/monitor/daneverify/runs/1/results/" + TARGET,
            "/monitor/daneverify/runs/999999",
            "/monitor/tls-reports",
            "/monitor/tls-reports/settings",
            "/monitor/tls-reports/20261127.ok.practice.0@nowhere.example",
            "/mail-policies/destinations",
            "/mail-policies/destinations/new",
            "/mail-policies/destinations/default",
            "/mail-policies/destinations/global",
            "/mail-policies/destinations/ready",
            "/mail-policies/destinations/import",
            "/mail-policies/destinations?filter=practice&applies=ok.practice",
            "/mail-policies/advisor",
            "/mail-policies/advisor/ok.practice",
            "/mail-policies/bounce-verification",
            "/mail-policies/mta-sts",
            "/mail-policies/smtp-users",
            "/mail-policies/smtp-users/new",
            "/mail-policies/hat?client=127.0.0.1",
            "/mail-policies/hat/0",
            "/mail-policies/mail-flow-policies",
            "/mail-policies/recipient-access",
            "/mail-policies/tls-by-sender",
            "/mail-policies/tls-by-sender/new",
            "/network/dns",
            "/network/dns-status",
            "/network/listeners",
            "/network/listeners/0",
            "/network/certificates",
            "/network/certificates/upload",
            "/network/certificates/generate",
            "/network/console",
            "/network/smtp-routes",
            "/network/smtp-routes/new",
            "/network/outgoing-smtp-authentication",
            "/network/outgoing-smtp-authentication/new",
            "/network/bounce-profiles",
            "/network/bounce-profiles/0",
            "/mail-policies/signing-keys",
            "/mail-policies/signing-keys/details/walked",
            "/mail-policies/signing-keys/details/walked/rotate?profile=Walked",
            "/mail-policies/signing-keys/generate",
            "/mail-policies/signing-keys/paste",
            "/mail-policies/signing-profiles",
            "/mail-policies/signing-profiles/0",
            "/mail-policies/signing-profiles/new",
            "/mail-policies/signing-profiles/settings",
            "/network/ip-interfaces",
            "/network/ip-interfaces/new",
            "/network/ip-interfaces/settings",
            "/network/sender-interfaces",
            "/system/log-subscriptions",
            "/system/log-subscriptions/0",
            "/system/log-subscriptions/new?preset=RFC5424",
            "/system/alerts",
            "/system/alerts/settings",
            "/system/alert-recipients",
            "/commit",
            "/commit/dry-run",
            "/commit/watch",
            "/system/revisions",
            "/system/revisions/1",
            "/system/configuration-file",
            "/system/audit",
            "/system/nodes",
            "/system/status",
            "/system/logs",
            "/system/logs/mail_logs",
            "/system/users",
            "/system/users/new",
            "/system/users/tokens/new",
            "/account/password",
            "/account/two-step",
            "/account/passkeys",
            "/account/ssh-keys",
            "/network/certificates/details/walked",
            "/error",
            "/commit/abandon",
            "/network/smtp-routes/import",
            "/mail-policies/destinations/effective?domain=ok.practice",
            "/mail-policies/destinations/effective?domain=x%20y",
            "/mail-policies/mail-flow-policies/0",
            "/monitor/delivery-queue/999999",
            "/monitor/delivery-status/none.example",
            "/search?q=zzz",
            "/search?q=practice",
            "/search?q=suspend%20practice",
            "/system/users/edit/admin",
            "/system/logs/mail_logs?filter=%5B&regex=true",
            "/monitor/delivery-queue?after=abc",
            "/no/such/page");
}
