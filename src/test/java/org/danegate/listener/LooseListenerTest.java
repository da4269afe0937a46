package org.danegate.listener;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.danegate.policy.ListenerSettings;
import org.danegate.policy.ListenerSettings.AddressParsing;
import org.danegate.policy.ListenerSettings.CrLfHandling;
import org.danegate.policy.ListenerSettings.ListenerTls;
import org.danegate.policy.ListenerSettings.SenderGroup;
import org.danegate.queue.NewMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A listener that reads addresses loosely and cleans line ends.
class LooseListenerTest {

    @TempDir
    Path dir;

    private TestListeners server;

    @BeforeEach
    void start() {
        ListenerSettings loose = new ListenerSettings(
                "In",
                "127.0.0.1",
                0,
                10_000,
                100,
                ListenerTls.NONE,
                null,
                List.of(new SenderGroup("ALL", List.of("ALL"), "RELAYED")),
                null,
                AddressParsing.LOOSE,
                CrLfHandling.CLEAN,
                ListenerSettings.Authentication.NONE,
                null,
                List.of());
        server = new TestListeners(dir, TestListeners.policy(loose), 10, Duration.ofSeconds(20));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "<ab..cd@docomo.example> | ab..cd@docomo.example",
                "<ab.@docomo.example> | ab.@docomo.example",
                "<.ab@docomo.example> | .ab@docomo.example",
                " <a@b.example> | a@b.example",
                "   a@b.example | a@b.example",
                "a@b.example NOTIFY=NEVER | a@b.example",
                "<<a@b.example>> | a@b.example",
                "< <a@b.example > > NOTIFY=NEVER | a@b.example",
                "(a comment (in it)) <a@b.example> (after) | a@b.example",
                "<a(comment)@b.example(c)> NOTIFY=NEVER | a@b.example",
                "a@b.example(why) NOTIFY=NEVER | a@b.example",
                "Joe Smith <a@b.example> | a@b.example",
                "\"Joe (x <y\" <a@b.example> | a@b.example",
                "<\"a (no) b\"@b.example> | \"a (no) b\"@b.example",
                "<@relay.example:a@b.example> | a@b.example",
                "<a@b.example> ORCPT=rfc822;a(b@x.example | a@b.example",
                "a@b.example ORCPT=rfc822;<b@x.example> | a@b.example",
            })
    void an_address_is_found(String path, String address) throws IOException {
        try (Client client = Client.greeted(server.port())) {
            client.ask("MAIL FROM:<>");
            assertThat(client.ask("RCPT TO:" + path)).isEqualTo("250 2.1.5 recipient <" + address + "> ok");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<",
                "<a@b.example",
                "(a@b.example",
                "<a@b.example>>",
                "<<a@b.example>",
                "a",
                "<a>",
                "@b.example",
                "<a b@c.example>",
                "<a@b.example>x",
                "\"a@b.example",
                "<a@b..example>",
                "<a,b@c.example>",
                "a@b@c.example",
                "<a@b.example> (open",
                "<(a@b.example)>"
            })
    void what_is_no_address_stays_refused(String path) throws IOException {
        try (Client client = Client.greeted(server.port())) {
            client.ask("MAIL FROM:<>");
            assertThat(client.ask("RCPT TO:" + path)).startsWith("5");
            assertThat(client.ask("MAIL FROM:" + path)).startsWith("5");
            assertThat(client.ask("NOOP")).startsWith("250 ");
        }
    }

    @Test
    void the_address_is_kept_as_it_was_given() throws IOException {
        try (Client client = Client.greeted(server.port())) {
            client.ask("MAIL FROM: ab..cd@docomo.example SIZE=10");
            client.ask("RCPT TO:<ef.@docomo.example>");
            client.ask("DATA");
            assertThat(client.ask("text\r\n.")).startsWith("250 ");
        }
        NewMessage message = server.queue.accepted.getFirst();
        assertThat(message.envelope().sender()).isEqualTo("ab..cd@docomo.example");
        assertThat(message.recipients().getFirst().address().text()).isEqualTo("ef.@docomo.example");
        assertThat(message.recipients().getFirst().address().wireText()).isEqualTo("\"ef.\"@docomo.example");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\n.\n",
                "\n.\r\n",
                "\r.\r\n",
                "\r\n.\n",
                "\r\n.\rx",
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
    void every_lone_line_end_becomes_crlf_and_none_ends_the_message(String fake) throws IOException {
        String rest = "MAIL FROM:<evil@bad.example>\r\nRCPT TO:<victim@ietf.org>\r\nDATA\r\nsmuggled\r\n";
        try (Client client = Client.greeted(server.port())) {
            client.toData();
            client.send("Subject: one\r\n\r\ntext" + fake + rest + ".\r\n");
            assertThat(client.reply()).startsWith("250 ");
            assertThat(client.ask("NOOP")).isEqualTo("250 2.0.0 ok");
        }
        assertThat(server.queue.accepted).hasSize(1);
        String body = new String(server.queue.body(1).octets(), StandardCharsets.US_ASCII);
        assertThat(body).doesNotContainPattern("(?<!\r)\n|\r(?!\n)").endsWith(rest);
        // A dot that starts a line of the conversation is stuffing, any other is text.
        String unstuffed = ("text" + fake).replace("\r\n.", "\r\n");
        assertThat(body).contains("\r\n\r\n" + unstuffed.replaceAll("\r\n|\r|\n", "\r\n") + "MAIL FROM");
    }

    @Test
    void a_lone_line_end_in_a_command_is_refused_here_too() throws IOException {
        try (Client client = Client.greeted(server.port())) {
            assertThat(client.ask("MAIL FROM:<a@b.example>\nRCPT TO:<c@d.example>"))
                    .startsWith("500 5.5.2 ");
        }
    }

    @Test
    void what_cleaning_adds_counts_for_the_limit() throws IOException {
        try (Client client = Client.greeted(server.port())) {
            client.toData();
            client.send("\n".repeat(6_000) + "\r\n.\r\n");
            assertThat(client.reply()).startsWith("552 5.3.4 ");
        }
    }
}
