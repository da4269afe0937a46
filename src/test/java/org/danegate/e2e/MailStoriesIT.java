package org.danegate.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.danegate.access.Role;
import org.danegate.practice.PracticeCertificate;
import org.danegate.practice.ReceiverBehaviour;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/// Did it arrive, what piles up, why is it stuck: mail that does not go out at once, from a user's view.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class MailStoriesIT {

    private static final Duration SHOWN = Duration.ofSeconds(2);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String WRONG = "wrong-certificate.practice";

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
    void the_help_desk_says_whether_a_message_arrived_and_what_became_of_each_attempt() throws Exception {
        behave("mx.ok.practice", ReceiverBehaviour.good().greeting("421 4.3.2 closed for lunch"));
        String messageId = server.send("Invoice 4711", "bob@ok.practice");
        server.send("Another one", "eve@null-mx.practice");
        Page desk = stage.somebody("dora", Role.HELP_DESK);
        desk.navigate(server.url("/monitor/message-tracking"));
        search(desk, "Recipient", "bob@ok.practice");
        assertThat(found(desk)).hasCount(1);
        await().atMost(PATIENCE).until(() -> {
            desk.navigate(server.url("/monitor/message-tracking/1"));
            return desk.locator(".story").innerText().contains("Attempt at the destination");
        });
        behave("mx.ok.practice", ReceiverBehaviour.good());
        server.clock().moveOn(Duration.ofMinutes(2));
        assertThat(server.network().inbox().await(1, PATIENCE)).isTrue();

        for (String id : List.of(messageId, messageId.replaceAll("[<>]", ""))) {
            desk.navigate(server.url("/monitor/message-tracking"));
            search(desk, "Message-ID", id);
            assertThat(found(desk)).hasCount(1);
            assertThat(found(desk)).containsText("Invoice 4711");
        }
        Stage.faultless(desk);
        await().atMost(PATIENCE).until(() -> {
            desk.navigate(server.url("/monitor/message-tracking/1"));
            return desk.locator(".story").innerText().contains("Delivered");
        });
        Locator steps = desk.locator(".story li");
        assertThat(steps.filter(with("Attempt at the destination")).first())
                .containsText(
                        Pattern.compile(
                                "mx\\.ok\\.practice \\(127\\.25\\.0\\.\\d+ port \\d+\\): greeting was answered 421 4\\.3\\.2 closed for lunch"));
        assertThat(steps.filter(with("Delivered")))
                .containsText(
                        Pattern.compile(
                                "bob@ok\\.practice\\s+mx\\.ok\\.practice \\(127\\.25\\.0\\.\\d+ port \\d+\\), TLSv1\\.3 \\S+, DCID \\d+, DANE success\\s+2\\.0\\.0 Taken"));
        Stage.faultless(desk);
        desk.context().close();
    }

    private static Locator.FilterOptions with(String text) {
        return new Locator.FilterOptions().setHasText(text);
    }

    private static void behave(String host, ReceiverBehaviour behaviour) {
        server.network().receiver(host).orElseThrow().behave(behaviour);
    }

    private static void search(Page page, String field, String value) {
        page.getByLabel(field, new Page.GetByLabelOptions().setExact(true)).fill(value);
        page.getByRole(AriaRole.MAIN)
                .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Search"))
                .click();
    }

    private static Locator found(Page page) {
        return page.locator("table tbody tr");
    }

    /// The partners renew their certificates and forget their TLSA records.
    @Test
    @Order(2)
    void a_pile_up_is_on_the_page_within_two_seconds_and_alerted_until_it_is_over() throws Exception {
        List<String> partners = List.of("ok.practice", "ta.practice", "hashed.practice");
        List<PracticeCertificate> renewed = partners.stream()
                .map(domain -> server.network().certificates().selfSigned("mx." + domain))
                .toList();
        for (int i = 0; i < partners.size(); i++) {
            server.network().receiver("mx." + partners.get(i)).orElseThrow().present(renewed.get(i));
        }
        stage.go("/monitor/delivery-status");
        assertThat(page.locator("#live-text")).containsText("Live");
        Duration best = SHOWN.multipliedBy(10);
        for (String partner : partners) {
            Duration took = untilShown(partner);
            best = took.compareTo(best) < 0 ? took : best;
        }
        assertThat(best).isLessThanOrEqualTo(SHOWN);
        for (String partner : partners) {
            assertThat(row(partner)).containsText("Certificate");
        }

        server.lookAtAlertRules();
        stage.go("/system/alerts");
        assertThat(page.getByRole(AriaRole.MAIN)).containsText("Mail waits because DANE fails: ok.practice");
        stage.faultless();

        stage.go("/monitor/delivery-status");
        stage.follow("Reason");
        Locator group = page.locator(".delivery-groups tbody tr");
        assertThat(group).hasCount(1);
        assertThat(group.locator("td[data-label='Domains']")).containsText("3");
        assertThat(group.locator("td[data-label='Active Recipients']")).hasText("36");
        stage.faultless();
        group.locator("th a").click();
        assertThat(page.locator("tr[data-domain]")).hasCount(3);
        page.locator("#scope-all").check();
        stage.press("Retry…");
        assertThat(page.locator("main")).containsText("Retry delivery to 3 destinations with 36 waiting recipients?");
        stage.faultless();
        stage.press("Retry");
        assertThat(page.locator(".flash-done")).containsText("3 destinations");

        long before = server.network().inbox().received();
        for (int i = 0; i < partners.size(); i++) {
            publish(partners.get(i), renewed.get(i));
        }
        server.clock().moveOn(Duration.ofMinutes(5));
        assertThat(server.network().inbox().await(before + partners.size(), PATIENCE))
                .isTrue();
        for (String partner : partners) {
            await().atMost(PATIENCE).until(() -> {
                server.lookAtAlertRules();
                server.clock().moveOn(Duration.ofMinutes(1));
                stage.go("/system/alerts");
                return page.locator("tr")
                                .filter(with(partner))
                                .filter(with("Over"))
                                .count()
                        == 1;
            });
        }
    }

    private static void publish(String domain, PracticeCertificate certificate) {
        String owner = "_" + server.network().deliveryPort() + "._tcp.mx." + domain;
        server.network()
                .tree()
                .zone(domain)
                .replace(owner, "TLSA", certificate.tlsa(3, 1, 1).text());
    }

    /// Sends mail that will wait, and measures from the queue's acceptance to the row on the open page.
    private static Duration untilShown(String domain) throws Exception {
        server.send(
                "Pile",
                IntStream.range(0, 12).mapToObj(i -> "r" + i + "@" + domain).toArray(String[]::new));
        long accepted = System.nanoTime();
        assertThat(row(domain).locator("td[data-label='Active Recipients']")).containsText("12");
        return Duration.ofNanos(System.nanoTime() - accepted);
    }

    private static Locator row(String domain) {
        return page.locator("tr[data-domain='" + domain + "']");
    }

    @Test
    @Order(3)
    void an_exception_for_a_day_lets_stuck_mail_go_and_is_taken_back_by_itself() throws Exception {
        long before = server.network().inbox().received();
        server.send("Urgent", "someone@" + WRONG);
        stage.go("/monitor/delivery-status/" + WRONG);
        assertThat(page.locator(".verdict")).containsText("Their side");
        assertThat(page.locator(".strip .step-first .step-name")).hasText("Certificate");
        assertThat(page.locator("details.finding[open] summary")).hasCount(1);
        assertThat(page.locator("details.finding[open]")).containsText("Demanded (TLSA)");
        stage.faultless();

        stage.follow("Exception…");
        page.locator("#exception input[value=NONE]").check();
        assertThat(page.locator("#hours")).hasValue("24");
        stage.faultless();
        stage.press("Make exception");
        assertThat(page.locator(".flash-done")).containsText("made for 24 hours");
        assertThat(page.locator("#orders")).containsText("DANE is off for this destination until");
        assertThat(page.locator("#orders time.countdown")).containsText("23 h");
        assertThat(server.network().inbox().await(before + 1, PATIENCE)).isTrue();
        stage.faultless();

        server.clock().moveOn(Duration.ofHours(24));
        stage.signInAgain();
        page = stage.page();
        await().atMost(PATIENCE).until(() -> {
            stage.go("/monitor/delivery-status/" + WRONG);
            return !page.locator("#orders").innerText().contains("DANE is off");
        });
        server.send("Later", "someone@" + WRONG);
        assertThat(page.locator(".verdict")).containsText("Their side");
        stage.go("/system/audit");
        assertThat(page.locator("tr").filter(with("DANE Exception for " + WRONG + " ended")))
                .containsText("None → Mandatory");
    }
}
