package org.danegate.destinations.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.multipart;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.put;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.danegate.address.DomainName;
import org.danegate.config.DestinationEdits;
import org.danegate.config.WorkingPolicy;
import org.danegate.config.web.PolicyPages;
import org.danegate.history.Figure;
import org.danegate.history.RecordedFigures;
import org.danegate.policy.AddressPattern;
import org.danegate.policy.DaneSupport;
import org.danegate.policy.DestinationControls;
import org.danegate.policy.DestinationEntry;
import org.danegate.policy.DestinationProfile;
import org.danegate.policy.DestinationSetting;
import org.danegate.policy.DomainPattern;
import org.danegate.policy.RecipientLimit;
import org.danegate.policy.TlsRule;
import org.danegate.policy.TlsSupport;
import org.danegate.policy.file.DestinationTableFile;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.mock.web.MockMultipartFile;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.AbstractMockHttpServletRequestBuilder;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.test.web.servlet.request.RequestPostProcessor;

/// Destination Controls with the real filters, templates and database.
@PolicyPages
class DestinationPagesTest {

    private static final RequestPostProcessor ADMIN = user("admin").roles("ADMINISTRATOR");
    private static final RequestPostProcessor READER = user("reader").roles("READ_ONLY_OPERATOR");
    private static final String LIST = "/mail-policies/destinations";
    private static final String API = "/api/v1/policy/destinations";
    private static final Pattern ROW = Pattern.compile("<a href=\"" + LIST + "/\\d+\">([^<]+)</a>");
    private static final Pattern SEEN = Pattern.compile("name=\"seen\" value=\"(\\w+)\"");

    @Autowired
    private MockMvc mvc;

    @Autowired
    private WorkingPolicy working;

    @Autowired
    private DestinationEdits edits;

    @Autowired
    private RecordedFigures figures;

    @BeforeEach
    void fresh() {
        PolicyPages.Rooms.defaults(working);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/new", "/default", "/import", "/ready", "/effective", "/effective?domain=a.example"})
    void each_page_is_there_in_both_languages(String address) throws Exception {
        submit("a.example", TlsSupport.REQUIRED, DaneSupport.MANDATORY);
        for (Locale locale : List.of(Locale.ENGLISH, Locale.of("es"))) {
            MockHttpServletResponse page = send(get(LIST + address).locale(locale), ADMIN);
            assertThat(page.getStatus()).isEqualTo(200);
            assertThat(page.getContentAsString()).doesNotContain("??");
        }
    }

    @Test
    void a_reader_sees_the_table_and_can_change_nothing() throws Exception {
        assertThat(send(get(LIST), READER).getContentAsString())
                .contains(LIST + "/export")
                .doesNotContain(LIST + "/new", LIST + "/bulk", LIST + "/import");
        for (String action : List.of("/delete", "/delete/confirmed", "/bulk", "/bulk/submit", "/import/confirmed")) {
            assertThat(send(post(LIST + action), READER).getStatus()).isEqualTo(403);
        }
        assertThat(send(put(API).contentType(MediaType.TEXT_PLAIN).content(""), READER)
                        .getStatus())
                .isEqualTo(403);
    }

    @Test
    void destinations_that_always_succeed_are_turned_to_mandatory_in_one_step_and_no_others() throws Exception {
        submit(".always.test", TlsSupport.REQUIRED, DaneSupport.OPPORTUNISTIC);
        submit("sometimes.test", TlsSupport.PREFERRED, DaneSupport.OPPORTUNISTIC);
        figures.attempts("mx.always.test", Figure.DANE_SUCCESS, 12);
        figures.attempts("sometimes.test", Figure.DANE_SUCCESS, 7);
        figures.attempts("sometimes.test", Figure.DANE_FALLBACK, 1);

        String page = page(LIST + "/ready");
        assertThat(page)
                .contains("value=\"mx.always.test\"", "sometimes.test")
                .doesNotContain("value=\"sometimes.test\"");
        assertThat(send(post(LIST + "/ready").param("domain", "mx.always.test").with(csrf()), READER)
                        .getStatus())
                .isEqualTo(403);

        send(
                post(LIST + "/ready")
                        .param("domain", "mx.always.test", "sometimes.test")
                        .with(csrf()),
                ADMIN);
        DestinationControls controls = working.policy().destinationControls();
        assertThat(controls.effectiveFor(DomainName.parse("mx.always.test")).profile())
                .extracting(DestinationProfile::dane, DestinationProfile::tls)
                .containsExactly(DaneSupport.MANDATORY, TlsSupport.REQUIRED);
        assertThat(controls.effectiveFor(DomainName.parse("other.always.test"))
                        .profile()
                        .dane())
                .isEqualTo(DaneSupport.OPPORTUNISTIC);
        assertThat(controls.effectiveFor(DomainName.parse("sometimes.test"))
                        .profile()
                        .dane())
                .isEqualTo(DaneSupport.OPPORTUNISTIC);
        assertThat(page(LIST + "/ready")).doesNotContain("value=\"mx.always.test\"");
    }

    @Test
    void pages_have_as_many_rows_as_asked_for_and_default_stands_on_each() throws Exception {
        many(45);

        String first = page(LIST + "?size=20");
        String last = page(LIST + "?size=20&page=3");

        assertThat(rows(first)).hasSize(20).startsWith("d0000.example");
        assertThat(rows(last)).hasSize(5).endsWith("d0044.example");
        assertThat(first).contains("45 destinations", LIST + "/default", "page=2", "All 45 entries");
        assertThat(last).contains(LIST + "/default").doesNotContain("page=4");
        assertThat(rows(page(LIST + "?size=20&page=99"))).hasSize(5);
        assertThat(rows(page(LIST + "?size=999999&page=x"))).hasSize(45);
    }

    @Test
    void a_row_has_its_limits_in_short_and_says_what_is_inherited() throws Exception {
        table(List.of(DestinationEntry.of(DomainPattern.parse("own.example"), TlsSupport.REQUIRED, DaneSupport.NONE)
                .with(DestinationSetting.CONCURRENT_CONNECTIONS, 20)
                .with(DestinationSetting.RECIPIENT_LIMIT, new RecipientLimit(180, 1))));

        String row = row(page(LIST), "own.example");

        assertThat(row)
                .contains(">20<", "class=\"inherited\">50<", ">180/min<", "aria-hidden=\"true\"")
                .contains(
                        "20 concurrent connections, 50 messages per connection (inherited), 180 recipients per minute<")
                .contains("title=\"Required\">Required<", ">None<")
                .contains("class=\"inherited\">IPv6 Preferred</span> <span class=\"visually-hidden\">(inherited)<")
                .doesNotContain("Default (Preferred", "Default (IPv6");
        assertThat(row(send(get(LIST).locale(Locale.of("es")), ADMIN).getContentAsString(), "own.example"))
                .contains("50 mensajes por conexión (valor heredado)", ">Obligatorio<");
    }

    private static String row(String page, String domain) {
        return Arrays.stream(page.split("<tr"))
                .filter(row -> row.contains(">" + domain + "<"))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "filter=REQ | req.example",
                "filter=_ | ''",
                "withTls=REQUIRED | mand.example req.example",
                "withTls=PREFERRED | .sub.example plain.example",
                "withTls=DEFAULT | .sub.example plain.example",
                "withDane=MANDATORY | mand.example",
                "withDane=NONE | .sub.example off.example plain.example req.example",
                "withDane=DEFAULT | .sub.example off.example plain.example req.example",
                "withTls=REQUIRED&withDane=NONE | req.example",
                "differs=true | mand.example off.example req.example",
                "pending=true | plain.example",
                "sort=TLS&order=desc | mand.example req.example .sub.example plain.example off.example",
                "sort=DANE&order=desc | mand.example .sub.example off.example plain.example req.example",
            })
    void the_list_is_filtered_and_sorted_by_what_applies(String query, String domains) throws Exception {
        table(List.of(
                DestinationEntry.of(DomainPattern.parse("mand.example"), TlsSupport.REQUIRED, DaneSupport.MANDATORY),
                DestinationEntry.of(DomainPattern.parse("off.example"), TlsSupport.NONE, DaneSupport.NONE),
                entry("req.example", TlsSupport.REQUIRED, null),
                entry(".sub.example", null, null)));
        edit("off.example", e -> entry("off.example", TlsSupport.NONE, null));
        working.commit("", "test");
        submit("plain.example", null, null);

        assertThat(String.join(" ", rows(page(LIST + "?" + query)))).isEqualTo(domains);
    }

    @Test
    void inherited_dane_is_found_as_it_applies() throws Exception {
        DestinationProfile d = DestinationProfile.defaults();
        DestinationControls now = working.policy().destinationControls();
        DestinationProfile mandatory = DestinationEntry.of(
                        DomainPattern.parse("default"), TlsSupport.REQUIRED, DaneSupport.MANDATORY)
                .over(d);
        working.submit(
                working.policy()
                        .with(new DestinationControls(
                                mandatory,
                                List.of(
                                        entry("inherits.example", null, null),
                                        entry("off.example", TlsSupport.NONE, null)),
                                now.global())),
                null,
                "test");

        assertThat(rows(page(LIST + "?withDane=MANDATORY"))).containsExactly("inherits.example");
        assertThat(rows(page(LIST + "?withDane=NONE"))).containsExactly("off.example");
    }

    @Test
    void pending_rows_are_marked_and_deleted_ones_named_until_the_commit() throws Exception {
        submit("a.example", null, null);
        submit("b.example", null, null);
        assertThat(page(LIST)).contains("row-pending", ">added<");
        working.commit("", "test");
        assertThat(page(LIST)).doesNotContain("row-pending");

        edit("a.example", e -> entry("a.example", TlsSupport.REQUIRED, null));
        DestinationEdits.Stored b = stored("b.example");
        edits.delete(Map.of(b.id(), b.version()), "test");

        assertThat(page(LIST)).contains(">changed<", "Deleted, not yet committed: b.example");
        edit("a.example", e -> entry("a.example", null, null));
        assertThat(page(LIST)).doesNotContain(">changed<");
    }

    @Test
    void all_that_is_wrong_with_an_entry_is_said_at_once() throws Exception {
        MockHttpServletResponse refused = send(
                post(LIST + "/new")
                        .param("domain", "not a domain")
                        .param("concurrentConnectionsUseDefault", "false")
                        .param("concurrentConnections", "5000")
                        .param("messagesPerConnectionUseDefault", "false")
                        .param("messagesPerConnection", "many")
                        .param("recipientsUseDefault", "true"),
                ADMIN);
        assertThat(refused.getStatus()).isEqualTo(422);
        assertThat(refused.getContentAsString())
                .contains("href=\"#domain\"", "href=\"#concurrentConnections\"", "href=\"#messagesPerConnection\"")
                .contains("you entered 5000", "value=\"5000\"", "value=\"many\"");
        assertThat(working.pending()).isZero();
    }

    @Test
    void ticked_entries_are_edited_as_one_change() throws Exception {
        many(3);
        String form = send(post(LIST + "/bulk").param("id", ids("d0000.example", "d0002.example")), ADMIN)
                .getContentAsString();
        assertThat(form).contains("2 entries", "d0000.example, d0002.example").doesNotContain("d0001.example", "??");

        MockHttpServletResponse done = send(
                post(LIST + "/bulk/submit")
                        .param("id", ids("d0000.example", "d0002.example"))
                        .param("seen", seen(form))
                        .param("tls", "REQUIRED")
                        .param("concurrentConnectionsChoice", "OWN")
                        .param("concurrentConnections", "7")
                        .param("recipientsChoice", "OWN")
                        .param("recipients", "1,000")
                        .param("minutes", "5")
                        .param("bounceProfile", "DEFAULT"),
                ADMIN);

        assertThat(done.getRedirectedUrl()).startsWith(LIST);
        assertThat(stored("d0000.example").entry().get(DestinationSetting.TLS)).isEqualTo(TlsSupport.REQUIRED);
        assertThat(stored("d0000.example").entry().get(DestinationSetting.CONCURRENT_CONNECTIONS))
                .isEqualTo(7);
        assertThat(String.valueOf(stored("d0002.example").entry().get(DestinationSetting.RECIPIENT_LIMIT)))
                .contains("1000", "5");
        assertThat(stored("d0001.example").entry()).isEqualTo(entry("d0001.example", null, null));
    }

    @Test
    void all_that_match_are_edited_and_a_fault_of_one_refuses_the_whole_with_its_domain() throws Exception {
        many(30);
        edit("d0007.example", e -> entry("d0007.example", TlsSupport.NONE, null));
        String form = send(post(LIST + "/bulk").param("all", "true").param("filter", "d00"), ADMIN)
                .getContentAsString();
        assertThat(form).contains("30 entries");
        MockHttpServletRequestBuilder dane = post(LIST + "/bulk/submit")
                .param("all", "true")
                .param("filter", "d00")
                .param("withTls", "")
                .param("seen", seen(form))
                .param("dane", "MANDATORY");

        MockHttpServletResponse refused = send(dane, ADMIN);

        assertThat(refused.getStatus()).isEqualTo(422);
        assertThat(refused.getContentAsString()).contains("d0007.example: ", "href=\"#dane\"");
        assertThat(edits.all()).noneMatch(s -> s.entry().get(DestinationSetting.DANE) == DaneSupport.MANDATORY);

        assertThat(send(dane.param("tls", "REQUIRED"), ADMIN).getRedirectedUrl())
                .isEqualTo(LIST + "?filter=d00");
        assertThat(edits.all()).allMatch(s -> s.entry().get(DestinationSetting.DANE) == DaneSupport.MANDATORY);
    }

    @Test
    void an_edit_of_many_that_crosses_another_changes_nothing() throws Exception {
        many(3);
        String form = send(post(LIST + "/bulk").param("all", "true"), ADMIN).getContentAsString();
        edit("d0001.example", e -> entry("d0001.example", TlsSupport.NONE, null));

        MockHttpServletResponse refused = send(
                post(LIST + "/bulk/submit")
                        .param("all", "true")
                        .param("seen", seen(form))
                        .param("tls", "REQUIRED"),
                ADMIN);

        assertThat(refused.getStatus()).isEqualTo(422);
        assertThat(refused.getContentAsString()).contains("Nothing was changed");
        assertThat(edits.all()).noneMatch(s -> s.entry().get(DestinationSetting.TLS) == TlsSupport.REQUIRED);
    }

    @Test
    void faults_of_the_form_for_many_stand_beside_their_fields() throws Exception {
        many(1);
        String form = send(post(LIST + "/bulk").param("all", "true"), ADMIN).getContentAsString();
        MockHttpServletRequestBuilder nothing =
                post(LIST + "/bulk/submit").param("all", "true").param("seen", seen(form));
        assertThat(send(nothing, ADMIN).getContentAsString()).contains("Choose a value for at least one field.");
        assertThat(send(
                                nothing.param("concurrentConnectionsChoice", "OWN")
                                        .param("concurrentConnections", "5000")
                                        .param("messagesPerConnectionChoice", "OWN")
                                        .param("messagesPerConnection", "lots"),
                                ADMIN)
                        .getContentAsString())
                .contains("Must be between 1 and 1,000; you entered 5,000.", "&#39;lots&#39;", "value=\"5000\"");
    }

    @Test
    void all_that_match_are_deleted_after_a_look_and_only_as_they_were_shown() throws Exception {
        many(30);
        String confirm = send(post(LIST + "/delete").param("all", "true").param("filter", "d001"), ADMIN)
                .getContentAsString();
        assertThat(confirm).contains("Delete these 10 entries?", "d0010.example");
        MockHttpServletRequestBuilder sure =
                post(LIST + "/delete/confirmed").param("all", "true").param("filter", "d001");
        assertThat(send(sure.param("seen", "another"), ADMIN).getStatus()).isEqualTo(409);

        assertThat(send(
                                post(LIST + "/delete/confirmed")
                                        .param("all", "true")
                                        .param("filter", "d001")
                                        .param("seen", seen(confirm)),
                                ADMIN)
                        .getStatus())
                .isEqualTo(302);
        assertThat(edits.all()).hasSize(20);
    }

    @Test
    void a_table_is_exported_looked_at_and_imported_again() throws Exception {
        submit("old.example", TlsSupport.REQUIRED, null);
        working.commit("", "test");
        String file = Files.readString(Path.of("src/test/resources/destination-controls-appliance.txt"))
                .replace("bounce_profile = Strict\n", "");
        MockHttpServletResponse look = send(
                multipart(LIST + "/import")
                        .file(new MockMultipartFile(
                                "file", "table.txt", "text/plain", file.getBytes(StandardCharsets.UTF_8))),
                ADMIN);
        String confirm = look.getContentAsString();
        assertThat(confirm)
                .contains("5 added, 2 changed, 1 deleted", "gmail.com", "old.example", "xn--bcher-kva.example")
                .doesNotContain("??");
        assertThat(working.pending()).isZero();

        MockHttpServletResponse done =
                send(post(LIST + "/import/confirmed").param("text", file).param("seen", seen(confirm)), ADMIN);

        assertThat(done.getRedirectedUrl()).isEqualTo(LIST);
        assertThat(working.pending()).isEqualTo(8);
        MockHttpServletResponse exported = send(get(LIST + "/export"), READER);
        assertThat(exported.getHeader("Content-Disposition")).contains("destination-controls.txt");
        assertThat(DestinationTableFile.read(exported.getContentAsString(), working.policy())
                        .table())
                .isEqualTo(working.policy().destinationControls());
    }

    @Test
    void an_import_with_faults_names_their_lines_in_the_language_of_the_page_and_keeps_the_text() throws Exception {
        String file = "[DEFAULT]\ntable_tls = maybe\n[a.example]\ncolour = red\n";

        MockHttpServletResponse refused =
                send(post(LIST + "/import").param("text", file).locale(Locale.of("es")), ADMIN);

        assertThat(refused.getStatus()).isEqualTo(422);
        assertThat(refused.getContentAsString())
                .contains("Línea 2: table_tls no puede ser «maybe»", "Línea 4:", "colour = red")
                .contains("[DEFAULT] necesita max_host_concurrency");
        assertThat(working.pending()).isZero();
    }

    @Test
    void unknown_keys_are_left_out_only_when_somebody_says_so() throws Exception {
        String table = DestinationTableFile.write(new DestinationControls(
                DestinationProfile.defaults(),
                List.of(entry("new.example", TlsSupport.REQUIRED, null)),
                new DestinationControls.Global(null, false)));
        String file = table + "quantum_safe = on\n";
        int line = (int) file.lines().count();

        MockHttpServletResponse refused = send(post(LIST + "/import").param("text", file), ADMIN);
        assertThat(refused.getStatus()).isEqualTo(422);
        assertThat(refused.getContentAsString())
                .contains("Line " + line + ": there is no key", "name=\"without\"", "Import without them");
        String confirm = send(post(LIST + "/import").param("text", file).param("without", "true"), ADMIN)
                .getContentAsString();
        assertThat(confirm).contains("Left out: 1 line", "Line " + line + ": there is no key", "new.example");
        assertThat(send(
                                post(LIST + "/import/confirmed")
                                        .param("text", file)
                                        .param("without", "true")
                                        .param("seen", seen(confirm)),
                                ADMIN)
                        .getRedirectedUrl())
                .isEqualTo(LIST);
        assertThat(DestinationTableFile.write(working.policy().destinationControls()))
                .isEqualTo(table);

        assertThat(send(put(API).contentType(MediaType.TEXT_PLAIN).content(file), ADMIN)
                        .getStatus())
                .isEqualTo(422);
        assertThat(send(
                                put(API).param("withoutUnknownKeys", "true")
                                        .contentType(MediaType.TEXT_PLAIN)
                                        .content(file),
                                ADMIN)
                        .getContentAsString())
                .contains("\"leftOut\":[{", "quantum_safe", "\"line\":" + line);
        assertThat(send(
                                put(API).contentType(MediaType.APPLICATION_XML)
                                        .content("<?xml version='1.0'?><config/>"),
                                ADMIN)
                        .getContentAsString())
                .contains("whole configuration of an appliance");
    }

    @Test
    void an_import_is_asked_about_again_when_the_table_changed_meanwhile() throws Exception {
        String file = DestinationTableFile.write(new DestinationControls(
                DestinationProfile.defaults(),
                List.of(entry("new.example", TlsSupport.REQUIRED, null)),
                new DestinationControls.Global(null, false)));
        String confirm = send(post(LIST + "/import").param("text", file), ADMIN).getContentAsString();
        submit("late.example", null, null);

        MockHttpServletResponse again =
                send(post(LIST + "/import/confirmed").param("text", file).param("seen", seen(confirm)), ADMIN);

        assertThat(again.getStatus()).isEqualTo(409);
        assertThat(again.getContentAsString()).contains("Nothing was imported", "late.example");
        assertThat(edits.all()).hasSize(1);
    }

    @Test
    void scripts_read_and_replace_the_table_file() throws Exception {
        submit("a.example", TlsSupport.REQUIRED, null);
        MockHttpServletResponse read = send(get(API), READER);
        assertThat(read.getContentAsString()).contains("[a.example]\ntable_tls = required");
        String tag = String.valueOf(read.getHeader("ETag"));

        String more = read.getContentAsString() + "[b.example]\ndane_support = mandatory\n";
        assertThat(send(
                                put(API + "?dryRun=true")
                                        .contentType(MediaType.TEXT_PLAIN)
                                        .content(more),
                                ADMIN)
                        .getContentAsString())
                .contains("\"added\":1", "\"entries\":2");
        assertThat(edits.all()).hasSize(1);
        assertThat(send(
                                put(API).contentType(MediaType.TEXT_PLAIN)
                                        .header("If-Match", tag)
                                        .content(more),
                                ADMIN)
                        .getStatus())
                .isEqualTo(200);
        assertThat(edits.all()).hasSize(2);
        assertThat(send(
                                put(API).contentType(MediaType.TEXT_PLAIN)
                                        .header("If-Match", tag)
                                        .content(more),
                                ADMIN)
                        .getStatus())
                .isEqualTo(412);
        assertThat(send(
                                put(API).contentType(MediaType.TEXT_PLAIN)
                                        .content(more + "bad\n")
                                        .locale(Locale.of("es")),
                                ADMIN)
                        .getStatus())
                .isEqualTo(422);
    }

    @Test
    void the_settings_of_a_domain_are_told_with_their_sources() throws Exception {
        table(List.of(entry(".example.com", TlsSupport.REQUIRED, null), entry("mail.example.com", null, null)));
        working.commit("", "test");
        edit(".example.com", e -> entry(".example.com", TlsSupport.REQUIRED_VERIFY, DaneSupport.MANDATORY));

        assertThat(page(LIST + "/effective?domain=someone@a.example.com"))
                .contains("The entry .example.com matches.", "Entry .example.com", "Required - Verify", "Mandatory")
                .contains("Bounce profile Default", "MX hosts of the domain", "In force");
        assertThat(page(LIST + "/effective?domain=mail.example.com"))
                .contains("The entry mail.example.com matches.", "The value in force is the same.");
        assertThat(page(LIST + "/effective?domain=example.com")).contains("No entry matches: Default applies.");
        assertThat(page(LIST + "/effective?domain=-%20-")).contains("is not a domain");
    }

    @Test
    @Tag("T-05")
    void the_settings_of_a_domain_are_those_for_mail_of_a_sender() throws Exception {
        TlsRule rule = new TlsRule(
                "Legal",
                AddressPattern.parse("legal@corp.example"),
                AddressPattern.parse("judge@court.example"),
                TlsRule.Least.REQUIRED_VERIFY);
        working.submit(working.policy().withTlsBySender(List.of(rule)), null, "admin");

        String asked = LIST + "/effective?domain=judge@court.example&sender=";
        assertThat(page(asked + "legal@corp.example")).contains("Required - Verify", "TLS by Sender, entry 1 (Legal)");
        assertThat(page(asked + "other@corp.example")).doesNotContain("TLS by Sender, entry");
        assertThat(page(LIST + "/effective?domain=court.example&sender=legal@corp.example"))
                .doesNotContain("TLS by Sender, entry");
        assertThat(page(asked + "nobody")).contains("is not a mail address", "aria-describedby=\"sender-error\"");
    }

    @Test
    void a_crossing_edit_shows_their_values_beside_mine_and_each_can_be_taken() throws Exception {
        submit("a.example", null, null);
        DestinationEdits.Stored seen = stored("a.example");
        edit("a.example", e -> entry("a.example", TlsSupport.REQUIRED, DaneSupport.OPPORTUNISTIC));
        MockHttpServletRequestBuilder mine = post(LIST + "/" + seen.id())
                .param("domain", "a.example")
                .param("tls", "PREFERRED")
                .param("dane", "MANDATORY");

        String page = send(mine.param("version", String.valueOf(seen.version())), ADMIN)
                .getContentAsString();
        assertThat(page).contains("Take theirs: TLS Support", "Take theirs: DANE Support", "Opportunistic");

        assertThat(send(
                                post(LIST + "/" + seen.id())
                                        .param("domain", "a.example")
                                        .param("tls", "PREFERRED")
                                        .param("dane", "MANDATORY")
                                        .param("take", "tls")
                                        .param(
                                                "version",
                                                String.valueOf(
                                                        stored("a.example").version())),
                                ADMIN)
                        .getRedirectedUrl())
                .isEqualTo(LIST);
        assertThat(stored("a.example").entry().get(DestinationSetting.TLS)).isEqualTo(TlsSupport.REQUIRED);
        assertThat(stored("a.example").entry().get(DestinationSetting.DANE)).isEqualTo(DaneSupport.MANDATORY);
    }

    @Test
    void chunking_is_turned_on_for_one_destination_and_shown_wherever_its_settings_are() throws Exception {
        submit("b.example", null, null);
        submit("c.example", null, null);
        assertThat(send(post(LIST + "/new").param("domain", "a.example").param("chunking", "true"), ADMIN)
                        .getRedirectedUrl())
                .isEqualTo(LIST);
        edit("c.example", e -> chunking("c.example", false));

        assertThat(edits.all())
                .extracting(s -> s.entry().get(DestinationSetting.CHUNKING))
                .containsExactlyInAnyOrder(true, null, false);
        assertThat(page(LIST + "/" + stored("a.example").id()))
                .containsPattern("value=\"true\"[^>]* name=\"chunking\" checked");
        assertThat(rows(page(LIST + "?differs=true"))).containsExactly("a.example");
        assertThat(settings("a.example", Locale.ENGLISH)).contains("Use chunking (BDAT) Yes Entry a.example No");
        assertThat(settings("b.example", Locale.ENGLISH)).contains("Use chunking (BDAT) No Default");
        assertThat(settings("a.example", Locale.of("es"))).contains("Usar fragmentos (BDAT) Sí Entrada a.example No");
        assertThat(send(get(API), READER).getContentAsString())
                .contains("[a.example]\nchunking = on\n", "[c.example]\nchunking = off\n")
                .containsOnlyOnce("chunking = on");
    }

    @Test
    void chunking_of_default_and_of_many_entries_is_a_choice_like_the_others() throws Exception {
        many(2);
        String form = page(LIST + "/default");
        assertThat(form).contains("name=\"chunking\"", "Use chunking (BDAT):");
        assertThat(send(defaultForm(form).param("chunking", "true"), ADMIN).getRedirectedUrl())
                .isEqualTo(LIST);
        assertThat(working.policy().destinationControls().defaultProfile().chunking())
                .isTrue();
        assertThat(settings("d0000.example", Locale.ENGLISH)).contains("Use chunking (BDAT) Yes Default");

        for (String choice : List.of("false", "DEFAULT")) {
            String bulk = send(post(LIST + "/bulk").param("all", "true"), ADMIN).getContentAsString();
            assertThat(bulk).contains("Use Default (Yes)");
            assertThat(send(
                                    post(LIST + "/bulk/submit")
                                            .param("all", "true")
                                            .param("seen", seen(bulk))
                                            .param("chunking", choice),
                                    ADMIN)
                            .getStatus())
                    .isEqualTo(302);
            assertThat(edits.all())
                    .extracting(s -> s.entry().get(DestinationSetting.CHUNKING))
                    .containsOnly(choice.equals("false") ? false : null);
        }
        String bulk = send(post(LIST + "/bulk").param("all", "true"), ADMIN).getContentAsString();
        assertThat(send(
                                post(LIST + "/bulk/submit")
                                        .param("all", "true")
                                        .param("seen", seen(bulk))
                                        .param("chunking", "perhaps"),
                                ADMIN)
                        .getContentAsString())
                .contains("href=\"#chunking", "Choose one of the values offered.");
        assertThat(send(post(LIST + "/new").param("domain", "x.example").param("chunking", "perhaps"), ADMIN)
                        .getStatus())
                .isEqualTo(422);
    }

    @Test
    void a_policy_put_by_script_turns_chunking_on_and_the_difference_says_so_in_both_languages() throws Exception {
        submit("a.example", null, null);
        working.commit("", "test");
        String policy =
                send(get("/api/v1/policy").accept("application/yaml"), ADMIN).getContentAsString();
        assertThat(policy).contains("chunking: false");

        MockHttpServletResponse done = send(
                put("/api/v1/policy")
                        .contentType("application/yaml")
                        .content(policy.replace("domain: a.example", "domain: a.example\n    chunking: on")),
                ADMIN);

        assertThat(done.getStatus()).isEqualTo(204);
        assertThat(stored("a.example").entry().get(DestinationSetting.CHUNKING)).isTrue();
        assertThat(send(get("/api/v1/policy").accept(MediaType.APPLICATION_JSON), ADMIN)
                        .getContentAsString())
                .contains("\"chunking\":true", "\"chunking\":false");
        assertThat(words(send(get("/commit").locale(Locale.ENGLISH), ADMIN).getContentAsString()))
                .containsPattern("Use chunking \\(BDAT\\) ?: Default \\(No\\) → Yes");
        assertThat(words(send(get("/commit").locale(Locale.of("es")), ADMIN).getContentAsString()))
                .containsPattern("Usar fragmentos \\(BDAT\\) ?: Predeterminado \\(No\\) → Sí");
    }

    @Test
    void a_recipient_limit_that_was_inherited_is_shown_as_default() throws Exception {
        submit("a.example", null, null);
        working.commit("", "test");
        String policy =
                send(get("/api/v1/policy").accept("application/yaml"), ADMIN).getContentAsString();
        String limit = "domain: a.example\n    recipientLimit: { recipients: 5, minutes: 1 }";

        send(
                put("/api/v1/policy")
                        .contentType("application/yaml")
                        .content(policy.replace("domain: a.example", limit)),
                ADMIN);

        assertThat(words(send(get("/commit").locale(Locale.ENGLISH), ADMIN).getContentAsString()))
                .contains("Default (0) → 5")
                .doesNotContain("not set");
    }

    @Test
    void chunking_that_was_submitted_meanwhile_can_be_taken() throws Exception {
        submit("a.example", null, null);
        DestinationEdits.Stored seen = stored("a.example");
        edit("a.example", e -> chunking("a.example", true));
        String version = String.valueOf(stored("a.example").version());

        assertThat(send(
                                post(LIST + "/" + seen.id())
                                        .param("domain", "a.example")
                                        .param("version", String.valueOf(seen.version())),
                                ADMIN)
                        .getContentAsString())
                .contains("Take theirs: Use chunking (BDAT)");
        assertThat(send(
                                post(LIST + "/" + seen.id())
                                        .param("domain", "a.example")
                                        .param("tls", "REQUIRED")
                                        .param("take", "chunking")
                                        .param("version", version),
                                ADMIN)
                        .getRedirectedUrl())
                .isEqualTo(LIST);
        assertThat(stored("a.example").entry().get(DestinationSetting.CHUNKING)).isTrue();
        assertThat(stored("a.example").entry().get(DestinationSetting.TLS)).isEqualTo(TlsSupport.REQUIRED);
    }

    private MockHttpServletRequestBuilder defaultForm(String shown) {
        Matcher version = Pattern.compile("name=\"version\" value=\"(\\d+)\"").matcher(shown);
        assertThat(version.find()).isTrue();
        return post(LIST + "/default")
                .param("version", version.group(1))
                .param("concurrentConnectionsUseDefault", "false")
                .param("concurrentConnections", "500")
                .param("messagesPerConnectionUseDefault", "false")
                .param("messagesPerConnection", "50")
                .param("recipientsUseDefault", "false")
                .param("recipients", "0")
                .param("minutes", "60")
                .param("tls", "PREFERRED");
    }

    private static DestinationEntry chunking(String domain, boolean chunking) {
        return DestinationEntry.of(DomainPattern.parse(domain)).with(DestinationSetting.CHUNKING, chunking);
    }

    /// The effective settings of a domain, as they are read.
    private String settings(String domain, Locale locale) throws Exception {
        return words(send(get(LIST + "/effective?domain=" + domain).locale(locale), ADMIN)
                .getContentAsString());
    }

    private static String words(String html) {
        return html.replaceAll("<[^>]*>", " ").replaceAll("\\s+", " ");
    }

    private void many(int count) {
        List<DestinationEntry> entries = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            entries.add(entry("d%04d.example".formatted(i), null, null));
        }
        table(entries);
    }

    @ParameterizedTest
    @CsvSource({
        "faß,           xn--fa-hia.example",
        "AẞE,           ''",
        "Faß.exa,       xn--fa-hia.example",
        "fass,          fass.example",
        "xn--fa,        xn--fa-hia.example",
        "cher.ex,       xn--bcher-kva.example",
        "BÜCHER,        xn--bcher-kva.example",
        "ü%,            ''"
    })
    void names_are_found_in_either_form(String sought, String found) throws Exception {
        table(Stream.of("faß.example", "fass.example", "bücher.example")
                .map(d -> DestinationEntry.of(DomainPattern.parse(d)))
                .toList());

        String page = page(LIST + "?filter=" + URLEncoder.encode(sought, StandardCharsets.UTF_8));

        assertThat(rows(page)).isEqualTo(found.isEmpty() ? List.of() : List.of(found));
        assertThat(page(LIST)).contains(">faß.example<").contains(">bücher.example<");
    }

    private void table(List<DestinationEntry> entries) {
        working.submit(
                working.policy()
                        .with(new DestinationControls(
                                DestinationProfile.defaults(), entries, new DestinationControls.Global(null, false))),
                null,
                "test");
    }

    private void submit(String domain, @Nullable TlsSupport tls, @Nullable DaneSupport dane) {
        edits.submit(null, 0, entry(domain, tls, dane), "test");
    }

    private void edit(String domain, UnaryOperator<DestinationEntry> change) {
        DestinationEdits.Stored seen = stored(domain);
        edits.submit(seen.id(), seen.version(), change.apply(seen.entry()), "other");
    }

    private static DestinationEntry entry(String domain, @Nullable TlsSupport tls, @Nullable DaneSupport dane) {
        return DestinationEntry.of(DomainPattern.parse(domain))
                .with(DestinationSetting.TLS, tls)
                .with(DestinationSetting.DANE, dane);
    }

    private DestinationEdits.Stored stored(String domain) {
        return edits.all().stream()
                .filter(s -> s.entry().pattern().toString().equals(domain))
                .findFirst()
                .orElseThrow();
    }

    private String[] ids(String... domains) {
        return Arrays.stream(domains).map(d -> String.valueOf(stored(d).id())).toArray(String[]::new);
    }

    private static List<String> rows(String html) {
        return ROW.matcher(html).results().map(r -> r.group(1)).toList();
    }

    private static String seen(String html) {
        Matcher seen = SEEN.matcher(html);
        assertThat(seen.find()).isTrue();
        return seen.group(1);
    }

    private String page(String address) throws Exception {
        MockHttpServletResponse page = send(get(URI.create(address)), ADMIN);
        assertThat(page.getStatus()).isEqualTo(200);
        return page.getContentAsString();
    }

    private MockHttpServletResponse send(AbstractMockHttpServletRequestBuilder<?> request, RequestPostProcessor who)
            throws Exception {
        MockHttpServletResponse response =
                mvc.perform(request.with(who).with(csrf())).andReturn().getResponse();
        response.setCharacterEncoding("UTF-8");
        return response;
    }
}
