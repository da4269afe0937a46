package org.danegate.backup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.util.FileSystemUtils;

/// The database of a running server. H2's `BACKUP TO` copies it as of one moment, without a lock.
final class RunningDatabase implements DatabaseCopy {

    private static final String SCHEMA = """
            SELECT "version" FROM "flyway_schema_history" WHERE "success" AND "version" IS NOT NULL
            ORDER BY "installed_rank" DESC FETCH FIRST ROW ONLY""";

    private final DataSource database;
    private final Path dataDir;

    /// @param dataDir gets a folder for the copy, which is deleted at once
    RunningDatabase(DataSource database, Path dataDir) {
        this.database = database;
        this.dataDir = dataDir;
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
            Path copy = folder.resolve("database.zip");
            copyTo(copy);
            try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(copy))) {
                for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                    if (entry.getName().endsWith(".mv.db")) {
                        reading.read(zip);
                        return;
                    }
                }
            }
            throw new IOException("the database made no copy of its file");
        } finally {
            FileSystemUtils.deleteRecursively(folder);
        }
    }

    private void copyTo(Path file) throws IOException {
        try (Connection connection = database.getConnection();
                PreparedStatement backup = connection.prepareStatement("BACKUP TO ?")) {
            backup.setString(1, file.toAbsolutePath().toString());
            backup.execute();
        } catch (SQLException e) {
            throw new IOException("the database cannot be copied (" + e.getMessage() + ")", e);
        }
    }
}
