package org.danegate.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The embedded database on a disk that fills up, with a real file system of its own.
class DatabaseWatchTest {

    private static final long ROOM = 1 << 20;

    @TempDir
    Path folder;

    @Test
    void a_database_that_closed_on_a_full_disk_is_told_and_opened_again_when_there_is_room() throws Exception {
        assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", folder.toString()) == 0,
                "a small file system of its own can be mounted by root alone");
        try (HikariDataSource database = new HikariDataSource()) {
            database.setJdbcUrl("jdbc:h2:file:" + folder.resolve("db") + ";DB_CLOSE_ON_EXIT=FALSE");
            database.setUsername("sa");
            database.setPassword("");
            DatabaseWatch watch =
                    new DatabaseWatch(database, () -> folder.toFile().getUsableSpace(), ROOM);
            execute(database, "create table kept(id int primary key, text varchar)");
            execute(database, "insert into kept values(0, 'first')");
            execute(database, "checkpoint sync");
            watch.look();
            assertThat(watch.fault()).isEmpty();

            Path filling = folder.resolve("filling");
            fill(filling);
            writeUntilClosed(database);
            watch.look();
            assertThat(watch.fault()).as("no room, so it is not opened").contains("closed");

            Files.delete(filling);
            watch.look();
            assertThat(watch.fault()).isEmpty();
            execute(database, "update kept set text = 'again' where id = 0");
            execute(database, "insert into kept values(-1, 'more')");
        } finally {
            run("umount", "-l", folder.toString());
        }
    }

    private static void writeUntilClosed(HikariDataSource database) {
        int[] id = {1};
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(1))
                .until(() -> {
                    try {
                        execute(database, "insert into kept values(" + id[0]++ + ", repeat('some text', 1000))");
                        return false;
                    } catch (SQLException e) {
                        return String.valueOf(e.getMessage()).contains("has been closed");
                    }
                });
    }

    private static void fill(Path file) {
        byte[] some = new byte[4096];
        try (OutputStream out = Files.newOutputStream(file)) {
            while (true) {
                out.write(some);
            }
        } catch (IOException full) {
            assertThat(file).isNotEmptyFile();
        }
    }

    private static void execute(HikariDataSource database, String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static int run(String... command) throws Exception {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            return process.waitFor(20, TimeUnit.SECONDS) ? process.exitValue() : -1;
        } catch (IOException notThere) {
            return -1;
        }
    }
}
