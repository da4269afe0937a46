package org.danegate.queue.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A file beside the log that says how many messages waited when the queue was closed. Whoever wants to delete the
/// folder, such as a package manager, reads it there. While the queue is open, and after a crash, there is none: then
/// nobody may take the queue for empty.
final class StopNote {

    private static final Logger LOG = LoggerFactory.getLogger(StopNote.class);
    private static final String FILE = "waiting-at-stop";

    private final Path directory;
    private final Path file;

    StopNote(Path directory) {
        this.directory = directory;
        this.file = directory.resolve(FILE);
    }

    /// The queue is open. The note is gone for good before mail is accepted, also after a power failure.
    ///
    /// @throws IOException when an older note cannot be deleted: it would be wrong from now on
    void remove() throws IOException {
        if (Files.deleteIfExists(file)) {
            Segment.forceFolder(directory);
        }
    }

    /// The queue was closed.
    void write(int messages) {
        try {
            Files.writeString(file, messages + "\n");
        } catch (IOException e) {
            LOG.warn("The number of waiting messages could not be noted in {}: {}", file, e.toString());
        }
    }
}
