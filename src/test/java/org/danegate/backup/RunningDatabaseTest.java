package org.danegate.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The copy of a database in use.
@Timeout(180)
class RunningDatabaseTest {

    @TempDir
    Path folder;

    private JdbcDataSource database(String user, String password) {
        JdbcDataSource source = new JdbcDataSource();
        source.setURL("jdbc:h2:file:" + folder.resolve("db/live"));
        source.setUser(user);
        source.setPassword(password);
        return source;
    }

    private Connection copyOf(JdbcDataSource source, String user, String password) throws Exception {
        Path copy = folder.resolve("copy.mv.db");
        new RunningDatabase(source, folder).read(content -> Files.copy(content, copy));
        assertThat(left()).isEmpty();
        return DriverManager.getConnection("jdbc:h2:file:" + folder.resolve("copy"), user, password);
    }

    private static int number(Statement statement, String question) throws SQLException {
        try (ResultSet rows = statement.executeQuery(question)) {
            assertThat(rows.next()).isTrue();
            return rows.getInt(1);
        }
    }

    @Test
    void a_copy_has_what_was_committed_just_before() throws Exception {
        JdbcDataSource source = database("sa", "");
        try (Connection open = source.getConnection();
                Statement statement = open.createStatement()) {
            statement.execute("CREATE TABLE kept(n INT PRIMARY KEY)");
            for (int i = 0; i < 500; i++) {
                statement.execute("INSERT INTO kept VALUES (" + i + ")");
            }
            try (Connection read = copyOf(source, "sa", "");
                    Statement reading = read.createStatement()) {
                assertThat(number(reading, "SELECT COUNT(*) FROM kept")).isEqualTo(500);
            }
        }
    }

    @Test
    void a_copy_opens_with_the_databases_own_user_and_password_and_no_other() throws Exception {
        JdbcDataSource source = database("gateway", "The-database-has-1");
        try (Connection open = source.getConnection();
                Statement statement = open.createStatement()) {
            statement.execute("CREATE TABLE kept(n INT PRIMARY KEY)");
            try (Connection read = copyOf(source, "gateway", "The-database-has-1");
                    Statement reading = read.createStatement()) {
                assertThat(number(reading, "SELECT COUNT(*) FROM kept")).isZero();
                assertThat(number(reading, "SELECT COUNT(*) FROM INFORMATION_SCHEMA.USERS"))
                        .isEqualTo(1);
                reading.execute("CREATE TABLE more(n INT)");
            }
            assertThatThrownBy(() -> DriverManager.getConnection("jdbc:h2:file:" + folder.resolve("copy"), "sa", ""))
                    .hasMessageContaining("Wrong user name or password");
        }
    }

    /// Both tables change in one transaction; a large one between them takes its time.
    @Test
    void a_copy_is_as_of_one_moment_and_nobody_waits_for_it() throws Exception {
        JdbcDataSource source = database("sa", "");
        AtomicBoolean busy = new AtomicBoolean(true);
        AtomicInteger changes = new AtomicInteger();
        try (Connection open = source.getConnection();
                Statement statement = open.createStatement()) {
            statement.execute("CREATE TABLE first(n INT)");
            statement.execute("CREATE TABLE large AS SELECT x, REPEAT('text ', 40) AS t FROM SYSTEM_RANGE(1, 60000)");
            statement.execute("CREATE TABLE last(n INT)");
            statement.execute("INSERT INTO first VALUES (0)");
            statement.execute("INSERT INTO last VALUES (0)");
            Thread writer = Thread.ofPlatform().start(() -> change(source, busy, changes));
            while (changes.get() < 50) {
                Thread.onSpinWait();
            }
            int before = changes.get();
            try (Connection read = copyOf(source, "sa", "");
                    Statement reading = read.createStatement()) {
                int found = number(reading, "SELECT n FROM first");
                assertThat(found).isGreaterThanOrEqualTo(before);
                assertThat(number(reading, "SELECT n FROM last")).isEqualTo(found);
                assertThat(changes.get()).as("changes while it was copied").isGreaterThan(found);
            } finally {
                busy.set(false);
                writer.join();
            }
        }
    }

    private static void change(JdbcDataSource source, AtomicBoolean busy, AtomicInteger changes) {
        try (Connection open = source.getConnection();
                Statement statement = open.createStatement()) {
            open.setAutoCommit(false);
            while (busy.get()) {
                statement.execute("UPDATE first SET n = n + 1");
                statement.execute("UPDATE last SET n = n + 1");
                open.commit();
                changes.incrementAndGet();
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void copies_of_a_killed_process_are_deleted() throws Exception {
        Files.writeString(
                Files.createDirectories(folder.resolve(Backup.WORK + "x")).resolve("script.sql"), "secret");
        new RunningDatabase(database("sa", ""), folder).removeLeftovers();
        assertThat(left()).isEmpty();
    }

    private List<Path> left() throws Exception {
        try (var content = Files.list(folder)) {
            return content.filter(one -> one.getFileName().toString().startsWith(Backup.WORK))
                    .toList();
        }
    }
}
