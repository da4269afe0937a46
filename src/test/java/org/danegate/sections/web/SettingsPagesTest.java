package org.danegate.sections.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.danegate.config.WorkingPolicy;
import org.danegate.config.web.PolicyPages;
import org.danegate.policy.AlertSettings;
import org.danegate.policy.Policy;
import org.danegate.policy.file.PolicyFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.MessageSource;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.test.web.servlet.request.RequestPostProcessor;

/// Forms of settings that exist once, with the real filters, templates and database.
@PolicyPages
class SettingsPagesTest {

    private static final RequestPostProcessor ADMIN = user("admin").roles("ADMINISTRATOR");
    private static final RequestPostProcessor READER = user("reader").roles("READ_ONLY_OPERATOR");
    private static final Policy POLICY =
            Objects.requireNonNull(PolicyFile.read("""
                    virtualGateways:
                      interfaces:
                        - { name: Public, ipv4: 192.0.2.1, hostname: a.example }
                        - { name: Spare, ipv4: 192.0.2.2, hostname: b.example }
                      senders: [ { sender: '@example.org', outgoingInterface: Public } ]
                    alerts: { recipients: [ { address: ops@example.org } ], sender: gate@example.org, maxWait: 2h }
                    """).policy());

    @Autowired
    private MockMvc mvc;

    @Autowired
    private WorkingPolicy working;

    @Autowired
    private MessageSource texts;

    @BeforeEach
    void fresh() {
        PolicyPages.Rooms.defaults(working);
        working.submit(POLICY, null, "test");
    }

    @ParameterizedTest
    @EnumSource(PolicySettings.class)
    void each_form_stands_in_both_languages_and_is_reached_from_its_list(PolicySettings settings) throws Exception {
        for (Locale locale : List.of(Locale.ENGLISH, Locale.of("es"))) {
            String title = texts.getMessage("sections." + settings.page() + ".title", null, locale);
            String form =
                    page(get(settings.address()).with(ADMIN).locale(locale)).getContentAsString();
            assertThat(form).contains("<h1>" + title).doesNotContain("??");
            String back = texts.getMessage("menu" + settings.list().replace('/', '.'), null, locale);
            assertThat(form).contains("<a href=\"" + settings.list() + "\">" + back + "</a>");
            for (SectionField field : settings.fields()) {
                assertThat(form).contains("name=\"" + field.key() + "\"").contains("id=\"" + field.key() + "-hint\"");
            }
        }
    }

    @Test
    void what_is_set_stands_in_the_fields() throws Exception {
        assertThat(page(get(PolicySettings.ALERTS.address()).with(ADMIN)).getContentAsString())
                .containsPattern("name=\"sender\"[^>]*value=\"gate@example.org\"")
                .containsPattern("name=\"initialWait\"[^>]*value=\"5m\"")
                .containsPattern("name=\"maxWait\"[^>]*value=\"2h\"");
    }

    @Test
    void alert_settings_are_changed_and_what_is_emptied_has_its_default_again() throws Exception {
        submit(PolicySettings.ALERTS, Map.of("sender", "", "initialWait", "10m", "maxWait", ""));

        AlertSettings alerts = working.policy().alerts();
        assertThat(alerts.sender()).isNull();
        assertThat(alerts.initialWait()).isEqualTo(Duration.ofMinutes(10));
        assertThat(alerts.maxWait()).isEqualTo(Duration.ofHours(1));
        assertThat(alerts.recipients()).as("kept").hasSize(1);
        assertThat(working.changes()).anyMatch(c -> c.object().english().equals("Alert settings"));
    }

    @Test
    void the_default_interface_is_chosen_among_those_there_are_and_stands_above_their_list() throws Exception {
        String form = page(get(PolicySettings.DEFAULT_INTERFACE.address()).with(ADMIN))
                .getContentAsString();
        assertThat(form).contains(">Auto: the system chooses<", ">Public<", ">Spare<");
        submit(PolicySettings.DEFAULT_INTERFACE, Map.of("defaultInterface", "Spare"));

        assertThat(working.policy().virtualGateways().defaultInterface()).isEqualTo("Spare");
        assertThat(working.policy().virtualGateways().senders()).as("kept").hasSize(1);
        assertThat(page(get("/network/ip-interfaces").with(ADMIN)).getContentAsString())
                .contains("Mail uses Spare unless");

        submit(PolicySettings.DEFAULT_INTERFACE, Map.of("defaultInterface", ""));
        assertThat(working.policy().virtualGateways().defaultInterface()).isNull();
    }

    @Test
    void an_interface_that_the_default_names_can_be_gone_and_the_form_says_so() throws Exception {
        submit(PolicySettings.DEFAULT_INTERFACE, Map.of("defaultInterface", "Spare"));
        page(post("/network/ip-interfaces/1/delete")
                .with(ADMIN)
                .with(csrf())
                .param("version", version(PolicySettings.DEFAULT_INTERFACE)));
        assertThat(page(get("/commit").with(ADMIN)).getContentAsString())
                .contains("/network/ip-interfaces/settings#defaultInterface");
        assertThat(page(get(PolicySettings.DEFAULT_INTERFACE.address()).with(ADMIN))
                        .getContentAsString())
                .containsPattern("value=\"Spare\"[^>]*selected");

        // A sender's interface is gone too: that has a form of its own and does not stand in the way here.
        page(post("/network/ip-interfaces/0/delete")
                .with(ADMIN)
                .with(csrf())
                .param("version", version(PolicySettings.DEFAULT_INTERFACE)));
        submit(PolicySettings.DEFAULT_INTERFACE, Map.of("defaultInterface", ""));
        assertThat(working.policy().virtualGateways().defaultInterface()).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "ALERTS, sender, nobody",
        "ALERTS, initialWait, soon",
        "ALERTS, initialWait, 25h",
        "ALERTS, maxWait, 1s",
        "ALERTS, maxWait, 25h",
        "DEFAULT_INTERFACE, defaultInterface, Lost",
        "TLS_REPORTS, contact, nobody",
    })
    void a_fault_stands_beside_its_field_and_what_was_typed_stays(PolicySettings settings, String key, String typed)
            throws Exception {
        MockHttpServletResponse response = page(request(settings, Map.of(key, typed)));

        assertThat(response.getStatus()).isEqualTo(422);
        assertThat(response.getContentAsString())
                .contains("href=\"#" + key + "\"")
                .containsPattern("id=\"" + key + "-error\"")
                .contains("value=\"" + typed + "\"");
        assertThat(working.policy()).isEqualTo(POLICY);
    }

    @ParameterizedTest
    @EnumSource(PolicySettings.class)
    void a_crossing_edit_is_told_and_a_reader_changes_nothing(PolicySettings settings) throws Exception {
        MockHttpServletRequestBuilder late = request(settings, Map.of());
        submit(
                settings,
                switch (settings) {
                    case ALERTS -> Map.of("sender", "other@example.org");
                    case DEFAULT_INTERFACE -> Map.of("defaultInterface", "Public");
                    case DKIM -> Map.of("signSystemMessages", "false");
                    case TLS_REPORTS -> Map.of("failuresOnly", "true");
                });
        Policy now = working.policy();
        MockHttpServletResponse response = page(late);
        assertThat(response.getStatus()).isEqualTo(409);
        assertThat(response.getContentAsString()).contains("changed while you were editing");
        assertThat(working.policy()).isEqualTo(now);

        String form = page(get(settings.address()).with(READER)).getContentAsString();
        assertThat(form).doesNotContain(">Submit<");
        MockHttpServletRequestBuilder readers =
                post(settings.address()).with(READER).with(csrf()).param("version", version(settings));
        assertThat(page(readers).getStatus()).isEqualTo(403);
    }

    private void submit(PolicySettings settings, Map<String, String> values) throws Exception {
        MockHttpServletResponse response = page(request(settings, values));
        assertThat(response.getStatus()).as(response.getContentAsString()).isEqualTo(302);
        assertThat(response.getRedirectedUrl()).isEqualTo(settings.list());
    }

    private MockHttpServletRequestBuilder request(PolicySettings settings, Map<String, String> values) {
        MockHttpServletRequestBuilder request =
                post(settings.address()).with(ADMIN).with(csrf()).param("version", version(settings));
        values.forEach(request::param);
        return request;
    }

    private String version(PolicySettings settings) {
        return String.valueOf(working.section(settings.section()).version());
    }

    private MockHttpServletResponse page(MockHttpServletRequestBuilder request) throws Exception {
        return mvc.perform(request).andReturn().getResponse();
    }
}
