package org.danegate.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The copy of a database in use.
class RunningDatabaseTest {

    @TempDir
    Path folder;

    private JdbcDataSource database() {
        JdbcDataSource source = new JdbcDataSource();
        source.setURL("jdbc:h2:file:" + folder.resolve("db/live"));
        source.setUser("sa");
        source.setPassword("");
        return source;
    }

    @Test
    void a_copy_has_what_was_committed_just_before() throws Exception {
        JdbcDataSource source = database();
        try (Connection open = source.getConnection();
                var statement = open.createStatement()) {
            statement.execute("CREATE TABLE kept(n INT PRIMARY KEY)");
            for (int i = 0; i < 500; i++) {
                statement.execute("INSERT INTO kept VALUES (" + i + ")");
            }
            Path copy = folder.resolve("copy.mv.db");
            new RunningDatabase(source, folder).read(content -> Files.copy(content, copy));
            try (Connection read = DriverManager.getConnection("jdbc:h2:file:" + folder.resolve("copy"), "sa", "");
                    ResultSet rows = read.createStatement().executeQuery("SELECT COUNT(*) FROM kept")) {
                assertThat(rows.next()).isTrue();
                assertThat(rows.getInt(1)).isEqualTo(500);
            }
        }
        assertThat(left()).isEmpty();
    }

    @Test
    void copies_of_a_killed_process_are_deleted() throws Exception {
        Files.writeString(
                Files.createDirectories(folder.resolve(Backup.WORK + "x")).resolve("script.sql"), "secret");
        new RunningDatabase(database(), folder).removeLeftovers();
        assertThat(left()).isEmpty();
    }

    private java.util.List<Path> left() throws Exception {
        try (var content = Files.list(folder)) {
            return content.filter(one -> one.getFileName().toString().startsWith(Backup.WORK))
                    .toList();
        }
    }
}
