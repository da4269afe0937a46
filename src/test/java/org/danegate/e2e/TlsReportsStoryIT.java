package org.danegate.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.regex.Pattern;
import org.danegate.dkim.DkimRig;
import org.danegate.dkim.NewKey;
import org.danegate.tlsreports.ReportRounds;
import org.danegate.tlsreports.TlsReports;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An administrator turns TLS reports on, sees what is counted and when the report is due, and on the next day who has
/// it.
class TlsReportsStoryIT {

    /// Signs what comes from this host's name.
    static final String PROFILE = """
            dkim:
              profiles:
                - { name: Own, domain: gate.practice, selector: r1, key: reports }
            """;

    @TempDir
    Path folder;

    @Test
    void from_the_settings_to_the_receiver() throws Exception {
        new DkimRig(folder.resolve("data/dkim")).with("reports", NewKey.RSA_2048);
        try (Stage stage = Stage.open(folder, policy -> policy.replace("tlsReports: { mode: COUNT }\n", PROFILE))) {
            turnOn(stage);
            StoryServer server = stage.server();
            LocalDate day = LocalDate.ofInstant(server.clock().instant(), ZoneOffset.UTC);
            server.send("counted", "bob@ok.practice");
            await().atMost(Duration.ofSeconds(60)).until(() -> {
                ReportRounds.keep(server.parts());
                return !server.part(TlsReports.class).newest().isEmpty();
            });
            Page page = stage.go("/monitor/tls-reports");
            assertThat(page.locator("tbody tr")).hasCount(1);
            assertThat(page.locator("tbody tr"))
                    .containsText(Pattern.compile("ok\\.practice.*1.*0.*yes.*due", Pattern.DOTALL));
            stage.faultless();

            server.clock().moveTo(day.plusDays(1).atTime(LocalTime.of(4, 6)).toInstant(ZoneOffset.UTC));
            await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
                ReportRounds.send(server.parts());
                assertThat(server.network().inbox().all())
                        .anyMatch(m -> m.recipients().getFirst().contains("tls-reports@ok.practice"));
            });
            stage.signInAgain();
            await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
                ReportRounds.send(server.parts());
                assertThat(stage.go("/monitor/tls-reports")
                                .locator("tbody tr")
                                .filter(having(day))
                                .innerText())
                        .contains("taken by 1 of 1")
                        .doesNotContain("on its way");
            });
            page = stage.page();
            page.locator("tbody tr")
                    .filter(having(day))
                    .getByText("ok.practice")
                    .click();
            assertThat(page.locator("h1")).hasText("TLS Report for ok.practice, " + day);
            assertThat(page.locator("main")).containsText("mailto:tls-reports@ok.practice");
            assertThat(page.locator("pre")).containsText("\"contact-info\" : \"tls-reports@gate.practice\"");
            stage.faultless();
        }
    }

    private static void turnOn(Stage stage) {
        Page page = stage.go("/monitor/tls-reports");
        assertThat(page.locator("main")).containsText("Nothing is counted.");
        stage.follow("Edit Settings…");
        page.getByLabel("TLS Reports").selectOption("SEND");
        stage.press("Submit");
        assertThat(page.locator(".field-error")).containsText("Enter the address that sends the reports.");
        page.getByLabel("Contact Address").fill("tls-reports@gate.practice");
        stage.faultless();
        stage.press("Submit");
        assertThat(page.locator("h1")).hasText("TLS Reports");
        stage.go("/commit");
        assertThat(page.locator("main")).containsText("TLS report settings");
        stage.press("Commit Changes");
        assertThat(page.locator(".flash-done")).containsText("Committed revision 2");
        page = stage.go("/monitor/tls-reports");
        assertThat(page.locator("main")).containsText("Count and send");
    }

    private static Locator.FilterOptions having(LocalDate day) {
        return new Locator.FilterOptions().setHasText(day.toString());
    }
}
