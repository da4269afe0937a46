package org.danegate.backup;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// The passphrase of backups: the first line of a file.
public final class Passphrase {

    private Passphrase() {}

    /// Reads it.
    ///
    /// @param file null where there is none
    /// @return null where there is none
    /// @throws IOException when the file cannot be read, or the line is shorter than eight characters
    public static char @Nullable [] of(@Nullable Path file) throws IOException {
        return file == null ? null : Sealing.passphrase(file);
    }
}
