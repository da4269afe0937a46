package org.danegate.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.put;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.danegate.event.DeliveryEvent;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;
import org.springframework.test.web.servlet.request.RequestPostProcessor;
import org.springframework.transaction.support.TransactionTemplate;

/// What administrators did is kept, found, exported, and bounded.
@TwoRoomsServed
class AuditLogTest {

    private static final Instant NOON = Instant.parse("2026-05-01T12:00:00Z");

    @Autowired
    private AuditEntries entries;

    @Autowired
    private TransactionTemplate transaction;

    @Autowired
    private AuditLog log;

    @Autowired
    private MockMvc browser;

    @BeforeEach
    void empty() {
        entries.deleteAll();
    }

    @Test
    void what_administrators_did_stands_in_the_log_newest_first() {
        acted(NOON, "anna", "committed revision 7");
        log.on(new DeliveryEvent.SystemNotice(NOON, false, "not by an administrator"));
        acted(NOON.plusSeconds(1), "bert", "signed out");
        // Another log on the same table is what there is after a restart.
        AuditLog restarted = new AuditLog(entries, transaction);
        assertThat(restarted.page(AuditSearch.EVERYTHING, 1, 50).getContent())
                .extracting(AuditEntry::getUser, AuditEntry::getAction)
                .containsExactly(tuple("bert", "signed out"), tuple("anna", "committed revision 7"));
    }

    @Test
    void long_and_unprintable_words_are_cut_and_made_visible() {
        acted(NOON, "x".repeat(100), "a\r\nb" + "c".repeat(2000));
        AuditEntry entry = log.page(AuditSearch.EVERYTHING, 1, 50).getContent().getFirst();
        assertThat(entry.getUser()).hasSize(64);
        assertThat(entry.getAction()).hasSize(1000).startsWith("a??b");
    }

    /// A name that somebody types at sign-in, and a comment of a commit, are in it.
    @Test
    void nothing_turns_or_hides_what_is_shown_or_exported() throws Exception {
        acted(NOON, "a\u202enna", "=committed: \u2066x\u2028y\u061c\ud800z\u200b");
        page("user=nna").andExpect(content().string(allOf(containsString("a?nna"), containsString("?x?y??z?"))));
        browser.perform(get("/system/audit/export.csv").with(user("anna").roles("ADMINISTRATOR")))
                .andExpect(content().string(containsString("\"a?nna\",\"'=committed: ?x?y??z?\"")));
    }

    @Test
    void the_oldest_entries_go_past_the_bound() {
        AuditLog small = new AuditLog(entries, transaction, 20);
        IntStream.rangeClosed(1, 100)
                .forEach(i -> small.on(new DeliveryEvent.AdministratorActed(NOON, "anna", "did " + i)));
        List<String> left = new ArrayList<>();
        small.each(AuditSearch.EVERYTHING, entry -> left.add(entry.getAction()));
        assertThat(left).hasSizeBetween(20, 23).startsWith("did 100", "did 99");
    }

    @Test
    void entries_are_found_by_user_words_and_day() throws Exception {
        acted(NOON, "anna", "changed 100% of it");
        acted(NOON, "bert", "changed 100 of them");
        acted(NOON.plusSeconds(172_800), "anna", "changed 100% again");
        page("user=ANN&text=100%25&from=2026-04-30&to=2026-05-02")
                .andExpect(content()
                        .string(allOf(
                                containsString("changed 100% of it"),
                                not(containsString("changed 100 of them")),
                                not(containsString("changed 100% again")))));
        page("user=nobody").andExpect(content().string(containsString("No entry matches this search.")));
    }

    @Test
    void a_wrong_day_is_said_beside_its_field_and_kept() throws Exception {
        page("from=yesterday")
                .andExpect(content()
                        .string(allOf(containsString("Enter a day such as"), containsString("value=\"yesterday\""))));
        page("from=2026-05-02&to=2026-05-01")
                .andExpect(content().string(containsString("The last day is before the first one.")));
    }

    @Test
    void pages_follow_one_another() throws Exception {
        IntStream.rangeClosed(1, 51).forEach(i -> acted(NOON, "anna", "act number " + i + "."));
        page("user=anna")
                .andExpect(content()
                        .string(allOf(
                                containsString("act number 51."),
                                not(containsString("act number 1.")),
                                containsString("page=2"))));
        page("user=anna&page=2")
                .andExpect(content()
                        .string(allOf(containsString("act number 1."), not(containsString("act number 51.")))));
    }

    @Test
    void the_export_has_what_was_searched_and_no_formulas() throws Exception {
        acted(NOON, "=cmd", "said \"hello\"");
        acted(NOON, "bert", "signed out");
        browser.perform(get("/system/audit/export.csv?user=cmd")
                        .with(user("admin").roles("ADMINISTRATOR")))
                .andExpect(status().isOk())
                .andExpect(
                        content()
                                .string(
                                        "time,user,action,address,changes\r\n2026-05-01T12:00:00Z,\"'=cmd\",\"said \"\"hello\"\"\",\"\",\"\"\r\n"));
    }

    @Test
    void an_entry_has_the_address_and_the_values_before_and_after() throws Exception {
        log.on(new DeliveryEvent.AdministratorActed(
                NOON, "anna", "submitted DNS", "192.0.2.77", "CHANGED DNS; timeout: 5s → 9s"));
        acted(NOON, "bert", "signed out");
        for (String query : List.of("address=192.0.2.77", "text=9s", "text=changed%20dns")) {
            page(query)
                    .andExpect(content()
                            .string(allOf(
                                    containsString("192.0.2.77</td>"),
                                    containsString("CHANGED DNS; timeout: 5s → 9s"),
                                    not(containsString("signed out")))));
        }
        browser.perform(get("/system/audit/export.csv?address=192.0.2")
                        .with(user("admin").roles("ADMINISTRATOR")))
                .andExpect(content()
                        .string(containsString("\"submitted DNS\",\"192.0.2.77\",\"CHANGED DNS; timeout: 5s → 9s\"")));
    }

    @Test
    void what_is_done_in_a_request_has_its_clients_address_and_a_users_values_before_and_after() throws Exception {
        browser.perform(post("/system/users/new")
                .with(user("admin").roles("ADMINISTRATOR"))
                .with(csrf())
                .with(from("192.0.2.9"))
                .header("X-Forwarded-For", "198.51.100.4")
                .param("name", "carla")
                .param("password", "four words of luck")
                .param("role", "OPERATOR")
                .param("enabled", "true"));
        browser.perform(post("/system/users/edit/carla")
                .with(user("admin").roles("ADMINISTRATOR"))
                .with(csrf())
                .with(from("203.0.113.9"))
                .header("X-Forwarded-For", "198.51.100.4")
                .param("name", "carla")
                .param("role", "HELP_DESK")
                .param("enabled", "true"));
        assertThat(log.page(new AuditSearch("", "user carla", "", Instant.EPOCH, AuditSearch.END), 1, 5))
                .extracting(AuditEntry::getAddress, AuditEntry::getChanges)
                .containsExactly(
                        tuple("203.0.113.9", List.of("role: Operator → Help Desk")),
                        tuple("198.51.100.4", List.of("role:  → Operator", "enabled:  → yes")));
        assertThat(entries.findAll())
                .noneMatch(entry -> entry.getChanges().toString().contains("luck"));
    }

    private static RequestPostProcessor from(String peer) {
        return request -> {
            request.setRemoteAddr(peer);
            return request;
        };
    }

    @Test
    void nobody_but_administrators_reads_it() throws Exception {
        browser.perform(get("/system/audit").with(user("op").roles("OPERATOR"))).andExpect(status().isForbidden());
    }

    @Test
    void who_was_refused_what_is_written_down() throws Exception {
        browser.perform(get("/system/users").with(user("dora").roles("OPERATOR")))
                .andExpect(status().isForbidden());
        browser.perform(post("/commit").with(user("dora").roles("OPERATOR"))).andExpect(status().isForbidden());
        browser.perform(put("/api/v1/policy").with(user("emil").roles("OPERATOR")))
                .andExpect(status().isForbidden());
        browser.perform(get("/api/v1/policy")
                        .header("Authorization", "Bearer dgt_made-up")
                        .with(from("203.0.113.7")))
                .andExpect(status().isUnauthorized());
        assertThat(log.page(AuditSearch.EVERYTHING, 1, 50).getContent())
                .extracting(AuditEntry::getUser, AuditEntry::getAction)
                .containsExactly(
                        tuple("unknown", "failed to sign in from 203.0.113.7: bearer token is not valid"),
                        tuple("emil", "was refused PUT /api/v1/policy"),
                        tuple("dora", "was refused POST /commit: no token of its session"),
                        tuple("dora", "was refused GET /system/users"));
    }

    @Test
    void whoever_goes_on_being_refused_does_not_push_out_the_rest() {
        List<String> lines = new ArrayList<>();
        AtomicReference<Instant> now = new AtomicReference<>(NOON);
        Refusals refusals = new Refusals(
                new Audit(
                        () -> event -> {
                            if (event instanceof DeliveryEvent.AdministratorActed acted) {
                                lines.add(acted.user() + " " + acted.action());
                            }
                        },
                        now::get),
                now::get);
        for (int i = 0; i < 500; i++) {
            refusals.attempt("name" + i, "192.0.2.1");
        }
        assertThat(lines).hasSize(Refusals.MOST);
        now.set(NOON.plus(Refusals.WINDOW));
        refusals.attempt("anna", "192.0.2.1");
        refusals.attempt("anna", "192.0.2.1");
        assertThat(lines.subList(Refusals.MOST, lines.size()))
                .containsExactly(
                        "anna was not let try to sign in from 192.0.2.1: too many failed attempts "
                                + "(490 more before were left out)",
                        "anna was not let try to sign in from 192.0.2.1: too many failed attempts");
    }

    private void acted(Instant at, String user, String action) {
        log.on(new DeliveryEvent.AdministratorActed(at, user, action));
    }

    private ResultActions page(String query) throws Exception {
        return browser.perform(get(URI.create("/system/audit?" + query))
                        .with(user("admin").roles("ADMINISTRATOR")))
                .andExpect(status().isOk());
    }
}
