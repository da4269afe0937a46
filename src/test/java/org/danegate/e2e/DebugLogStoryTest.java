package org.danegate.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.asyncDispatch;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.danegate.Danegate;
import org.danegate.config.WorkingPolicy;
import org.danegate.listener.SmtpListeners;
import org.danegate.practice.PracticeNetwork;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.MvcResult;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.test.web.servlet.request.RequestPostProcessor;

/// The seed's practice for the Debug log, with the pages and the whole server over the practice network: a subscription
/// of its own, `mail_logs_d`, at Debug with few files, disabled when the investigation is over.
@SpringBootTest(classes = Danegate.class)
@AutoConfigureMockMvc
@DirtiesContext
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(90)
class DebugLogStoryTest {

    private static final RequestPostProcessor ADMIN = user("admin").roles("ADMINISTRATOR");
    private static final RequestPostProcessor READER = user("reader").roles("READ_ONLY_OPERATOR");
    private static final RequestPostProcessor HELP_DESK = user("desk").roles("HELP_DESK");

    private static PracticeNetwork network;
    private static Path logs;

    @Autowired
    private MockMvc mvc;

    @Autowired
    private SmtpListeners listeners;

    @Autowired
    private WorkingPolicy working;

    @TempDir
    static Path folder;

    @DynamicPropertySource
    static void server(DynamicPropertyRegistry properties) throws IOException {
        logs = folder.resolve("data/logs");
        network = PracticeServer.start(properties, folder);
    }

    @AfterAll
    static void stop() throws IOException {
        network.close();
    }

    @Test
    @Order(1)
    void the_story_of_mail_logs_d() throws Exception {
        // A faulty form says what is wrong beside its field and keeps what was typed.
        MockHttpServletResponse refused = submit("new", "mail_logs", "DEBUG", "8kB", "sometimes", "true");
        assertThat(refused.getStatus()).isEqualTo(422);
        assertThat(refused.getContentAsString())
                .contains("value=\"sometimes\"")
                .contains("hourly, &#39;daily 00:00&#39;")
                .contains("part of the system");
        assertThat(submit("new", "mail_logs", "DEBUG", "8kB", "none", "true").getContentAsString())
                .contains("There is another log subscription named &#39;mail_logs&#39;.");

        // Added beside mail_logs, at Debug, three files of 8 kB; committing warns.
        assertThat(submit("new", "mail_logs_d", "DEBUG", "8kB", "1d", "true").getRedirectedUrl())
                .isEqualTo("/system/log-subscriptions");
        assertThat(page("/commit", ADMIN)).contains("Disable it when you have finished");
        commit();

        // Mail flows: the Debug log shows the lookups and the DANE verdict, and never more than three files.
        await().atMost(Duration.ofSeconds(10)).until(() -> Files.exists(logs.resolve("mail_logs_d/mail.current")));
        for (int i = 0; i < 12; i++) {
            send("a" + i + "@ok.practice");
            assertThat(files("mail_logs_d")).hasSizeLessThanOrEqualTo(4);
        }
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(all("mail_logs")).contains("MID 12 done"));
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(all("mail_logs_d")).contains("MID 12 done"));
        assertThat(files("mail_logs_d"))
                .hasSizeBetween(2, 3)
                .anyMatch(name -> name.matches("mail\\.@\\d{8}T\\d{6}(-\\d{4})?\\.s"))
                .contains("mail.current");
        assertThat(all("mail_logs_d")).contains(" Debug: DANE verdict for ok.practice: DANE SUCCESS");
        assertThat(all("mail_logs")).doesNotContain(" Debug: ").contains("TLS success");

        // The seed's search finds the success in the log at Info.
        MockHttpServletResponse found = answer(get("/api/v1/logs/mail_logs/grep")
                .param("pattern", "TLS success.*for")
                .with(READER));
        assertThat(found.getContentType()).isEqualTo("text/plain;charset=UTF-8");
        assertThat(found.getContentAsString().lines()).isNotEmpty().allMatch(line -> line.endsWith(" for ok.practice"));

        // Disabled, it grows no more and stays readable.
        int at = position("mail_logs_d");
        submit(String.valueOf(at), "mail_logs_d", "DEBUG", "8kB", "1d", "false");
        commit();
        send("late@ok.practice");
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(all("mail_logs")).contains("MID 13 done"));
        assertThat(all("mail_logs_d")).doesNotContain("MID 13");
        assertThat(page("/system/logs/mail_logs_d", READER))
                .contains("nothing is added")
                .contains("DANE verdict");
        assertThat(page("/system/logs", READER)).contains("Disabled").contains("mail_logs_d");
    }

    @Test
    @Order(2)
    void a_lookup_is_shown_in_the_seeds_words_in_the_debug_log_alone() throws Exception {
        submit("new", "mail_logs_t", "TRACE", "1MB", "none", "true");
        commit();
        await().atMost(Duration.ofSeconds(10)).until(() -> Files.exists(logs.resolve("mail_logs_t/mail.current")));
        send("b@wrong-certificate.practice");
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(all("mail_logs_t"))
                        .contains("Debug: DNS query: Q('wrong-certificate.practice', 'MX')")
                        .contains("'TLSA')")
                        .contains("Debug: DNSSEC Response data(")
                        .contains("secure"));
        assertThat(all("mail_logs")).doesNotContain("DNS query: Q(");
    }

    @Test
    @Order(3)
    void lines_lead_to_all_lines_of_a_message() throws Exception {
        String html = page("/system/logs/mail_logs?filter=Start%20MID%20&regex=false", READER);
        assertThat(html).contains("href=\"/system/logs/mail_logs?id=MID%201\"");
        String one = page("/system/logs/mail_logs?id=MID%201", READER);
        assertThat(one)
                .contains("New SMTP ")
                .contains("Message finished ")
                .contains("TLS success")
                .doesNotContain(">MID 2<");
    }

    @Test
    @Order(4)
    void a_search_says_what_is_wrong_with_it_in_the_readers_language() throws Exception {
        assertThat(page("/system/logs/mail_logs?filter=(&regex=true", READER))
                .contains("id=\"filter-error\"")
                .contains("Not a regular expression: Unclosed group.");
        assertThat(answer(get("/system/logs/mail_logs?filter=(&regex=true")
                                .with(READER)
                                .header("Accept-Language", "es"))
                        .getContentAsString(StandardCharsets.UTF_8))
                .contains("No es una expresión regular");
        MockHttpServletResponse api =
                answer(get("/api/v1/logs/mail_logs/grep").param("pattern", "(").with(READER));
        assertThat(api.getStatus()).isEqualTo(400);
        assertThat(api.getContentAsString()).contains("Not a regular expression");
    }

    @Test
    @Order(5)
    void a_page_that_is_current_is_told_so() throws Exception {
        String page = page("/system/logs/mail_logs_d", READER);
        String stamp = page.replaceFirst("(?s).*data-stamp=\"([^\"]*)\".*", "$1");
        String lines = "/system/logs/mail_logs_d/lines?lines=200&seen=";
        assertThat(answer(get(lines + stamp).with(READER)).getStatus()).isEqualTo(304);
        assertThat(page(lines + "other", READER))
                .contains("<section id=\"log\"")
                .doesNotContain("<html");
    }

    @Test
    @Order(6)
    void rollover_now_begins_a_new_file_and_is_for_operators() throws Exception {
        MockHttpServletRequestBuilder rollover =
                post("/system/logs/mail_logs/rollover").with(csrf());
        assertThat(answer(rollover.with(READER)).getStatus()).isEqualTo(403);
        int before = files("mail_logs").size();
        MockHttpServletResponse done =
                answer(post("/system/logs/mail_logs/rollover").with(csrf()).with(ADMIN));
        assertThat(done.getRedirectedUrl()).isEqualTo("/system/logs/mail_logs");
        assertThat(files("mail_logs")).hasSize(before + 1);
        assertThat(answer(post("/system/logs/mail_logs_d/rollover").with(csrf()).with(ADMIN))
                        .getRedirectedUrl())
                .isEqualTo("/system/logs/mail_logs_d");
        assertThat(files("mail_logs_d")).hasSizeLessThanOrEqualTo(3);
    }

    @Test
    @Order(7)
    void files_can_be_downloaded_alone_and_together() throws Exception {
        assertThat(answer(get("/api/v1/logs").with(READER)).getContentAsString())
                .contains("\"name\":\"mail_logs\"", "\"type\":\"MAIL\"", "\"lastLine\":");
        String listed = answer(get("/api/v1/logs/mail_logs").with(READER)).getContentAsString();
        assertThat(listed).contains("mail.current").contains(".s\"");
        String saved = listed.replaceFirst("(?s).*\"(mail\\.@[^\"]*\\.s)\".*", "$1");
        assertThat(download("/api/v1/logs/mail_logs/" + saved)).contains("Begin Logfile");
        assertThat(download("/system/logs/mail_logs/files/" + saved)).endsWith("End Logfile\n");
        assertThat(download("/system/logs/mail_logs/download"))
                .contains("End Logfile")
                .contains("MID 12 done");
        for (String wrong : List.of("/api/v1/logs/none", "/api/v1/logs/mail_logs/none", "/system/logs/none")) {
            assertThat(answer(get(wrong).with(READER)).getStatus()).as(wrong).isEqualTo(404);
        }
    }

    @Test
    @Order(8)
    void help_desk_reads_no_logs() throws Exception {
        for (String address : List.of("/system/logs", "/system/logs/mail_logs", "/api/v1/logs")) {
            assertThat(answer(get(address).with(HELP_DESK)).getStatus())
                    .as(address)
                    .isEqualTo(403);
        }
    }

    private MockHttpServletResponse submit(
            String at, String name, String level, String size, String interval, String enabled) throws Exception {
        return answer(post("/system/log-subscriptions/" + at)
                .with(csrf())
                .with(ADMIN)
                .param(
                        "version",
                        String.valueOf(working.section("logSubscriptions").version()))
                .param("name", name)
                .param("type", "MAIL")
                .param("level", level)
                .param("rolloverSize", size)
                .param("rolloverInterval", interval)
                .param("maxFiles", "3")
                .param("fileName", "")
                .param("enabled", enabled));
    }

    private void commit() throws Exception {
        assertThat(answer(post("/commit").with(csrf()).with(ADMIN).param("comment", "Debug log"))
                        .getStatus())
                .isEqualTo(302);
    }

    private int position(String name) {
        List<String> names = working.policy().logSubscriptions().stream()
                .map(org.danegate.policy.LogSubscription::name)
                .toList();
        return names.indexOf(name);
    }

    private MockHttpServletResponse answer(MockHttpServletRequestBuilder request) throws Exception {
        return mvc.perform(request).andReturn().getResponse();
    }

    private String page(String address, RequestPostProcessor user) throws Exception {
        MockHttpServletResponse answer =
                answer(get(java.net.URI.create(address)).with(user));
        assertThat(answer.getStatus()).as(address).isEqualTo(200);
        return answer.getContentAsString(StandardCharsets.UTF_8);
    }

    private String download(String address) throws Exception {
        MvcResult started = mvc.perform(get(address).with(READER)).andReturn();
        MockHttpServletResponse response =
                mvc.perform(asyncDispatch(started)).andReturn().getResponse();
        assertThat(response.getHeader("Content-Disposition")).startsWith("attachment; filename=\"mail_logs");
        return response.getContentAsString(StandardCharsets.UTF_8);
    }

    private static List<String> files(String log) throws IOException {
        try (Stream<Path> files = Files.list(logs.resolve(log))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static String all(String log) throws IOException {
        StringBuilder text = new StringBuilder();
        for (String file : files(log)) {
            try {
                text.append(Files.readString(logs.resolve(log).resolve(file)));
            } catch (java.nio.file.NoSuchFileException rolledOver) {
                continue;
            }
        }
        return text.toString();
    }

    private void send(String to) throws Exception {
        Properties properties = new Properties();
        properties.put("mail.smtp.host", "127.0.0.1");
        properties.put(
                "mail.smtp.port", listeners.ports().values().iterator().next().toString());
        MimeMessage message = new MimeMessage(Session.getInstance(properties));
        message.setFrom(new InternetAddress("sender@ok.practice"));
        message.setRecipients(jakarta.mail.Message.RecipientType.TO, to);
        message.setSubject("Hello");
        message.setText("Hello\r\n");
        Transport.send(message);
    }
}
