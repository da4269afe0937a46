package org.danegate.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.danegate.Danegate;
import org.danegate.address.MailAddress;
import org.danegate.command.CommandLine;
import org.danegate.e2e.PracticeServer;
import org.danegate.folder.DataFormat;
import org.danegate.practice.PracticeNetwork;
import org.danegate.queue.Envelope;
import org.danegate.queue.MessageQueue;
import org.danegate.queue.NewMessage;
import org.danegate.queue.RestoredMail;
import org.danegate.queue.embedded.EmbeddedMessageQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.util.ReflectionTestUtils;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.web.servlet.FlashMap;

/// The two buttons for mail that a backup brought back, on a data directory that `danegate restore` made.
@SpringBootTest(classes = Danegate.class)
@AutoConfigureMockMvc
@DirtiesContext
@Timeout(180)
class RestoredMailTest {

    private static final String PAGE = "/monitor/delivery-queue";
    private static final String RELEASE = PAGE + "/-/release-restored";
    private static final String DELETE = PAGE + "/-/delete-restored";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static PracticeNetwork network;

    @TempDir
    static Path folder;

    @Autowired
    private MockMvc mvc;

    @Autowired
    private RestoredMailDesk desk;

    @Autowired
    private QueueDesk messages;

    @Autowired
    private MessageQueue queue;

    @DynamicPropertySource
    static void server(DynamicPropertyRegistry properties) throws IOException {
        network = PracticeServer.start(properties, folder);
        Path old = Files.createDirectories(folder.resolve("old"));
        Path file = folder.resolve("backup.zip");
        DataFormat.ours().write(old);
        try (EmbeddedMessageQueue before = new EmbeddedMessageQueue(
                old.resolve("queue"), Instant::now, new EmbeddedMessageQueue.Settings(64 << 10, 1 << 14, 2, 0))) {
            accept(before, "one@ok.practice");
            accept(before, "two@ok.practice");
        }
        assertThat(run("backup", "--data-dir", old.toString(), file.toString())).isZero();
        assertThat(run("restore", "--data-dir", folder.resolve("data").toString(), file.toString()))
                .isZero();
    }

    @AfterAll
    static void stop() throws IOException {
        network.close();
    }

    private static int run(String... words) {
        return CommandLine.run(List.of(words), System.out, System.err);
    }

    private static long accept(MessageQueue into, String to) throws IOException {
        long mid = into.nextMid();
        into.accept(new NewMessage(
                mid,
                new Envelope("s@unsigned.practice", true, false, false, "", "", "test"),
                List.of(new NewMessage.Recipient(MailAddress.parse(to), "", "")),
                "Subject: restored\r\n\r\ntext\r\n".getBytes(StandardCharsets.UTF_8),
                Instant.now()));
        return mid;
    }

    private String page(String path) throws Exception {
        return mvc.perform(get(path).with(user("olga").roles("OPERATOR")))
                .andReturn()
                .getResponse()
                .getContentAsString();
    }

    private String pressed(String path, String role) throws Exception {
        MockHttpServletRequestBuilder button =
                post(path).with(user("olga").roles(role)).with(csrf());
        var answer = mvc.perform(button).andReturn();
        FlashMap flash = answer.getFlashMap();
        Object message = flash == null ? "" : flash.get("message");
        return answer.getResponse().getStatus() + " " + message;
    }

    @Test
    void one_button_releases_all_of_it_and_the_other_deletes_all_of_it() throws Exception {
        assertThat(page(PAGE)).contains(RELEASE, DELETE, "Release all restored mail", "Delete all restored mail");
        assertThat(page("/api/v1/queue/restored")).contains("\"messages\":2");
        assertThat(pressed(RELEASE, "READ_ONLY_OPERATOR")).startsWith("403");
        assertThat(network.inbox().all()).isEmpty();

        assertThat(pressed(RELEASE, "OPERATOR")).startsWith("302 ").contains("2");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(network.inbox().all()).hasSize(2));
        assertThat(page(PAGE)).doesNotContain(RELEASE, DELETE);
        assertThat(RestoredMail.in(folder.resolve("data/queue"))).isEmpty();

        restoredAgain();
        assertThat(page(PAGE)).contains(DELETE);
        assertThat(pressed(DELETE, "OPERATOR")).startsWith("302 ").contains("1");
        assertThat(page(PAGE)).doesNotContain(DELETE);
        await().atMost(PATIENCE).until(() -> queue.backlogs().isEmpty());
        assertThat(network.inbox().all()).as("deleted mail is not sent").hasSize(2);
    }

    /// As after another restore: one message is held.
    private void restoredAgain() throws IOException {
        long mid = accept(queue, "three@wrong-certificate.practice");
        messages.act(QueueDesk.Act.HOLD, mid, "test");
        ReflectionTestUtils.setField(desk, "note", new RestoredMail(mid + 1, Instant.now(), "mx1"));
    }
}
