package org.danegate.folder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The folder in a data directory where a restore puts files together. It is gone when the restore has ended.
public final class Restoring {

    private static final String FOLDER = ".restoring";

    private Restoring() {}

    /// Makes the folder.
    ///
    /// @throws IOException when it cannot be made
    public static Path begin(Path directory) throws IOException {
        return Files.createDirectory(directory.resolve(FOLDER));
    }

    /// Whether a file is that folder.
    public static boolean is(Path file) {
        return file.getFileName().toString().equals(FOLDER);
    }

    /// Refuses a directory with half a backup in it.
    ///
    /// @throws IllegalStateException when a restore did not end
    public static void requireEnded(Path directory) {
        if (Files.exists(directory.resolve(FOLDER))) {
            throw new IllegalStateException("danegate.data-dir: a restore into " + directory
                    + " did not end. Empty the folder and restore again.");
        }
    }
}
