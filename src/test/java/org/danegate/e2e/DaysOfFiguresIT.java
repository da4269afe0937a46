package org.danegate.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.danegate.history.Figure;
import org.danegate.history.RecordedFigures;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;

/// What an administrator reads from the figures of a hundred days: Overview, Reports, Ready for Mandatory.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DaysOfFiguresIT {

    private static final int DAYS = 100;
    private static final String GOOD = "good.practice";
    private static final String STEADY = "steady.practice";
    private static final String OTHER = "other.practice";
    private static final String FAILING = "failing.practice";

    @TempDir
    static Path folder;

    private static Stage stage;

    @BeforeAll
    static void open() throws Exception {
        stage = Stage.open(folder);
    }

    @AfterAll
    static void close() throws Exception {
        if (stage != null) {
            stage.close();
        }
    }

    @Test
    @Order(1)
    void an_empty_console_says_what_to_do_first() {
        Page page = stage.go("/monitor/overview");
        Locator steps = page.locator(".first-steps li");
        assertThat(steps).hasCount(5);
        assertThat(steps.filter(with("A resolver passes DNSSEC"))).containsText("Done");
        assertThat(steps.filter(with("Port 25 of other hosts can be reached"))).containsText("To do");
        assertThat(steps.filter(with("A listener is open"))).containsText("Done");
        assertThat(steps.filter(with("Send the first message"))).containsText("To do");
        assertThat(page.locator(".chart")).hasCount(0);
        stage.faultless();
        stage.follow("Add the first destination");
        assertThat(page.locator("h1")).hasText("Destination Controls");
    }

    @Test
    @Order(2)
    void after_a_hundred_days_each_range_has_its_sums_its_numbers_and_its_commits() {
        commitSomething();
        aHundredDays();
        stage.signInAgain();
        Page page = stage.go("/monitor/overview");
        assertThat(page.locator(".first-steps")).hasCount(0);

        for (Map.Entry<String, Integer> range :
                Map.of("24 hours", 1, "7 days", 7, "30 days", 30, "90 days", 90).entrySet()) {
            stage.follow(range.getKey());
            assertThat(page).hasURL(Pattern.compile("range=" + range.getKey().replaceAll("(\\d+) (.).*", "$1$2")));
            assertThat(chip(range.getKey())).hasAttribute("aria-current", "true");
            long delivered = 30L * range.getValue();
            assertThat(chart("Deliveries and bounces")
                            .locator(".chart-legend li")
                            .first())
                    .hasText(Pattern.compile("\\s*Delivered\\s+" + "%,d".formatted(delivered) + "\\s*"));
            assertThat(sumOfColumn(chart("Deliveries and bounces"), 0)).isEqualTo(delivered);
            assertThat(sumOfColumn(chart("DANE outcomes of attempts"), 0)).isEqualTo(20L * range.getValue());
            assertThat(sumOfColumn(chart("TLS versions of delivery connections"), 0))
                    .isEqualTo(20L * range.getValue());
        }
        stage.follow("24 hours");
        assertThat(page.locator(".chart-mark")).hasCount(0);
        assertThat(page.locator("main")).not().containsText("Revision 2 was committed");
        stage.follow("30 days");
        assertThat(chart("Deliveries and bounces").locator(".chart-mark title"))
                .containsText(Pattern.compile("^Revision 2 committed"));
        stage.faultless();
        stage.follow("Revision 2 was committed.");
        assertThat(page.locator("h1")).containsText("2");
        assertThat(page.locator("main")).containsText(OTHER);
    }

    @Test
    @Order(3)
    void the_partners_that_fail_tls_come_first_and_the_file_has_the_same_rows() throws Exception {
        Page page = stage.go("/monitor/reports");
        assertThat(page.locator("h1")).hasText("TLS Connections");
        stage.follow("7 days");
        assertThat(page.getByRole(AriaRole.COLUMNHEADER).filter(with("TLS Failed")))
                .hasAttribute("aria-sort", "descending");
        Locator rows = page.locator("table.report tbody tr");
        assertThat(rows.first().locator("th")).hasText(FAILING);
        assertThat(rows.first().locator("td[data-label='TLS Failed']")).hasText("21");
        assertThat(rows.first().locator("td[data-label='Clear Text']")).hasText("70");
        stage.faultless();

        Download download = page.waitForDownload(() -> stage.follow("Export CSV"));
        List<List<String>> file = Files.readAllLines(download.path()).stream()
                .map(line -> List.of(line.split(",", -1)))
                .toList();
        int name = file.getFirst().indexOf("destination");
        int failed = file.getFirst().indexOf("tlsFailed");
        assertThat(file.stream().skip(1).map(cells -> cells.get(name) + " " + cells.get(failed)))
                .containsExactlyElementsOf(rows.all().stream()
                        .map(row -> row.locator("th").innerText() + " "
                                + number(row.locator("td[data-label='TLS Failed']")
                                        .innerText()))
                        .toList());
    }

    @Test
    @Order(4)
    void what_is_ready_for_mandatory_becomes_one_pending_change() {
        Page page = stage.go("/mail-policies/destinations/ready");
        Locator rows = page.locator("table tbody tr");
        assertThat(rows.filter(with(FAILING))).containsText("Not yet");
        assertThat(rows.filter(with(FAILING)).locator("input")).hasCount(0);
        for (String domain : List.of(GOOD, STEADY)) {
            assertThat(rows.filter(with(domain)).locator("td[data-label='DANE Success']"))
                    .hasText("70");
            page.getByLabel("Tick " + domain).check();
        }
        stage.faultless();
        stage.press("Set ticked destinations to Mandatory");
        assertThat(page.locator(".flash-done")).containsText("2 destinations are set to DANE Mandatory");

        stage.go("/commit");
        Locator group = page.locator("table.review tbody tr");
        assertThat(group).hasCount(1);
        group.getByText("2 destinations").click();
        assertThat(group.locator("li").filter(with(GOOD))).isVisible();
        assertThat(group.locator("li").filter(with(STEADY))).isVisible();
        assertThat(group.locator(".diff-field").filter(with("DANE Support"))).containsText("Mandatory");
        stage.faultless();
    }

    @Test
    @Order(5)
    void a_tile_leads_to_the_list_with_the_same_number() throws Exception {
        stage.server().send("One", "a@wrong-certificate.practice", "b@wrong-certificate.practice");
        stage.server().send("Two", "c@no-tlsa.practice");
        Page page = stage.page();
        await().atMost(Duration.ofSeconds(60)).until(() -> {
            stage.go("/monitor/overview");
            return tile("Destinations with failing DANE").innerText().equals("2");
        });
        assertThat(tile("Active recipients")).hasText("3");
        stage.faultless();
        tile("Destinations with failing DANE").click();
        assertThat(page).hasURL(Pattern.compile("filter=dane"));
        assertThat(page.locator("tr[data-domain]")).hasCount(2);
        assertThat(page.locator("caption").first()).containsText("2 of 2 destinations");
        stage.go("/monitor/overview");
        tile("Active recipients").click();
        assertThat(page.locator("#totals .tile").first()).hasText(Pattern.compile("Active Recipients\\s*3"));
    }

    private static Locator tile(String title) {
        return stage.page().locator(".tile").filter(with(title)).locator("a");
    }

    private static Locator.FilterOptions with(String text) {
        return new Locator.FilterOptions().setHasText(text);
    }

    private static Locator chip(String name) {
        return stage.page()
                .getByRole(AriaRole.MAIN)
                .getByRole(
                        AriaRole.LINK,
                        new Locator.GetByRoleOptions().setName(name).setExact(true));
    }

    private static Locator chart(String title) {
        return stage.page().locator("section.chart").filter(with(title));
    }

    /// The table behind a picture, as it is read after *Show data*.
    private static long sumOfColumn(Locator chart, int column) {
        chart.getByText("Show data").click();
        assertThat(chart.locator("table")).isVisible();
        return chart.locator("tbody tr").all().stream()
                .mapToLong(row -> number(row.locator("td").nth(column).innerText()))
                .sum();
    }

    private static long number(String text) {
        return Long.parseLong(text.strip().replace(",", ""));
    }

    private static void commitSomething() {
        stage.go("/mail-policies/destinations/new");
        stage.page().locator("#domain").fill(OTHER);
        stage.page().locator("input[name=dane][value=OPPORTUNISTIC]").check();
        stage.page()
                .getByRole(AriaRole.MAIN)
                .locator("button.btn-primary")
                .last()
                .click();
        assertThat(stage.page().locator("h1")).containsText("Destination Controls");
        stage.go("/commit");
        stage.press("Commit Changes");
        assertThat(stage.page().locator(".flash-done")).containsText("Committed revision 2");
    }

    /// Nine days after the commit; one connection a day to each of three destinations at 23:00 UTC, the last of
    /// them yesterday. The newest figures of `failing` are of another kind than those before.
    private static void aHundredDays() {
        Instant today = stage.server().clock().instant().truncatedTo(ChronoUnit.DAYS);
        stage.server().clock().moveTo(today.plus(Duration.ofDays(9)).plus(Duration.ofHours(22)));
        Instant last = today.plus(Duration.ofDays(8)).plus(Duration.ofHours(23));
        RecordedFigures figures = new RecordedFigures(
                stage.server().part(JdbcTemplate.class),
                stage.server().part(PlatformTransactionManager.class),
                stage.server().clock());
        Map<Figure, Long> well =
                Map.of(Figure.DELIVERED, 10L, Figure.TLS_SUCCESS, 10L, Figure.TLS_1_3, 10L, Figure.DANE_SUCCESS, 10L);
        Map<Figure, Long> badly =
                Map.of(Figure.DELIVERED, 10L, Figure.CLEAR, 10L, Figure.TLS_FAILED, 3L, Figure.DANE_FALLBACK, 1L);
        for (int day = 0; day < DAYS; day++) {
            Instant then = last.minus(Duration.ofDays(day));
            figures.at(then, GOOD, well);
            figures.at(then, STEADY, well);
            figures.at(then, FAILING, badly);
        }
    }
}
