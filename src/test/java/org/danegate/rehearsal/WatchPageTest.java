package org.danegate.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.danegate.Danegate;
import org.danegate.OwnPolicy;
import org.danegate.address.DomainName;
import org.danegate.config.Commit;
import org.danegate.config.DestinationEdits;
import org.danegate.config.WorkingPolicy;
import org.danegate.event.DeliveryEvent;
import org.danegate.event.Lane;
import org.danegate.event.Trouble;
import org.danegate.monitor.DestinationCounters;
import org.danegate.policy.DaneException;
import org.danegate.policy.DaneSupport;
import org.danegate.policy.DestinationEntry;
import org.danegate.policy.DomainPattern;
import org.danegate.policy.ExceptionsInForce;
import org.danegate.policy.Policy;
import org.danegate.policy.TlsSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;

/// After a commit the page compares the mail of the touched destinations before and after it, and the commit can be
/// undone there.
@SpringBootTest(
        classes = Danegate.class,
        properties = "danegate.admin-password=correct horse battery",
        webEnvironment = SpringBootTest.WebEnvironment.MOCK)
@AutoConfigureMockMvc
@DirtiesContext
class WatchPageTest {

    private static final Trouble TROUBLE = new Trouble("", "4.7.5", "certificate does not match", List.of(), false);

    @TempDir
    static Path folder;

    @DynamicPropertySource
    static void ownFolder(DynamicPropertyRegistry properties) throws IOException {
        OwnPolicy.in(folder, OwnPolicy.QUIET, properties);
    }

    @Autowired
    private CommitWatch watch;

    @Autowired
    private DestinationCounters counters;

    @Autowired
    private WorkingPolicy working;

    @Autowired
    private DestinationEdits edits;

    @Autowired
    private ExceptionsInForce exceptions;

    @Autowired
    private MockMvc mvc;

    @Test
    void deferrals_before_and_after_a_commit_are_compared_and_it_can_be_rolled_back() throws Exception {
        deferred("touched.example", 2);
        deferred("spared.example", 5);
        Policy before = working.inForce();
        long revision = commit("touched.example");
        deferred("touched.example", 40);
        deferred("spared.example", 500);

        String page = page("/commit/watch");
        assertThat(page)
                .contains("touched.example", "Deferrals or bounces rose", "1 destination is touched")
                .contains("Deferrals: 2 in the 10 minutes before the commit, 40 since.")
                .doesNotContain("spared.example");
        assertThat(page("/commit/watch/line")).contains("40 since", "Roll back revision " + revision);
        assertThat(page("/commit/watch/part?language=es")).contains("data-again=\"10000\"");

        edits.submit(null, 0, entry("pending.example"), "admin");
        assertThat(page("/commit/watch")).contains("1 pending change of the working copy would be replaced");
        assertThat(rollBack(revision, "stale")).containsKey("problem");
        assertThat(rollBack(revision + 1, seen())).containsKey("problem");
        assertThat(working.policy()).isNotEqualTo(before);

        assertThat(rollBack(revision, seen())).containsKey("message");
        assertThat(working.policy().destinationControls()).isEqualTo(before.destinationControls());
        assertThat(working.inForce()).as("only a commit puts it in force").isNotEqualTo(before);
        assertThat(((Commit.Done) working.commit("back", "admin")).revision()).isEqualTo(revision + 1);
        assertThat(page("/commit/watch")).contains("Roll back revision " + (revision + 1));
    }

    @Test
    void exceptions_from_dane_are_neither_part_of_a_commit_nor_of_its_undoing() throws Exception {
        commit("lowered.example");
        Policy before = working.inForce();
        exceptions.replace(List.of(new DaneException(
                DomainName.parse("lowered.example"),
                DaneSupport.NONE,
                Instant.now().plusSeconds(60),
                "",
                "ana")));
        try {
            long revision = commit("other.example");
            deferred("lowered.example", 2);
            deferred("other.example", 2);

            assertThat(page("/commit/watch"))
                    .contains("1 destination is touched")
                    .doesNotContain("lowered.example");
            assertThat(rollBack(revision, seen())).containsKey("message");
            assertThat(working.policy()).isEqualTo(before);
        } finally {
            exceptions.replace(List.of());
        }
    }

    @Test
    void the_page_after_a_commit_leads_to_the_watch() throws Exception {
        edits.submit(null, 0, entry("watched.example"), "admin");
        Map<String, Object> flash = mvc.perform(as("OPERATOR", post("/commit")).with(csrf()))
                .andReturn()
                .getFlashMap();

        assertThat(mvc.perform(as("OPERATOR", get("/commit")).flashAttrs(flash))
                        .andReturn()
                        .getResponse()
                        .getContentAsString(StandardCharsets.UTF_8))
                .contains("Watch what this commit does to mail", "data-part=\"/commit/watch/line\"");
        assertThat(page("/commit/watch")).contains("No mail since the commit");
    }

    @Test
    void who_may_only_read_sees_the_figures_and_cannot_roll_back() throws Exception {
        commit("read.example");
        deferred("read.example", 3);

        assertThat(mvc.perform(as("READ_ONLY_OPERATOR", get("/commit/watch")))
                        .andReturn()
                        .getResponse()
                        .getContentAsString(StandardCharsets.UTF_8))
                .contains("read.example")
                .doesNotContain("/commit/watch/roll-back");
        assertThat(mvc.perform(as("READ_ONLY_OPERATOR", post("/commit/watch/roll-back"))
                                .with(csrf()))
                        .andReturn()
                        .getResponse()
                        .getStatus())
                .isEqualTo(403);
    }

    @Test
    void figures_that_a_restart_lost_are_a_dash_and_the_page_says_from_when_to_when_in_both_languages()
            throws Exception {
        deferred("missed.example", 2);
        commit("missed.example");
        CommitWatch.Watched w = watch.newest().orElseThrow();
        Gap gap = new Gap(w.at(), w.at().plus(CommitWatch.LENGTH));
        watch.restore(new CommitWatch.Watched(
                w.revision(), w.before(), w.after(), w.at(), true, w.earlier(), Map.of(), List.of(gap)));

        assertThat(page("/commit/watch"))
                .contains("Not counted from ", "because Danegate was not running", "Not known since the commit")
                .contains("Deferrals: 2 in the 10 minutes before the commit; nothing was counted since.")
                .containsPattern("data-label=\"Delivered since\">—<")
                .doesNotContain("??");
        assertThat(mvc.perform(as("OPERATOR", get("/commit/watch")).locale(Locale.of("es")))
                        .andReturn()
                        .getResponse()
                        .getContentAsString(StandardCharsets.UTF_8))
                .contains("Sin contar de ", "desde entonces no se ha contado nada")
                .doesNotContain("??");
    }

    private long commit(String domain) {
        edits.submit(null, 0, entry(domain), "admin");
        return ((Commit.Done) working.commit("", "admin")).revision();
    }

    private static DestinationEntry entry(String domain) {
        return DestinationEntry.of(DomainPattern.parse(domain), TlsSupport.REQUIRED, DaneSupport.MANDATORY);
    }

    private void deferred(String domain, int recipients) {
        DeliveryEvent event = new DeliveryEvent.RecipientsDeferred(
                Instant.now(),
                domain,
                Lane.PLAIN,
                recipients,
                TROUBLE,
                Instant.now().plus(Duration.ofMinutes(1)));
        watch.on(event);
        counters.on(event);
    }

    private String seen() throws Exception {
        Matcher seen = Pattern.compile("name=\"seen\" value=\"(\\w+)\"").matcher(page("/commit/watch"));
        assertThat(seen.find()).isTrue();
        return seen.group(1);
    }

    private Map<String, Object> rollBack(long revision, String seen) throws Exception {
        return mvc.perform(as("OPERATOR", post("/commit/watch/roll-back"))
                        .with(csrf())
                        .param("revision", String.valueOf(revision))
                        .param("seen", seen))
                .andReturn()
                .getFlashMap();
    }

    private String page(String address) throws Exception {
        return mvc.perform(as("OPERATOR", get(address)))
                .andReturn()
                .getResponse()
                .getContentAsString(StandardCharsets.UTF_8);
    }

    private static MockHttpServletRequestBuilder as(String role, MockHttpServletRequestBuilder request) {
        return request.locale(Locale.ENGLISH).with(user("somebody").roles(role));
    }
}
