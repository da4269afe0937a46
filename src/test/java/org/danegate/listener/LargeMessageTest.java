package org.danegate.listener;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.danegate.event.DeliveryEvent;
import org.danegate.policy.ListenerSettings.ListenerTls;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Messages that do not stay in memory while they come in.
class LargeMessageTest {

    @TempDir
    Path dir;

    private TestListeners server;

    @BeforeEach
    void start() {
        server = new TestListeners(
                dir,
                TestListeners.policy(TestListeners.settings("In", "RELAYED", ListenerTls.PREFERRED, 3_000_000)),
                1000,
                Duration.ofSeconds(20));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    /// One that fits into memory, one that does not, and one at the bound.
    @ParameterizedTest
    @ValueSource(ints = {1000, 262_144, 262_145, 2_000_000})
    void a_message_of_any_size_is_stored_as_it_came(int size) throws IOException {
        String line = "x".repeat(498) + "\r\n";
        String text = "Subject: large\r\n\r\n" + line.repeat(size / line.length() + 1) + "the end\r\n";
        try (Client client = Client.greeted(server.port())) {
            client.toData();
            client.send(text + ".\r\n");

            assertThat(client.reply()).isEqualTo("250 2.0.0 ok:  Message 1 accepted");
        }
        assertThat(new String(server.queue.body(1).octets(), StandardCharsets.US_ASCII))
                .startsWith("Received: ")
                .endsWith("\r\n" + text);
        assertThat(server.events(DeliveryEvent.MessageQueued.class))
                .singleElement()
                .satisfies(e -> assertThat(e.subject()).isEqualTo("large"));
    }

    @Test
    void a_large_message_without_room_on_the_disk_is_put_off_and_the_conversation_goes_on() throws IOException {
        server.queue.reserve = Long.MAX_VALUE;
        try (Client client = Client.greeted(server.port())) {
            client.toData();
            client.send(("x".repeat(998) + "\r\n").repeat(1000) + ".\r\n");

            assertThat(client.reply()).startsWith("452 4.3.1 ");
            assertThat(client.ask("NOOP")).isEqualTo("250 2.0.0 ok");
        }
        assertThat(server.queue.accepted).isEmpty();
    }
}
