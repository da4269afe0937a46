package org.danegate.folder;

import java.nio.file.Path;

/// The data were written by a newer program, which this one cannot follow. Nothing was changed.
public final class NewerDataException extends IllegalStateException {

    /// Exit status of the process, of its own so that a supervisor does not start it again.
    public static final int STATUS = 4;

    private static final long serialVersionUID = 1L;

    /// @param version of the program that wrote the data
    public NewerDataException(Path directory, String version) {
        super("danegate.data-dir: the data in " + directory + " were written by Danegate " + version + "; this is "
                + ProgramVersion.text() + ". Install " + version + " or newer, or restore a backup that "
                + ProgramVersion.text() + " made.");
    }
}
