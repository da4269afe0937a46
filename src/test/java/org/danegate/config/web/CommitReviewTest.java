package org.danegate.config.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.danegate.config.DestinationEdits;
import org.danegate.config.WorkingPolicy;
import org.danegate.policy.DaneSupport;
import org.danegate.policy.DestinationControls;
import org.danegate.policy.DestinationEntry;
import org.danegate.policy.DestinationSetting;
import org.danegate.policy.DomainPattern;
import org.danegate.policy.Policy;
import org.danegate.policy.PolicyValidation;
import org.danegate.policy.TlsSupport;
import org.danegate.policy.file.PolicyFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.UserRequestPostProcessor;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.ui.ExtendedModelMap;
import org.springframework.ui.Model;

/// Changes are reviewed before a commit: equal ones together, in the words of the forms, and each can be reverted.
@PolicyPages
class CommitReviewTest {

    private static final UserRequestPostProcessor OPERATOR = user("op").roles("OPERATOR");

    @Autowired
    private MockMvc mvc;

    @Autowired
    private WorkingPolicy working;

    @Autowired
    private DestinationEdits edits;

    @Autowired
    private CommitFindings findings;

    @BeforeEach
    void fresh() {
        PolicyPages.Rooms.defaults(working);
    }

    @Test
    void equal_changes_are_one_row_that_lists_its_members() throws Exception {
        entries(50, DaneSupport.NONE);
        working.commit("", "test");
        entries(50, DaneSupport.MANDATORY);
        submit("other.example", DaneSupport.OPPORTUNISTIC);

        String page = page("/commit");

        assertThat(page).contains("51 objects differ", ">50 destinations</summary>", "e-049.example", "other.example");
        assertThat(page.split("<tr>", -1))
                .as("the header, the group and the single one")
                .hasSize(1 + 1 + 2);
    }

    @Test
    void a_group_of_thousands_is_turned_by_pages_of_100_rows() throws Exception {
        entries(250, DaneSupport.MANDATORY);

        String page = page("/commit");
        assertThat(page).contains("250 destinations", "e-099.example").doesNotContain("e-100.example");
        Matcher all = Pattern.compile("href=\"(/commit\\?group=[0-9a-f]{16})\"").matcher(page);
        assertThat(all.find()).as(page).isTrue();

        assertThat(page(all.group(1)))
                .contains("250 objects differ", "Page 1 of 3", all.group(1) + "&amp;page=2", "e-099.example")
                .doesNotContain("e-100.example");
        assertThat(page(all.group(1) + "&page=3")).contains("Page 3 of 3", "e-249.example");
        assertThat(page("/commit?group=none")).as("a group that is gone").contains("250 destinations</summary>");
    }

    @Test
    void many_groups_are_turned_by_pages_of_100_rows_too() throws Exception {
        Policy now = working.policy();
        working.submit(
                now.with(new DestinationControls(
                        now.destinationControls().defaultProfile(),
                        IntStream.range(0, 150)
                                .mapToObj(i -> DestinationEntry.of(pattern(i))
                                        .with(DestinationSetting.CONCURRENT_CONNECTIONS, i + 1))
                                .toList(),
                        now.destinationControls().global())),
                null,
                "test");

        assertThat(page("/commit")).contains("Page 1 of 2", "e-099.example").doesNotContain("e-100.example");
        assertThat(page("/commit?page=2")).contains("Page 2 of 2", "e-149.example");
    }

    @Test
    void one_object_is_reverted_and_the_others_stay() throws Exception {
        submit("keep.example", DaneSupport.MANDATORY);
        submit("back.example", DaneSupport.OPPORTUNISTIC);

        assertThat(revert(button("Revert: Destination back.example"))).isEqualTo("message");

        assertThat(page("/commit")).contains("keep.example").doesNotContain("back.example");
        assertThat(working.pending()).isEqualTo(1);
    }

    @Test
    void one_field_is_reverted_and_the_others_stay() throws Exception {
        submit("two.example", DaneSupport.NONE);
        working.commit("", "test");
        change(
                "two.example",
                DestinationEntry.of(DomainPattern.parse("two.example"), TlsSupport.PREFERRED, DaneSupport.MANDATORY));

        assertThat(revert(button("Revert DANE Support: Destination two.example")))
                .isEqualTo("message");

        DestinationEntry entry = entry("two.example");
        assertThat(entry.get(DestinationSetting.DANE)).isEqualTo(DaneSupport.NONE);
        assertThat(entry.get(DestinationSetting.TLS)).isEqualTo(TlsSupport.PREFERRED);
    }

    @Test
    void a_change_that_somebody_changed_meanwhile_is_not_reverted() throws Exception {
        submit("both.example", DaneSupport.MANDATORY);
        String shown = button("Revert: Destination both.example");
        change(
                "both.example",
                DestinationEntry.of(DomainPattern.parse("both.example"), TlsSupport.PREFERRED, DaneSupport.NONE));
        submit("unrelated.example", DaneSupport.MANDATORY);
        String unrelated = button("Revert: Destination unrelated.example");
        submit("third.example", DaneSupport.MANDATORY);

        assertThat(revert(shown)).isEqualTo("problem");
        assertThat(revert(shown + ":dane")).isEqualTo("problem");
        assertThat(revert("")).isEqualTo("problem");
        assertThat(entry("both.example").get(DestinationSetting.TLS)).isEqualTo(TlsSupport.PREFERRED);
        assertThat(revert(unrelated)).as("others' changes are no obstacle").isEqualTo("message");
    }

    @Test
    void who_may_only_read_cannot_revert() throws Exception {
        submit("read.example", DaneSupport.MANDATORY);
        String id = button("Revert: Destination read.example");

        assertThat(mvc.perform(get("/commit").with(user("reader").roles("READ_ONLY_OPERATOR")))
                        .andReturn()
                        .getResponse()
                        .getContentAsString())
                .contains("read.example")
                .doesNotContain("/commit/revert");
        assertThat(mvc.perform(post("/commit/revert")
                                .param("change", id)
                                .with(csrf())
                                .with(user("reader").roles("READ_ONLY_OPERATOR")))
                        .andReturn()
                        .getResponse()
                        .getStatus())
                .isEqualTo(403);
        assertThat(working.pending()).isEqualTo(1);
    }

    @Test
    void values_are_in_the_words_of_the_forms() throws Exception {
        working.submit(PolicyFile.readUnchecked("""
                        listeners: [ { name: In, port: 0, maxMessageSize: 10MB } ]
                        logSubscriptions:
                          - { name: other_logs, type: BOUNCE, rolloverSize: 10MB, maxFiles: 4 }
                        """), null, "test");

        assertThat(page("/commit")).contains("Log Type", "Bounce Logs", "10MB").doesNotContain(">BOUNCE<", "10485760");
        assertThat(mvc.perform(get("/commit").locale(Locale.of("es")).with(OPERATOR))
                        .andReturn()
                        .getResponse()
                        .getContentAsString())
                .doesNotContain("Bounce Logs", ">BOUNCE<");
    }

    @Test
    void advice_is_about_the_policy_that_the_page_shows() {
        Policy shown = PolicyFile.readUnchecked("""
                destinationControls: { default: { tls: PREFERRED, dane: MANDATORY } }
                smtpRoutes:
                  - { domain: a.example, hosts: [ { host: 192.0.2.1 } ] }
                  - { domain: b.example, hosts: [ { host: 192.0.2.1 } ] }
                """);
        Model model = new ExtendedModelMap();

        findings.show(PolicyValidation.validate(shown), shown, model);

        assertThat(model.getAttribute("advice"))
                .asInstanceOf(InstanceOfAssertFactories.list(CommitFindings.Advice.class))
                .extracting(CommitFindings.Advice::withoutDane)
                .as("the working copy has no routes by now")
                .contains("a.example", "b.example");
    }

    private void entries(int count, DaneSupport dane) {
        Policy now = working.policy();
        List<DestinationEntry> entries = IntStream.range(0, count)
                .mapToObj(i -> DestinationEntry.of(pattern(i), TlsSupport.REQUIRED, dane))
                .toList();
        working.submit(
                now.with(new DestinationControls(
                        now.destinationControls().defaultProfile(),
                        entries,
                        now.destinationControls().global())),
                null,
                "test");
    }

    private static DomainPattern pattern(int number) {
        return DomainPattern.parse("e-%03d.example".formatted(number));
    }

    private void submit(String domain, DaneSupport dane) {
        edits.submit(null, 0, DestinationEntry.of(DomainPattern.parse(domain), TlsSupport.REQUIRED, dane), "admin");
    }

    private void change(String domain, DestinationEntry to) {
        DestinationEdits.Stored stored = edits.find(domain).orElseThrow();
        edits.submit(stored.id(), stored.version(), to, "other");
    }

    @Test
    void a_whole_group_is_reverted_after_a_confirmation_and_other_changes_stay() throws Exception {
        entries(50, DaneSupport.NONE);
        working.commit("", "test");
        entries(50, DaneSupport.MANDATORY);
        submit("other.example", DaneSupport.OPPORTUNISTIC);

        String page = page("/commit");
        assertThat(page).contains(">Revert all 50…</a>", "Revert 50 destinations?", ">Revert all 50</button>");
        assertThat(revertGroup(page)).isEqualTo("message");

        assertThat(working.changes())
                .singleElement()
                .satisfies(c -> assertThat(c.object().name()).isEqualTo("other.example"));
        assertThat(entry("e-007.example").get(DestinationSetting.DANE)).isEqualTo(DaneSupport.NONE);
        assertThat(page("/commit")).doesNotContain("Revert all");
    }

    @Test
    void a_group_that_has_changed_since_it_was_shown_is_not_reverted() throws Exception {
        entries(3, DaneSupport.NONE);
        working.commit("", "test");
        entries(3, DaneSupport.MANDATORY);
        String page = page("/commit");
        entries(4, DaneSupport.MANDATORY);
        entries(2, DaneSupport.MANDATORY);

        assertThat(revertGroup(page)).isEqualTo("problem");

        assertThat(entry("e-001.example").get(DestinationSetting.DANE)).isEqualTo(DaneSupport.MANDATORY);
    }

    @Test
    void deleted_entries_come_back_as_a_group() throws Exception {
        entries(3, DaneSupport.MANDATORY);
        working.commit("", "test");
        Policy now = working.policy();
        working.submit(
                now.with(new DestinationControls(
                        now.destinationControls().defaultProfile(),
                        List.of(),
                        now.destinationControls().global())),
                null,
                "test");

        assertThat(revertGroup(page("/commit"))).isEqualTo("message");

        assertThat(working.pending()).isZero();
        assertThat(entry("e-002.example").get(DestinationSetting.DANE)).isEqualTo(DaneSupport.MANDATORY);
    }

    /// Presses the button of the only dialog.
    private String revertGroup(String page) throws Exception {
        Matcher hidden = Pattern.compile(
                        "name=\"group\" value=\"(\\w+)\"><input type=\"hidden\" name=\"seen\" value=\"(\\w+)\"")
                .matcher(page);
        assertThat(hidden.find()).as(page).isTrue();
        return mvc.perform(post("/commit/revert/group")
                        .param("group", hidden.group(1))
                        .param("seen", hidden.group(2))
                        .with(csrf())
                        .with(OPERATOR))
                .andReturn()
                .getFlashMap()
                .keySet()
                .iterator()
                .next();
    }

    private DestinationEntry entry(String domain) {
        return Optional.of(edits.find(domain).orElseThrow())
                .map(DestinationEdits.Stored::entry)
                .orElseThrow();
    }

    /// What a button of the page sends.
    private String button(String label) throws Exception {
        String page = page("/commit");
        Matcher button = Pattern.compile("value=\"([^\"]+)\" aria-label=\"" + Pattern.quote(label) + "\"")
                .matcher(page);
        assertThat(button.find()).as(label + " in " + page).isTrue();
        return button.group(1);
    }

    /// Reverts and returns the kind of the answer: `message` or `problem`.
    private String revert(String change) throws Exception {
        return mvc.perform(post("/commit/revert")
                        .param("change", change)
                        .with(csrf())
                        .with(OPERATOR))
                .andReturn()
                .getFlashMap()
                .keySet()
                .iterator()
                .next();
    }

    private String page(String address) throws Exception {
        return mvc.perform(get(address.replace("&amp;", "&")).with(OPERATOR))
                .andReturn()
                .getResponse()
                .getContentAsString();
    }
}
