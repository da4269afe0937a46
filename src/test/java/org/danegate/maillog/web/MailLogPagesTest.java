package org.danegate.maillog.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.danegate.maillog.MailLogArchive;
import org.danegate.policy.CommittedPolicy;
import org.danegate.policy.Policy;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.MvcResult;
import org.springframework.test.web.servlet.request.MockMvcRequestBuilders;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.ui.ModelMap;

/// What the pages put before their templates; the templates in the frame are shown by the console's browser tests.
class MailLogPagesTest {

    @TempDir
    Path dir;

    private MockMvc mvc;

    @BeforeEach
    void pages() throws Exception {
        Files.createDirectories(dir.resolve("mail_logs"));
        Files.writeString(
                dir.resolve("mail_logs/mail.current"),
                "Info: DCID 1 TLS success protocol TLSv1.3 cipher X for ietf.org\nInfo: DCID 2 TLS success protocol"
                        + " TLSv1.3 cipher X\nInfo: DCID 3 close\n");
        mvc = MockMvcBuilders.standaloneSetup(
                        new MailLogPages(new MailLogArchive(dir), CommittedPolicy.fixed(Policy.defaults())))
                .setViewResolvers((view, locale) -> new org.springframework.web.servlet.view.AbstractView() {
                    @Override
                    protected void renderMergedOutputModel(
                            Map<String, Object> model,
                            jakarta.servlet.http.HttpServletRequest request,
                            jakarta.servlet.http.HttpServletResponse response) {}
                })
                .build();
    }

    private ModelMap model(String address, String... parameters) throws Exception {
        var request = MockMvcRequestBuilders.get(address);
        for (int i = 0; i < parameters.length; i += 2) {
            request.param(parameters[i], parameters[i + 1]);
        }
        return mvc.perform(request).andReturn().getModelAndView().getModelMap();
    }

    @Test
    void the_filter_is_plain_text_or_an_expression() throws Exception {
        assertThat(model("/system/logs/mail_logs").get("text").toString().lines())
                .hasSize(3);
        assertThat(model("/system/logs/mail_logs", "filter", "tls SUCCESS")
                        .get("text")
                        .toString()
                        .lines())
                .hasSize(2);
        assertThat(model("/system/logs/mail_logs", "filter", "TLS success.*for", "regex", "true")
                        .get("text"))
                .isEqualTo("Info: DCID 1 TLS success protocol TLSv1.3 cipher X for ietf.org");
        assertThat(model("/system/logs/mail_logs/lines", "filter", "(", "regex", "true")
                        .get("fault")
                        .toString())
                .startsWith("Not a regular expression");
    }

    @Test
    void a_paused_page_is_not_live() throws Exception {
        assertThat(model("/system/logs/mail_logs").get("live")).isEqualTo(true);
        assertThat(model("/system/logs/mail_logs", "live", "false").get("live")).isEqualTo(false);
    }

    @Test
    void the_whole_log_can_be_downloaded() throws Exception {
        MvcResult started = mvc.perform(MockMvcRequestBuilders.get("/system/logs/mail_logs/download"))
                .andReturn();
        MockHttpServletResponse response = mvc.perform(MockMvcRequestBuilders.asyncDispatch(started))
                .andReturn()
                .getResponse();
        assertThat(response.getHeader("Content-Disposition")).isEqualTo("attachment; filename=\"mail_logs.log\"");
        assertThat(response.getContentAsString(StandardCharsets.UTF_8).lines()).hasSize(3);
    }

    @Test
    void only_subscribed_logs_can_be_seen() throws Exception {
        for (String name : new String[] {"other", "..", "%2e%2e"}) {
            assertThat(mvc.perform(MockMvcRequestBuilders.get("/system/logs/{name}", name))
                            .andReturn()
                            .getResponse()
                            .getStatus())
                    .isEqualTo(404);
        }
    }
}
