package org.danegate.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.danegate.address.DomainName;
import org.danegate.advice.DomainPast;
import org.danegate.advisor.Advisor;
import org.danegate.advisor.ProbeNow;
import org.danegate.config.Commit;
import org.danegate.config.Submission;
import org.danegate.config.WorkingPolicy;
import org.danegate.policy.DaneSupport;
import org.danegate.policy.DestinationControls;
import org.danegate.policy.DestinationSetting;
import org.danegate.policy.MtaStsSupport;
import org.danegate.policy.Policy;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Thirty days of real mail to the practice network, and what the Advisor makes of them.
class AdvisorStoryIT {

    private static final Path SHOTS = Path.of("target", "screenshots");
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int DAYS = 30;

    /// DANE Opportunistic by its own entry, authenticated each time.
    private static final String READY = "ok.practice";

    /// The same, until its TLSA record is gone.
    private static final String LOSES = "ta.practice";

    /// DANE None, and it publishes valid TLSA records.
    private static final String WORTH = "hashed.practice";

    /// MTA-STS in mode enforce, without DNSSEC.
    private static final String STS = "sts-enforce.practice";

    /// MTA-STS in mode enforce, which names another host.
    private static final String WRONG = "sts-wrong-host.practice";

    private static final List<String> DOMAINS = List.of(READY, LOSES, WORTH, STS, WRONG);

    @TempDir
    Path folder;

    private int sent;

    @Test
    @Tag("A-01")
    @Tag("A-03")
    @Tag("A-04")
    @Tag("A-05")
    @Tag("A-06")
    @Tag("D-93")
    void thirty_days_of_mail_give_advice_that_becomes_a_pending_change() throws Exception {
        try (Stage stage = Stage.open(folder)) {
            StoryServer server = stage.server();
            assertThat(stage.go("/mail-policies/advisor").locator(".panel.empty"))
                    .containsText("No advice yet");
            opportunistic(server.part(WorkingPolicy.class));
            for (int day = 0; day < DAYS; day++) {
                aDay(server, DOMAINS);
                if (day >= DAYS - 7) {
                    probe(server, WORTH, STS, WRONG);
                }
            }
            server.clock().moveOn(Duration.ofDays(1));
            stage.signInAgain();
            probe(server, WORTH, STS, WRONG);

            stage.go("/mail-policies/advisor");
            shots(stage.page(), "advisor");
            assertThat(row(stage, "A-02", READY)).containsText("No probe has connected to all MX hosts");
            assertThat(row(stage, "A-03", WORTH)).containsText("DANE Support: Opportunistic");
            assertThat(row(stage, "A-03", WORTH)).containsText("30 sessions better protected");
            assertThat(row(stage, "A-05", STS)).containsText("MTA-STS Support: Opportunistic");
            assertThat(row(stage, "A-06", WRONG)).containsText("The policy does not name mx.sts-wrong-host.practice.");
            stage.faultless();

            stage.follow(READY);
            stage.press("Probe Now");
            assertThat(stage.page().locator(".flash-done")).containsText("ok.practice was probed.");
            assertThat(stage.page().locator(".given h3")).hasText("Ready for DANE Mandatory");
            assertThat(stage.page().locator(".given")).containsText("30 sessions as before (30 messages)");
            shots(stage.page(), "advisor-domain");
            stage.faultless();
            stage.press("Put in Uncommitted Changes");
            assertThat(stage.page().locator(".flash-done")).containsText("1 change is among the uncommitted changes");
            assertThat(stage.page().locator("#comment"))
                    .hasValue(Pattern.compile(
                            "A-01 ok\\.practice: 30 sessions on 30 of the last 30 days, .* at most 10\\.0 % .*"));
            assertThat(dane(server.part(WorkingPolicy.class).inForce(), READY)).isEqualTo(DaneSupport.OPPORTUNISTIC);
            assertThat(dane(server.part(WorkingPolicy.class).policy(), READY)).isEqualTo(DaneSupport.MANDATORY);
            assertThat(stage.go("/mail-policies/advisor/" + READY).locator(".given"))
                    .containsText("Pending");
            stage.go("/commit");
            stage.press("Commit Changes");
            assertThat(stage.page().locator(".flash-done")).containsText("Committed revision");
            assertThat(stage.go("/mail-policies/advisor/" + READY).locator(".given"))
                    .hasCount(0);

            withoutTlsa(server, READY, LOSES);
            aDay(server, List.of(LOSES));
            probe(server, READY);
            stage.signInAgain();
            stage.go("/mail-policies/advisor");
            assertThat(row(stage, "A-04", READY)).containsText("is not ready for DANE Mandatory");
            assertThat(stage.page().locator(".flash-warn"))
                    .containsText("ta.practice: 1 session with TLS, certificate verifies today");
            assertThat(stage.page().locator("#ledger tbody tr").first()).containsText("no TLSA record");
            shots(stage.page(), "advisor-fallbacks");
            stage.faultless();
            await().atMost(PATIENCE).untilAsserted(() -> {
                stage.go("/system/alerts");
                assertThat(stage.page().locator("main").innerText())
                        .contains("ta.practice: 1 session with", "DANE is Mandatory for ok.practice");
            });
        }
    }

    private static Locator row(Stage stage, String id, String domain) {
        return stage.page()
                .locator("#" + id + " tbody tr")
                .filter(new Locator.FilterOptions().setHasText(domain))
                .first();
    }

    private static DaneSupport dane(Policy policy, String domain) {
        return policy.destinationControls()
                .effectiveFor(new DomainName(domain))
                .profile()
                .dane();
    }

    private static void opportunistic(WorkingPolicy working) {
        Policy before = working.policy();
        DestinationControls controls = new DestinationControls(
                before.destinationControls()
                        .defaultProfile()
                        .withoutDane()
                        .with(DestinationSetting.MTA_STS, MtaStsSupport.NONE),
                List.of(),
                before.destinationControls().global());
        for (String domain : List.of(READY, LOSES)) {
            controls = controls.withOwn(new DomainName(domain), DestinationSetting.DANE, DaneSupport.OPPORTUNISTIC);
        }
        assertThat(working.submit(before.with(controls), before, "admin")).isInstanceOf(Submission.Submitted.class);
        assertThat(working.commit("", "admin")).isInstanceOf(Commit.Done.class);
    }

    /// A new day, with one message to each domain.
    private void aDay(StoryServer server, List<String> domains) throws Exception {
        server.clock().moveOn(Duration.ofDays(1));
        for (String domain : domains) {
            server.send("Day", "rcpt@" + domain);
            sent++;
        }
        assertThat(server.network().inbox().await(sent, PATIENCE)).isTrue();
        await().atMost(PATIENCE).until(() -> domains.stream().allMatch(d -> countedToday(server, d)));
    }

    private static boolean countedToday(StoryServer server, String domain) {
        DomainPast past = server.part(Advisor.class).past(new DomainName(domain));
        return past.counts().stream()
                .anyMatch(c -> c.day().equals(past.today()) && c.count().messages() > 0);
    }

    private static void probe(StoryServer server, String... domains) throws InterruptedException {
        for (String domain : domains) {
            assertThat(server.part(ProbeNow.class).probe(new DomainName(domain), PATIENCE))
                    .isEqualTo(ProbeNow.Outcome.DONE);
        }
    }

    private static void withoutTlsa(StoryServer server, String... domains) {
        for (String domain : domains) {
            server.network()
                    .tree()
                    .zone(domain)
                    .remove("_" + server.network().deliveryPort() + "._tcp.mx." + domain, "TLSA");
        }
    }

    private static void shots(Page page, String name) {
        List<ColorScheme> themes = new ArrayList<>(List.of(ColorScheme.DARK, ColorScheme.LIGHT));
        for (ColorScheme theme : themes) {
            for (int width : new int[] {390, 1280}) {
                page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(theme));
                page.setViewportSize(width, 900);
                assertThat((Integer) page.evaluate("document.documentElement.scrollWidth"))
                        .as("%s at %d px", name, width)
                        .isLessThanOrEqualTo(width);
                page.screenshot(new Page.ScreenshotOptions()
                        .setFullPage(true)
                        .setPath(SHOTS.resolve(
                                name + "-" + width + "-" + theme.name().toLowerCase(Locale.ROOT) + ".png")));
            }
        }
    }
}
