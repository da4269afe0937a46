package org.danegate.operations;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.danegate.operations.QueueDesk.Act;
import org.danegate.operations.QueueDesk.Outcome;
import org.danegate.queue.MessageSearch;
import org.danegate.queue.RestoredMail;
import org.danegate.queue.WaitingMessage;
import org.jspecify.annotations.Nullable;

/// The mail that a backup brought back: it is held until an administrator releases or deletes it, all at once here or
/// one by one as any held message.
public final class RestoredMailDesk {

    /// Messages looked at for a number that people read.
    private static final int COUNTED = MessageSearch.MOST;

    private final Path queue;
    private final QueueDesk desk;
    private volatile @Nullable RestoredMail note;

    /// @param queue folder of the queue
    RestoredMailDesk(Path queue, QueueDesk desk) {
        this.queue = queue;
        this.desk = desk;
        this.note = RestoredMail.in(queue).orElse(null);
    }

    /// Restored mail that is held.
    ///
    /// @param messages how many, at most 1000
    /// @param more whether there are more
    /// @param takenAt when the backup was made
    /// @param node the host that it is of
    public record Held(int messages, boolean more, Instant takenAt, String node) {}

    /// What is held; empty when no restored mail is. Costs nothing where no backup was restored.
    public Optional<Held> held() {
        RestoredMail known = note;
        if (known == null) {
            return Optional.empty();
        }
        List<WaitingMessage> found = page(known, 0);
        if (found.isEmpty()) {
            forget();
            return Optional.empty();
        }
        return Optional.of(new Held(found.size(), found.size() == COUNTED, known.takenAt(), known.node()));
    }

    /// Releases or deletes all of it.
    ///
    /// @return messages for which it was done; those that could not be deleted stay held
    public int all(Act act, String user) {
        RestoredMail known = note;
        if (known == null) {
            return 0;
        }
        int done = 0;
        List<WaitingMessage> found = page(known, 0);
        while (!found.isEmpty()) {
            for (WaitingMessage message : found) {
                done += desk.act(act, message.mid(), user) == Outcome.DONE ? 1 : 0;
            }
            found = page(known, found.getLast().mid());
        }
        if (page(known, 0).isEmpty()) {
            forget();
        }
        return done;
    }

    private List<WaitingMessage> page(RestoredMail known, long after) {
        return desk.find(new MessageSearch("", "", "", true, after, COUNTED)).messages().stream()
                .filter(message -> message.mid() < known.below())
                .toList();
    }

    private void forget() {
        note = null;
        try {
            RestoredMail.forget(queue);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
