package org.danegate.queue;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.Properties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Mail that a backup brought back and that is held, because the server that the backup is of may have delivered it
/// since. A file in the queue's folder says so until all of it is released or gone.
///
/// @param below the MIDs of that mail are lower; new mail has higher ones
/// @param takenAt when the backup was made
/// @param node the host that the backup is of
public record RestoredMail(long below, Instant takenAt, String node) {

    static final String FILE = "restored-mail";

    private static final Logger LOG = LoggerFactory.getLogger(RestoredMail.class);

    /// What the file of a queue says; empty when no restored mail is held.
    public static Optional<RestoredMail> in(Path queue) {
        Path file = queue.resolve(FILE);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            Properties lines = new Properties();
            lines.load(new StringReader(Files.readString(file)));
            return Optional.of(new RestoredMail(
                    Long.parseLong(lines.getProperty("below", "")),
                    Instant.parse(lines.getProperty("taken", "")),
                    lines.getProperty("node", "")));
        } catch (IOException | IllegalArgumentException | DateTimeException e) {
            // The mail is held all the same: it is on the page of held mail.
            LOG.warn("{} cannot be read: {}", file, e.toString());
            return Optional.empty();
        }
    }

    /// Writes the file.
    ///
    /// @throws IOException when it cannot be written
    public void write(Path queue) throws IOException {
        Files.writeString(queue.resolve(FILE), "below=" + below + "\ntaken=" + takenAt + "\nnode=" + node + "\n");
    }

    /// All of it is released or gone.
    ///
    /// @throws IOException when the file cannot be deleted
    public static void forget(Path queue) throws IOException {
        Files.deleteIfExists(queue.resolve(FILE));
    }
}
