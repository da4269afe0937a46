package org.danegate.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// One socket for all commands of the host.
@Timeout(60)
class ControlSocketTest {

    private static final int LARGE = 3 * Frame.MOST + 17;

    @TempDir
    Path data;

    private ControlSocket socket;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final ByteArrayOutputStream file = new ByteArrayOutputStream();

    /// Does one thing for one word.
    private record Act(String word, Doing doing) implements ControlAct {

        interface Doing {
            int run(Request request, Caller caller) throws IOException;
        }

        @Override
        public boolean isMeantBy(String said) {
            return said.equals(word);
        }

        @Override
        public int run(Request request, Caller caller) throws IOException {
            return doing.run(request, caller);
        }
    }

    @BeforeEach
    void listen() throws IOException {
        Files.writeString(data.resolve(ControlFile.NAME), "left by a process that was killed");
        socket = new ControlSocket(
                data,
                List.of(
                        new Act("large", (request, caller) -> {
                            try (OutputStream to = caller.data()) {
                                to.write(new byte[LARGE]);
                                to.write('!');
                            }
                            return 0;
                        }),
                        new Act("echo", (request, caller) -> {
                            String said = caller.user() + " said " + request.words();
                            Frame.of(Frame.Kind.OUT, said).write(caller.to());
                            return 7;
                        }),
                        new Act("broken", (request, caller) -> {
                            throw new IOException("the disk is full");
                        })));
        socket.start();
    }

    @AfterEach
    void end() {
        socket.stop();
    }

    private OptionalInt ask(String... words) throws IOException {
        return ControlClient.ask(data, List.of(words), file, new PrintStream(out, true), new PrintStream(err, true));
    }

    @Test
    void the_file_is_its_owners_alone_and_goes_with_the_server() throws IOException {
        Path at = data.resolve("control.sock");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(at)))
                .isEqualTo("rw-------");
        socket.stop();
        assertThat(at).doesNotExist();
        assertThat(ask("echo")).as("no server").isEmpty();
    }

    @Test
    void words_go_to_their_act_with_the_systems_user_and_status_and_text_come_back() throws IOException {
        assertThat(ask("echo", "two words", "ñ")).hasValue(7);
        assertThat(out.toString(StandardCharsets.UTF_8))
                .isEqualTo(System.getProperty("user.name") + " said [echo, two words, ñ]");
    }

    @Test
    void octets_of_any_number_reach_the_command() throws IOException {
        assertThat(ask("large")).hasValue(0);
        assertThat(file.size()).isEqualTo(LARGE + 1);
        assertThat(file.toByteArray()[LARGE]).isEqualTo((byte) '!');
        assertThat(out.size()).isZero();
    }

    @Test
    void what_fails_and_what_is_unknown_is_said_on_standard_error() throws IOException {
        assertThat(ask("broken")).hasValue(1);
        assertThat(err.toString(StandardCharsets.UTF_8)).isEqualTo("danegate: the disk is full\n");
        err.reset();
        assertThat(ask("of-tomorrow")).hasValue(2);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .isEqualTo("danegate: the running server does not know this command; is it an older version?\n");
    }
}
