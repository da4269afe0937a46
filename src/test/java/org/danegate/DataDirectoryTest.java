package org.danegate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.regex.Pattern;
import org.danegate.folder.DataFormat;
import org.danegate.folder.DirectoryLock;
import org.danegate.folder.NewerDataException;
import org.danegate.folder.PrivateFiles;
import org.danegate.folder.Restoring;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.mock.env.MockEnvironment;

/// What the data directory is held to, on real files and with a second process.
class DataDirectoryTest {

    @TempDir
    private Path folder;

    @Test
    void everything_is_its_owners_alone_whoever_made_the_folder() throws Exception {
        Path data = Files.createDirectory(folder.resolve("data"));
        Path queue = Files.createDirectories(data.resolve("db/deep"));
        Path file = Files.writeString(queue.resolve("danegate.mv.db"), "rows");
        Path elsewhere = Files.writeString(folder.resolve("elsewhere"), "not ours");
        Files.createSymbolicLink(data.resolve("link"), elsewhere);
        for (Path open : new Path[] {data, data.resolve("db"), queue}) {
            Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
        }
        for (Path open : new Path[] {file, elsewhere}) {
            Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw-rw-r--"));
        }

        hold(data);

        for (Path closed : new Path[] {data, data.resolve("db"), queue}) {
            assertThat(mode(closed)).as(closed.toString()).isEqualTo("rwx------");
        }
        assertThat(mode(file)).isEqualTo("rw-------");
        assertThat(mode(elsewhere)).as("what a link leads to").isEqualTo("rw-rw-r--");
    }

    @Test
    void what_the_server_writes_is_its_owners_alone_whatever_the_umask() throws Exception {
        PrivateFiles.byDefault();

        assertThat(mode(Files.writeString(folder.resolve("new"), "text"))).isEqualTo("rw-------");
        assertThat(mode(Files.createDirectory(folder.resolve("folder")))).isEqualTo("rwx------");
    }

    @Test
    void a_second_server_on_the_same_folder_ends_with_one_clear_line() throws Exception {
        Path data = Files.createDirectory(folder.resolve("data"));
        Process other = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Other.class.getName(),
                        data.resolve("server.lock").toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            assertThat(other.inputReader().readLine()).isEqualTo("held");
            assertThatThrownBy(() -> hold(data))
                    .hasMessage("danegate.data-dir: " + data
                            + " is in use by another server. Stop it first, or give each server a folder of its own.");
        } finally {
            other.destroyForcibly().waitFor();
        }
        hold(data);
    }

    @Test
    void the_line_names_who_has_the_folder() throws Exception {
        Path data = Files.createDirectory(folder.resolve("data"));
        try (DirectoryLock _ = DirectoryLock.take(data)) {
            assertThatThrownBy(() -> DirectoryLock.take(data))
                    .isInstanceOf(DirectoryLock.InUseException.class)
                    .hasMessageMatching(Pattern.quote(data + " is in use by another server (process "
                                    + ProcessHandle.current().pid() + " on ")
                            + "\\S+ since 20[-0-9T:]+Z\\). Stop it first, .*");
        }
        DirectoryLock.take(data).close();
    }

    @Test
    void data_of_a_newer_format_and_half_a_restore_are_refused() throws Exception {
        Path data = Files.createDirectory(folder.resolve("data"));
        new DataFormat(DataFormat.CURRENT + 1, "3.1").write(data);
        assertThatThrownBy(() -> hold(data))
                .isInstanceOf(NewerDataException.class)
                .hasMessageStartingWith(
                        "danegate.data-dir: the data in " + data + " were written by Danegate 3.1; this is ");
        DataFormat.ours().write(data);
        hold(data);
        Restoring.begin(data);
        assertThatThrownBy(() -> hold(data)).hasMessageContaining("a restore into " + data + " did not end");
    }

    /// The other server, as far as the lock knows one.
    static final class Other {

        private Other() {}

        public static void main(String[] args) throws IOException {
            try (FileChannel file =
                    FileChannel.open(Path.of(args[0]), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                System.out.println(file.tryLock() == null ? "not held" : "held");
                System.in.read();
            }
        }
    }

    private static void hold(Path data) {
        new DataDirectory()
                .postProcessEnvironment(
                        new MockEnvironment().withProperty("danegate.data-dir", data.toString()),
                        new SpringApplication(Danegate.class));
    }

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
