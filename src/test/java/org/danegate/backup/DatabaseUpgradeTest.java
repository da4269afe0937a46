package org.danegate.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.danegate.folder.DataFormat;
import org.danegate.folder.NewerDataException;
import org.flywaydb.core.Flyway;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

/// A new version begins with the database of an earlier one.
class DatabaseUpgradeTest {

    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-30T12:00:00Z"));

    @TempDir
    Path folder;

    @Test
    void a_copy_of_the_data_as_they_were_comes_before_the_migrations() throws IOException {
        Path data = Files.createDirectories(folder.resolve("data"));
        JdbcDataSource database = database(data);
        Flyway.configure().dataSource(database).target("170").load().migrate();
        JdbcTemplate rows = new JdbcTemplate(database);
        rows.update("create table mark (word varchar(20))");
        rows.update("insert into mark values ('as it was')");

        upgrade(data, Flyway.configure().dataSource(database).load());

        assertThat(DataFormat.of(data)).contains(DataFormat.ours());
        List<Path> copies = copies(data);
        assertThat(copies).hasSize(1);
        rows.execute("drop table mark");

        Path restored = folder.resolve("restored");
        Restore.Restored what = new Restore(CLOCK).restore(copies.getFirst(), null, restored, Restore.Queue.HELD, null);
        assertThat(what.manifest().schema()).isEqualTo("170");
        assertThat(new JdbcTemplate(database(restored)).queryForObject("select word from mark", String.class))
                .isEqualTo("as it was");
    }

    @Test
    void a_new_database_and_one_that_needs_nothing_are_not_copied() throws IOException {
        Path data = Files.createDirectories(folder.resolve("data"));
        Flyway flyway = Flyway.configure().dataSource(database(data)).load();
        upgrade(data, flyway);
        upgrade(data, flyway);
        assertThat(data.resolve(DatabaseUpgrade.FOLDER)).doesNotExist();
        assertThat(DataFormat.of(data)).contains(DataFormat.ours());
    }

    @Test
    void the_newest_three_copies_stay() throws IOException {
        Path data = Files.createDirectories(folder.resolve("data"));
        JdbcDataSource database = database(data);
        for (String version : List.of("130", "140", "150", "160", "170")) {
            upgrade(
                    data,
                    Flyway.configure().dataSource(database).target(version).load());
        }
        assertThat(copies(data)).hasSize(DatabaseUpgrade.KEPT);
    }

    @Test
    void the_database_of_a_newer_version_is_refused_and_stays_as_it_is() throws IOException {
        Path data = Files.createDirectories(folder.resolve("data"));
        JdbcDataSource database = database(data);
        Flyway.configure().dataSource(database).load().migrate();
        new DataFormat(1, "3.1").write(data);
        new JdbcTemplate(database).update("""
                insert into "flyway_schema_history" ("installed_rank", "version", "description", "type", "script",
                    "checksum", "installed_by", "execution_time", "success")
                values (9999, '9999', 'of the future', 'SQL', 'V9999__of_the_future.sql', 1, 'sa', 1, true)""");

        assertThatThrownBy(() ->
                        upgrade(data, Flyway.configure().dataSource(database).load()))
                .isInstanceOf(NewerDataException.class)
                .hasMessageContaining("were written by Danegate 3.1; this is ");
        assertThat(DataFormat.of(data)).contains(new DataFormat(1, "3.1"));
    }

    private static void upgrade(Path data, Flyway flyway) {
        new DatabaseUpgrade(data, CLOCK).migrate(flyway);
    }

    private static List<Path> copies(Path data) throws IOException {
        try (var all = Files.list(data.resolve(DatabaseUpgrade.FOLDER))) {
            return all.toList();
        }
    }

    private static JdbcDataSource database(Path data) {
        JdbcDataSource source = new JdbcDataSource();
        source.setUrl("jdbc:h2:file:" + data.resolve("db/danegate") + ";DB_CLOSE_DELAY=0");
        source.setUser("sa");
        source.setPassword("");
        return source;
    }
}
