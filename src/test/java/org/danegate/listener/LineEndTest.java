package org.danegate.listener;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.danegate.event.DeliveryEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Only CRLF ends a line and only CRLF.CRLF ends a message.
class LineEndTest {

    @TempDir
    Path dir;

    private TestListeners server;

    @BeforeEach
    void start() {
        server = TestListeners.with(dir, "RELAYED");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\n.\n",
                "\n.\r\n",
                "\r.\r\n",
                "\r\n.\n",
                "\r\n.\r",
                "\r.\r",
                "\r.\n",
                "\n.\r",
                "\n\n.\r\n",
                "\r\r\n.\n",
                "\r\n.\r\r\n",
                "\n",
                "\r",
                "\r\n\n",
                "\r\n\r.\r\n"
            })
    void no_other_line_end_ends_a_message_or_smuggles_a_second_one(String fake) throws IOException {
        try (Client client = Client.greeted(server.port())) {
            client.toData();
            client.send("Subject: one\r\n\r\ntext" + fake
                    + "MAIL FROM:<evil@bad.example>\r\nRCPT TO:<victim@ietf.org>\r\nDATA\r\nsmuggled\r\n.\r\n");

            assertThat(client.reply()).startsWith("554 5.6.0 ");
            assertThat(client.ask("NOOP")).isEqualTo("250 2.0.0 ok");
        }
        assertThat(server.queue.accepted).isEmpty();
        assertThat(server.events(DeliveryEvent.MessageAborted.class)).hasSize(1);
    }

    @Test
    void dots_are_unstuffed_exactly() throws IOException {
        try (Client client = Client.greeted(server.port())) {
            client.toData();
            client.send("A: b\r\n\r\n..one\r\n...two\r\n.three\r\n..\r\na.b\r\n.\r\n");

            assertThat(client.reply()).isEqualTo("250 2.0.0 ok:  Message 1 accepted");
        }
        String body = new String(server.queue.body(1).octets(), StandardCharsets.US_ASCII);
        assertThat(body).endsWith("A: b\r\n\r\n.one\r\n..two\r\nthree\r\n.\r\na.b\r\n");
    }

    @Test
    void an_empty_message_is_its_trace_field_alone() throws IOException {
        try (Client client = Client.greeted(server.port())) {
            client.toData();
            assertThat(client.ask(".")).startsWith("250 ");
        }
        String body = new String(server.queue.body(1).octets(), StandardCharsets.US_ASCII);
        assertThat(body)
                .matches("(?s)Received: from client\\.example \\(\\[127\\.0\\.0\\.1\\]\\)\r\n\tby mail\\.test"
                        + " with ESMTP id 1;\r\n\t\\w{3}, \\d{1,2} \\w{3} \\d{4} \\d\\d:\\d\\d:\\d\\d \\+0000\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"NOOP\nNOOP", "NOOP\rRSET", "NOOP\r", "\nNOOP", "MAIL FROM:<a@b.example>\nRCPT TO:<c@d.example>"
            })
    void a_lone_line_end_in_a_command_is_one_refused_line(String line) throws IOException {
        try (Client client = Client.greeted(server.port())) {
            assertThat(client.ask(line)).startsWith("500 5.5.2 ");
            assertThat(client.ask("NOOP")).isEqualTo("250 2.0.0 ok");
        }
        assertThat(server.events(DeliveryEvent.MessageStarted.class)).isEmpty();
    }

    @Test
    void a_command_line_that_is_too_long_is_refused_once() throws IOException {
        try (Client client = Client.greeted(server.port())) {
            assertThat(client.ask("NOOP " + "x".repeat(100_000))).startsWith("500 5.5.2 ");
            assertThat(client.ask("NOOP " + "x".repeat(1_000))).isEqualTo("250 2.0.0 ok");
        }
    }
}
