package org.danegate.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/// What an administrator does before a change and after it: verify many domains, find things, review, commit, watch.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ReviewStoriesIT {

    @TempDir
    static Path folder;

    private static Stage stage;
    private static StoryServer server;
    private static Page page;

    @BeforeAll
    static void open() throws Exception {
        stage = Stage.open(folder);
        server = stage.server();
        page = stage.page();
    }

    @AfterAll
    static void close() throws Exception {
        if (stage != null) {
            stage.close();
        }
    }

    @Test
    @Order(1)
    void a_pasted_list_is_verified_while_one_looks_elsewhere_and_the_newly_failing_come_first() {
        verify("slow.practice", "ok.practice", "ta.practice", "wrong-certificate.practice");
        assertThat(page.locator("#run-progress")).containsText("Running");
        assertThat(page.locator("#run-progress")).containsText(Pattern.compile("[1-3] of 4"));
        stage.faultless();
        stage.go("/monitor/overview");
        stage.go("/monitor/daneverify/runs");
        page.locator("main tbody th a").first().click();
        assertThat(page.locator("#run-progress")).containsText("Finished");
        page.reload();
        assertThat(results()).hasCount(4);
        assertThat(results().first()).containsText("wrong-certificate.practice");
        assertThat(results().filter(with("slow.practice"))).containsText("DANE Success");

        String owner = "_" + server.network().deliveryPort() + "._tcp.mx.ta.practice";
        server.network().tree().zone("ta.practice").remove(owner, "TLSA");
        server.clock().moveOn(Duration.ofMinutes(1));
        verify("ok.practice", "ta.practice", "wrong-certificate.practice");
        assertThat(page.locator("#run-progress")).containsText("Finished");
        page.reload();
        assertThat(results().first()).containsText("ta.practice");
        assertThat(results().first()).containsText("was DANE Success on");
        assertThat(results().nth(1)).containsText("wrong-certificate.practice");
        assertThat(page.locator("#run-progress")).containsText(Pattern.compile("Newly failing\\s*1"));
        stage.faultless();
    }

    private static void verify(String... domains) {
        stage.go("/monitor/daneverify/runs");
        page.locator("input[name=scope][value=LIST]").check();
        page.locator("#domains").fill(String.join("\n", domains));
        stage.press("Start");
        assertThat(page.locator("h1")).containsText("Run");
    }

    private static Locator results() {
        return page.locator("table.results tbody tr");
    }

    private static Locator.FilterOptions with(String text) {
        return new Locator.FilterOptions().setHasText(text);
    }

    @Test
    @Order(2)
    void a_slash_finds_a_message_by_its_whole_number_an_act_or_says_that_there_is_nothing() throws Exception {
        for (int i = 1; i <= 12; i++) {
            server.send("Letter 12" + i, "reader" + i + "@dead.practice");
        }
        server.send("Another", "reader@d1268.practice");
        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            find("12");
            assertThat(page.locator(".results a").allInnerTexts()).containsExactly("MID 12", "MID 12", "MID 12");
        });
        assertThat(page.locator(".found")).hasText("3 hits for “12”");
        assertThat(page.locator("main")).containsText("reader12@dead.practice");
        assertThat(page.locator("main")).not().containsText("d1268.practice");
        stage.faultless();
        find("verify ok.practice");
        assertThat(page.locator("h1")).hasText("daneverify");
        assertThat(page.locator("#domain")).hasValue("ok.practice");
        find("nothing-like-this");
        assertThat(page.locator("main")).containsText("Nothing was found for “nothing-like-this”.");
        stage.faultless();
    }

    private static void find(String words) {
        stage.go("/system/status");
        page.keyboard().press("/");
        page.keyboard().type(words);
        page.keyboard().press("Enter");
        page.waitForURL(url -> !url.endsWith("/system/status"));
    }

    @Test
    @Order(3)
    void a_commit_is_reviewed_rehearsed_made_and_watched() {
        for (String domain : List.of("old-certificate.practice", "alias.practice", "implicit.practice")) {
            mandatory(domain);
        }
        stage.go("/commit");
        Locator row = page.locator("table.review tbody tr");
        assertThat(row).hasCount(1);
        row.getByText("3 destinations").click();
        page.getByLabel("Revert: Destination implicit.practice").click();
        assertThat(page.locator(".flash-done")).containsText("The change is reverted");
        row.getByText("2 destinations").click();
        assertThat(row).not().containsText("implicit.practice");

        Locator dryRun = page.locator(".dry-run");
        assertThat(dryRun).containsText("2 destinations depend on a certificate or TLS that was not checked");
        dryRun.locator("summary").click();
        assertThat(dryRun.locator("tbody tr").filter(with("old-certificate.practice")))
                .containsText("Certificate not checked");
        stage.faultless();

        page.locator("#comment").fill("Two partners more");
        stage.press("Commit Changes");
        assertThat(page.locator(".flash-done")).containsText("Committed revision 2");
        stage.follow("Watch what this commit does to mail");
        assertThat(page.locator("main")).containsText("Revision 2 is in force");
        stage.faultless();
        stage.press("Roll back revision 2");
        assertThat(page.locator("main")).containsText("the policy that was in force before revision 2");
        assertThat(page.locator("table.review")).containsText("2 destinations");
    }

    private static void mandatory(String domain) {
        stage.go("/mail-policies/destinations/new");
        page.locator("#domain").fill(domain);
        page.locator("input[name=tls][value=REQUIRED]").check();
        page.locator("input[name=dane][value=MANDATORY]").check();
        stage.press("Submit");
        assertThat(page.locator("h1")).containsText("Destination Controls");
    }
}
