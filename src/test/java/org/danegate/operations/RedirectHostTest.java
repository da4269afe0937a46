package org.danegate.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What administrators write, and what they are shown.
class RedirectHostTest {

    @ParameterizedTest
    @CsvSource({
        "relay.example.net, relay.example.net:25",
        "Relay.Example.net:2525, relay.example.net:2525",
        "192.0.2.1, 192.0.2.1:25",
        "192.0.2.1:26, 192.0.2.1:26",
        "[2001:db8::1], [2001:db8:0:0:0:0:0:1]:25",
        "[2001:db8::1]:26, [2001:db8:0:0:0:0:0:1]:26",
    })
    void a_host_is_read_with_or_without_a_port(String text, String read) {
        assertThat(RedirectHost.parse(text).text()).isEqualTo(read);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "a b", "x:0", "x:65536", "x:y", "1.2.3", "256.1.1.1", "[::g]", "2001:db8::1", "[1.2.3"})
    void what_is_no_host_is_refused(String text) {
        assertThatThrownBy(() -> RedirectHost.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void headers_end_at_the_empty_line_and_nothing_in_them_can_move_a_cursor() {
        assertThat(headers("A: 1\r\nB: 2\r\n\r\nbody")).isEqualTo("A: 1\nB: 2\n");
        assertThat(headers("\r\nbody")).isEmpty();
        assertThat(headers("A: \u001b[2J\u202e\tx\r\n")).isEqualTo("A: ?[2J?\tx\n");
        assertThat(headers("X".repeat(70_000))).hasSize((64 << 10) + 1).endsWith("…");
    }

    private static String headers(String message) {
        return MessageHeaders.of(message.getBytes(StandardCharsets.UTF_8));
    }
}
