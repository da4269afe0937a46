package org.danegate.backup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.danegate.folder.DirectoryLock;
import org.danegate.queue.QueueCopies;

/// The queue of a stopped data directory, which another directory takes over.
final class StandingQueue {

    private StandingQueue() {}

    /// Copies it.
    ///
    /// @param from a data directory
    /// @param queue the folder to be made
    /// @throws IOException when the directory has no queue, is in use, or cannot be read
    static void copy(Path from, Path queue) throws IOException {
        if (!Files.isDirectory(from.resolve("queue"))) {
            throw new IOException(from + " has no queue");
        }
        Files.createDirectories(queue);
        try (DirectoryLock _ = DirectoryLock.take(from);
                QueueCopies.QueueCopy copy = QueueCopies.standing(from.resolve("queue"))) {
            for (QueueCopies.QueueCopy.Part part : copy.parts()) {
                Files.copy(part.file(), queue.resolve(part.file().getFileName()));
            }
        }
    }

    /// Renames it, so that a server that is started there by mistake does not deliver the mail again.
    ///
    /// @throws IOException when it cannot be renamed
    static void retire(Path from) throws IOException {
        Path old = from.resolve("queue");
        for (int i = 1; ; i++) {
            Path name = from.resolve("queue.taken-over" + (i == 1 ? "" : "-" + i));
            if (!Files.exists(name)) {
                Files.move(old, name);
                return;
            }
        }
    }
}
