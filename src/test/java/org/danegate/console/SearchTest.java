package org.danegate.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.flash;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.redirectedUrl;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.danegate.Danegate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.web.util.HtmlUtils;

/// The search of the top bar leads to the page of what was typed; the lights say how things are.
@SpringBootTest(classes = Danegate.class, properties = "danegate.admin-password=correct horse battery")
@AutoConfigureMockMvc
@DirtiesContext
class SearchTest {

    @TempDir
    static Path folder;

    @DynamicPropertySource
    static void ownFolder(DynamicPropertyRegistry properties) throws IOException {
        Path policy = Files.writeString(folder.resolve("policy.yml"), """
                dns: { servers: [ { address: 127.0.0.1, port: 9, priority: 0 } ] }
                listeners: [ { name: In, address: 127.0.0.1, port: 0, senderGroups: [] } ]
                """);
        properties.add("danegate.data-dir", () -> folder.resolve("data").toString());
        properties.add("danegate.policy-file", policy::toString);
    }

    @Autowired
    MockMvc browser;

    @ParameterizedTest
    @CsvSource({
        "example.org, /monitor/delivery-status/example.org",
        "  Bücher.EXAMPLE , /monitor/delivery-status/xn--bcher-kva.example",
        "DCID 5, /system/logs/mail_logs?id=DCID%205",
        "icid12, /system/logs/mail_logs?id=ICID%2012",
        "999999, /system/logs/mail_logs?id=MID%20999999",
        "a+b@example.org, /monitor/delivery-queue?recipient=a%2Bb%40example.org",
        "192.0.2.7, /mail-policies/hat?client=192.0.2.7",
        "2001:db8::7, /mail-policies/hat?client=2001:db8::7",
    })
    void words_lead_to_a_page(String words, String page) throws Exception {
        browser.perform(get("/search").param("q", words).with(user("op").roles("OPERATOR")))
                .andExpect(redirectedUrl(page));
    }

    @ParameterizedTest
    @ValueSource(strings = {"//evil.example/<b>", "no such thing", "MID", "MID 12 x"})
    void what_means_nothing_is_said_to_mean_nothing_and_stays_in_the_box(String words) throws Exception {
        String page = browser.perform(
                        get("/search").param("q", words).with(user("op").roles("OPERATOR")))
                .andExpect(status().isOk())
                .andReturn()
                .getResponse()
                .getContentAsString();
        String shown = HtmlUtils.htmlEscape(words);
        assertThat(page).contains("Nothing was found for “" + shown + "”").contains("value=\"" + shown + "\"");
    }

    @Test
    void words_that_led_to_a_page_stay_in_the_box_there() throws Exception {
        String page = browser.perform(get("/monitor/delivery-status/none.example")
                        .flashAttr("searched", "none.example")
                        .with(user("op").roles("OPERATOR")))
                .andReturn()
                .getResponse()
                .getContentAsString();
        assertThat(page).contains("id=\"search\"").contains("value=\"none.example\"");
        browser.perform(get("/search")
                        .param("q", " none.example ")
                        .with(user("op").roles("OPERATOR")))
                .andExpect(flash().attribute("searched", "none.example"));
    }

    @Test
    void the_queue_leads_to_the_lines_of_a_finished_message_in_the_first_mail_log() throws Exception {
        browser.perform(get("/system/logs")
                        .param("id", "MID 12")
                        .with(user("op").roles("OPERATOR")))
                .andExpect(redirectedUrl("/system/logs/mail_logs?id=MID+12"));
        String page = browser.perform(get("/system/logs/mail_logs")
                        .param("id", "MID 999999")
                        .with(user("op").roles("OPERATOR")))
                .andReturn()
                .getResponse()
                .getContentAsString();
        assertThat(page).contains("No line about MID 999999 found");
    }

    @Test
    void the_lights_stand_in_the_frame_of_those_who_may_see_their_pages() throws Exception {
        assertThat(page("OPERATOR")).contains("class=\"light light-").contains("/system/alerts");
        assertThat(page("HELP_DESK")).doesNotContain("class=\"light ");
    }

    private String page(String role) throws Exception {
        return browser.perform(
                        get("/monitor/delivery-status").with(user("somebody").roles(role)))
                .andReturn()
                .getResponse()
                .getContentAsString();
    }
}
