package org.danegate.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.io.IOException;
import java.nio.file.Path;
import org.danegate.Danegate;
import org.danegate.practice.PracticeNetwork;
import org.danegate.practice.ReceiverBehaviour;
import org.danegate.practice.WebPage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.http.MediaType;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.servlet.MockMvc;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// daneverify's section about MTA-STS says whether each MX host meets the policy: over real DNS, HTTPS and SMTP.
@SpringBootTest(classes = Danegate.class)
@AutoConfigureMockMvc
@DirtiesContext
@Timeout(120)
class StsSectionTest {

    private static PracticeNetwork network;

    @Autowired
    private MockMvc mvc;

    @TempDir
    static Path folder;

    @DynamicPropertySource
    static void server(DynamicPropertyRegistry properties) throws IOException {
        network = PracticeServer.start(properties, folder);
        // A second host, at which nothing listens.
        String domain = "sts-self-signed.practice";
        network.webServer(domain).show(WebPage.policy("enforce", 604_800, "*." + domain));
        network.tree().zone(domain).mx(20, "mx2." + domain).address("mx2." + domain, "127.25.9.77");
    }

    @AfterAll
    static void stop() throws IOException {
        network.close();
    }

    @ParameterizedTest
    @CsvSource({
        "sts-enforce,     ENFORCE, SUCCESS,      authenticated by the MTA-STS policy of sts-enforce.practice, true",
        "sts-wrong-host,  ENFORCE, NOT_NAMED,    which does not name mx.sts-wrong-host.practice,              false",
        "sts-testing,     TESTING, NOT_NAMED,    which does not name mx.sts-testing.practice,                 true",
        "sts-self-signed, ENFORCE, FAILED,       certificate,                                                 true",
        "sts-and-dane,    ENFORCE, DANE_DECIDES, DANE comes first at this host,                               false",
        "sts-no-policy,   ABSENT,  ,             404,                                                         false",
    })
    @Tag("S-42")
    @Tag("S-52")
    void each_host_is_called_and_judged(String story, String mode, @Nullable String word, String why, boolean called)
            throws Exception {
        String domain = story + ".practice";
        JsonNode answer = verify(domain);
        JsonNode section = answer.path("mtaSts");

        assertThat(section.path("status").asString()).isEqualTo(mode);
        JsonNode host = section.path("children").path(0);
        assertThat(host.path("label").asString()).isEqualTo("Host mx." + domain);
        assertThat(host.path("status").asString(null)).isEqualTo(word);
        assertThat(section.toString()).contains(why);
        assertThat(host.path("children").isEmpty()).isEqualTo(!called);
        if (called) {
            assertThat(host.path("children").path(0).path("kind").asString()).isEqualTo("address");
        }
        // The transcript is DANE's, and knows nothing of it.
        assertThat(answer.path("transcript").toString()).doesNotContain("MTA-STS");
    }

    @Test
    @Tag("S-46")
    void a_host_that_fails_a_policy_in_testing_is_told_apart() throws Exception {
        String domain = "sts-testing.practice";
        network.receiver("mx." + domain)
                .orElseThrow()
                .behave(ReceiverBehaviour.good().startTls(ReceiverBehaviour.StartTls.NOT_OFFERED));
        publish(domain, "*." + domain);
        try {
            JsonNode host = verify(domain).path("mtaSts").path("children").path(0);

            assertThat(host.path("status").asString()).isEqualTo("FAILED_TESTING");
            assertThat(host.toString()).contains("no-starttls");
        } finally {
            network.receiver("mx." + domain).orElseThrow().behave(ReceiverBehaviour.good());
            publish(domain, "*.elsewhere.practice");
        }
    }

    /// Serves another policy in mode testing, and has it fetched.
    private void publish(String domain, String pattern) throws Exception {
        network.webServer(domain).show(WebPage.policy("testing", 604_800, pattern));
        mvc.perform(post("/api/v1/mta-sts/" + domain + "/fetch")
                        .with(csrf())
                        .with(user("admin").roles("ADMINISTRATOR")))
                .andExpect(status().isOk());
    }

    @Test
    @Tag("S-40")
    void every_host_is_looked_at_also_one_that_nobody_reaches() throws Exception {
        JsonNode hosts = verify("sts-self-signed.practice").path("mtaSts").path("children");

        assertThat(hosts.size()).isEqualTo(2);
        assertThat(hosts.path(1).path("label").asString()).isEqualTo("Host mx2.sts-self-signed.practice");
        assertThat(hosts.path(1).path("status").asString()).isEqualTo("NOT_CHECKED");
    }

    @Test
    void the_page_has_the_same_section() throws Exception {
        String page = mvc.perform(post("/monitor/daneverify")
                        .param("domain", "sts-self-signed.practice")
                        .with(csrf())
                        .with(user("reader").roles("READ_ONLY_OPERATOR")))
                .andReturn()
                .getResponse()
                .getContentAsString();

        assertThat(page.substring(page.lastIndexOf("MTA-STS policy of sts-self-signed.practice")))
                .contains("Host mx.sts-self-signed.practice", "FAILED", "certificate-not-trusted");
    }

    private JsonNode verify(String domain) throws Exception {
        String answer = mvc.perform(post("/api/v1/daneverify")
                        .contentType(MediaType.APPLICATION_JSON)
                        .content("{\"domain\": \"" + domain + "\"}")
                        .with(csrf())
                        .with(user("reader").roles("READ_ONLY_OPERATOR")))
                .andReturn()
                .getResponse()
                .getContentAsString();
        return JsonMapper.builder().build().readTree(answer);
    }
}
