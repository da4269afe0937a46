package org.danegate.queue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.danegate.queue.embedded.EmbeddedMessageQueue;

/// Makes a queue from a backup ready for a server: its mail is held, or not, and its MIDs go on far above those that
/// may have been given out since the backup.
public final class RestoredQueue {

    private RestoredQueue() {}

    /// What is in it.
    ///
    /// @param messages that wait
    /// @param below the MIDs of these messages are lower, those of new mail are not
    /// @param damage parts that could not be read and were set aside, one line each
    public record Content(int messages, long below, List<String> damage) {

        public Content {
            damage = List.copyOf(damage);
        }
    }

    /// Opens the queue, which also tells whether it can be read, and closes it.
    ///
    /// @param hold whether its mail waits for an administrator
    /// @param skip MIDs that are left out, 0 or more
    /// @throws IOException when it cannot be read or written, or is in use
    public static Content prepare(Path directory, boolean hold, long skip, InstantSource clock) throws IOException {
        try (EmbeddedMessageQueue queue = new EmbeddedMessageQueue(
                directory, clock, EmbeddedMessageQueue.Settings.defaults().withDiskReserve(0))) {
            List<Long> waiting = queue.mids();
            if (hold) {
                waiting.forEach(queue.operations()::hold);
            }
            return new Content(waiting.size(), queue.skipMids(skip), queue.damage());
        }
    }
}
