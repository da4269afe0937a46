package org.danegate.backup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.springframework.util.FileSystemUtils;

/// Restores a backup into a folder of its own, opens what is in it, counts, and deletes the folder.
public final class Verification {

    /// H2's number for a wrong user or password.
    private static final int WRONG_PASSWORD = 28000;

    private final InstantSource clock;

    /// @param clock tells how old a backup is
    public Verification(InstantSource clock) {
        this.clock = clock;
    }

    /// What is in a backup.
    ///
    /// @param users -1 where the database was not opened; likewise revisions
    /// @param locked whether the database has a password, and is whole but was not opened for want of it
    public record Found(Restore.Restored restored, long users, long revisions, boolean locked) {}

    /// The database's user and password, as the server's settings have them.
    public record Login(String user, String password) {}

    /// Verifies a backup.
    ///
    /// @param passphrase null where the backup is not encrypted
    /// @throws IOException saying what is wrong with it
    public Found verify(Path file, char @Nullable [] passphrase, Login login) throws IOException {
        Path folder = Files.createTempDirectory("danegate-verify-");
        try {
            Restore.Restored restored = new Restore(clock).unpack(file, passphrase, folder, Restore.Queue.HELD, null);
            if (restored.manifest().database() == null) {
                return new Found(restored, -1, -1, false);
            }
            String url = "jdbc:h2:file:" + folder.resolve("db/danegate") + ";IFEXISTS=TRUE;ACCESS_MODE_DATA=r";
            try (Connection database = DriverManager.getConnection(url, login.user(), login.password())) {
                return new Found(restored, count(database, "console_user"), count(database, "policy_revision"), false);
            } catch (SQLException e) {
                if (e.getErrorCode() == WRONG_PASSWORD) {
                    return new Found(restored, -1, -1, true);
                }
                throw new IOException("its database cannot be opened (" + e.getMessage() + ")", e);
            }
        } finally {
            FileSystemUtils.deleteRecursively(folder);
        }
    }

    private static long count(Connection database, String table) throws SQLException {
        try (Statement statement = database.createStatement();
                ResultSet rows = statement.executeQuery("SELECT COUNT(*) FROM " + table)) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
