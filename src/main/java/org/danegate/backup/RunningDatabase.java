package org.danegate.backup;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.FileSystemUtils;

/// The database of a running server, copied as of one moment by H2's `SCRIPT TO` in a transaction that sees a snapshot.
/// Nobody who writes meanwhile waits for it.
final class RunningDatabase implements DatabaseCopy {

    private static final Logger LOG = LoggerFactory.getLogger(RunningDatabase.class);

    private static final String SCHEMA = """
            SELECT "version" FROM "flyway_schema_history" WHERE "success" AND "version" IS NOT NULL
            ORDER BY "installed_rank" DESC FETCH FIRST ROW ONLY""";

    /// The JDBC number of H2's isolation level SNAPSHOT; lower levels see each table as of another moment.
    private static final int SNAPSHOT = 6;

    private final DataSource database;
    private final Path dataDir;

    /// @param dataDir gets a folder for the copy, which is deleted at once
    RunningDatabase(DataSource database, Path dataDir) {
        this.database = database;
        this.dataDir = dataDir;
    }

    /// Deletes copies that a killed process left in the data directory, for they hold what the database holds.
    /// Nobody else may be making one.
    void removeLeftovers() {
        if (!Files.isDirectory(dataDir)) {
            return;
        }
        try (DirectoryStream<Path> left = Files.newDirectoryStream(dataDir, Backup.WORK + "*")) {
            for (Path folder : left) {
                FileSystemUtils.deleteRecursively(folder);
            }
        } catch (IOException e) {
            LOG.warn("An unfinished copy of the database stays in {}: {}", dataDir, e.getMessage());
        }
    }

    @Override
    public Facts facts() throws IOException {
        try (Connection connection = database.getConnection()) {
            DatabaseMetaData about = connection.getMetaData();
            boolean ours = about.getDatabaseProductName().equals("H2");
            return new Facts(ours ? "H2 " + about.getDatabaseProductVersion() : null, schema(connection));
        } catch (SQLException e) {
            throw new IOException("the database does not answer (" + e.getMessage() + ")", e);
        }
    }

    private static @Nullable String schema(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(SCHEMA)) {
            return rows.next() ? rows.getString(1) : null;
        }
    }

    @Override
    public void read(Reading reading) throws IOException {
        Path folder = Files.createTempDirectory(dataDir, Backup.WORK);
        try {
            try (InputStream copy = Files.newInputStream(copyIn(folder))) {
                reading.read(copy);
            }
        } finally {
            FileSystemUtils.deleteRecursively(folder);
        }
    }

    /// A database file with the same content. H2's `BACKUP TO` is no help: a copy of a file that is being
    /// written may be opened as of an earlier moment, without the newest changes.
    private Path copyIn(Path folder) throws IOException {
        Path script = folder.resolve("script.sql");
        Path copy = folder.resolve("danegate");
        try (Connection connection = database.getConnection()) {
            writeTo(script, connection);
        } catch (SQLException e) {
            throw new IOException("the database cannot be copied (" + e.getMessage() + ")", e);
        }
        // The script makes the users of the database with their passwords; the user who runs it is none of them.
        String somebody = "COPY" + UUID.randomUUID().toString().replace("-", "").toUpperCase(Locale.ROOT);
        try (Connection connection =
                        DriverManager.getConnection("jdbc:h2:file:" + copy.toAbsolutePath(), somebody, "");
                PreparedStatement reading = connection.prepareStatement("RUNSCRIPT FROM ?");
                Statement end = connection.createStatement()) {
            reading.setString(1, script.toAbsolutePath().toString());
            reading.execute();
            end.execute("DROP USER " + somebody);
            end.execute("SHUTDOWN");
        } catch (SQLException e) {
            throw new IOException("the copy of the database cannot be written (" + e.getMessage() + ")", e);
        }
        return folder.resolve("danegate.mv.db");
    }

    private static void writeTo(Path script, Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        int before = connection.getTransactionIsolation();
        connection.setTransactionIsolation(SNAPSHOT);
        try (PreparedStatement writing = connection.prepareStatement("SCRIPT TO ?")) {
            writing.setString(1, script.toAbsolutePath().toString());
            writing.execute();
        } finally {
            connection.rollback();
            connection.setTransactionIsolation(before);
            connection.setAutoCommit(true);
        }
    }
}
