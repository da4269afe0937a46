package org.danegate.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import org.danegate.Danegate;
import org.danegate.event.StatusLine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.servlet.MockMvc;

/// System Status of the whole server: page, API, and the line of the Status Logs.
@SpringBootTest(classes = Danegate.class, properties = "danegate.admin-password=correct horse battery")
@AutoConfigureMockMvc
@DirtiesContext
class SystemStatusTest {

    @TempDir
    static Path folder;

    @Autowired
    private MockMvc browser;

    @Autowired
    private StatusLine line;

    @DynamicPropertySource
    static void ownFolder(DynamicPropertyRegistry properties) throws IOException {
        Path policy = Files.writeString(folder.resolve("policy.yml"), """
                dns: { servers: [ { address: 127.0.0.1, port: 9, priority: 0 } ] }
                listeners: [ { name: Door, address: 127.0.0.1, port: 0, senderGroups: [] } ]
                """);
        properties.add("danegate.data-dir", () -> folder.resolve("data").toString());
        properties.add("danegate.policy-file", policy::toString);
    }

    @Test
    void every_room_says_how_it_is_in_both_languages() throws Exception {
        assertThat(page("en")).contains("Door", "Open on 127.0.0.1", "H2", "Messages Received", "Committed revision");
        assertThat(page("es"))
                .contains("Abierto en 127.0.0.1", "Mensajes recibidos")
                .doesNotContain("Committed");
    }

    @Test
    void scripts_read_the_same() throws Exception {
        String json = browser.perform(
                        get("/api/v1/system-status").with(user("r").roles("READ_ONLY_OPERATOR")))
                .andReturn()
                .getResponse()
                .getContentAsString();
        assertThat(json).contains("\"listeners\"", "\"Door\"", "\"DELIVERED_RECIPIENTS\"", "\"connectionsIn\"");
    }

    @Test
    void the_reset_column_begins_anew() throws Exception {
        assertThat(browser.perform(post("/system/status/reset-counters")
                                .with(user("op").roles("OPERATOR"))
                                .with(csrf()))
                        .andReturn()
                        .getResponse()
                        .getRedirectedUrl())
                .isEqualTo("/system/status");
    }

    @Test
    void the_line_of_the_status_logs_has_the_appliances_names() {
        assertThat(line.at(Instant.now()))
                .matches("Status: CPULd \\d+ RAMUtil \\d+ QKUsd \\d+ QKFre \\d+ CrtMID \\d+ .*"
                        + "SftBncEvnt \\d+ CmpRcp \\d+ HrdBncRcp \\d+.* ActvRcp \\d+ CrtCncIn \\d+ CrtCncOut \\d+");
    }

    private String page(String language) throws Exception {
        String html = browser.perform(get("/system/status")
                        .locale(Locale.of(language))
                        .header("Accept-Language", language)
                        .with(user("r").roles("READ_ONLY_OPERATOR")))
                .andReturn()
                .getResponse()
                .getContentAsString();
        assertThat(html).doesNotContain("??");
        return html;
    }
}
