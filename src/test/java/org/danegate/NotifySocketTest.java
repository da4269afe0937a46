package org.danegate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.file.Path;
import java.util.UUID;
import org.danegate.peers.NotifyPeer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What systemd would be told, read from a real socket.
class NotifySocketTest {

    @TempDir
    Path folder;

    @Test
    @Timeout(60)
    void news_comes_as_one_datagram_on_a_socket_of_the_file_system() throws Exception {
        String name = folder.resolve("notify").toString();
        try (NotifyPeer systemd = NotifyPeer.listen(name)) {
            new NotifySocket(name).tell("READY=1", "STATUS=Running");
            new NotifySocket(name).tell("STOPPING=1");
            assertThat(systemd.next()).isEqualTo("'READY=1\\nSTATUS=Running'");
            assertThat(systemd.next()).isEqualTo("'STOPPING=1'");
        }
    }

    @Test
    @Timeout(60)
    void a_name_with_an_at_sign_is_in_the_abstract_name_space() throws Exception {
        String name = "@danegate-test-" + UUID.randomUUID();
        try (NotifyPeer systemd = NotifyPeer.listen(name)) {
            new NotifySocket(name).tell("READY=1");
            assertThat(systemd.next()).isEqualTo("'READY=1'");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/nowhere/notify", "@nobody-listens", "relative"})
    void without_a_listener_nothing_happens(String name) {
        assertThatCode(() -> new NotifySocket(name).tell("READY=1")).doesNotThrowAnyException();
        assertThatCode(() -> new NotifySocket("/" + "n".repeat(200)).tell("READY=1"))
                .doesNotThrowAnyException();
        assertThatCode(() -> new NotifySocket(null).tell("READY=1")).doesNotThrowAnyException();
    }
}
