package org.danegate.backup;

import java.io.IOException;
import org.danegate.folder.ProgramVersion;

/// A newer program made the backup, and this one cannot read it.
public final class NewerBackupException extends IOException {

    private static final long serialVersionUID = 1L;

    NewerBackupException(String version) {
        super("it was made by Danegate " + version + "; this is " + ProgramVersion.text() + ". Restore it with "
                + version + " or newer.");
    }
}
