package org.danegate.backup;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/// Hands out the database as one consistent file.
public interface DatabaseCopy {

    /// Name of the file in the data directory.
    String NAME = "db/danegate.mv.db";

    /// What the manifest says of it.
    ///
    /// @param product such as `H2 2.5.252 (…)`; null when the database is kept elsewhere and is not in the backup
    /// @param schema the newest migration; null when unknown
    record Facts(@Nullable String product, @Nullable String schema) {}

    /// What it is.
    ///
    /// @throws IOException when the database does not answer
    Facts facts() throws IOException;

    /// Receives the content of the file.
    @FunctionalInterface
    interface Reading {
        void read(InputStream content) throws IOException;
    }

    /// Hands the content on; not called for a database that is kept elsewhere.
    ///
    /// @throws IOException when it cannot be read, or as the reader says
    void read(Reading reading) throws IOException;
}
