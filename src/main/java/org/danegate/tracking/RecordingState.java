package org.danegate.tracking;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.danegate.address.OutsideText;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Whether entries are recorded. The log has one line when that ends and one when it works again, however many entries
/// are lost between them.
final class RecordingState {

    private static final Logger LOG = LoggerFactory.getLogger(RecordingState.class);
    private static final int MOST_OF_CAUSE = 300;

    /// Commits without a failure after which entries count as recorded again.
    static final int QUIET_ROUNDS = 6;

    private final Path folder;
    private final AtomicReference<@Nullable NotRecorded> gap = new AtomicReference<>();
    private final AtomicLong refused = new AtomicLong();
    private final AtomicInteger rounds = new AtomicInteger();
    private volatile boolean paused;

    RecordingState(Path folder) {
        this.folder = folder;
    }

    /// What is not recorded at present; empty while everything is.
    Optional<NotRecorded> gap() {
        return Optional.ofNullable(gap.get());
    }

    /// Whether entries are not even tried, until the next attempt to write.
    boolean paused() {
        return paused;
    }

    /// An entry came while paused.
    void lost(Instant at) {
        count(at, 1, "");
    }

    /// Something could not be written.
    ///
    /// @param lost entries that are lost
    /// @param pause whether the next entries are lost too
    void failed(Instant at, long lost, boolean pause, Exception failure) {
        String cause = cause(failure);
        paused = paused || pause;
        rounds.set(0);
        if (count(at, lost, cause)) {
            LOG.error(
                    "Message tracking cannot be written to {}: {}. Mail is not affected, but messages are missing in "
                            + "Message Tracking from now on. Make room on the disk, or make the folder writable for "
                            + "Danegate. It is tried again every 10 seconds.",
                    folder,
                    cause);
            LOG.debug("The failure of message tracking", failure);
        }
    }

    private boolean count(Instant at, long lost, String cause) {
        return gap.getAndUpdate(known -> known == null
                        ? new NotRecorded(at, lost, cause)
                        : new NotRecorded(known.since(), known.entries() + lost, known.cause()))
                == null;
    }

    private static String cause(Exception failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String words = root.getClass().getSimpleName() + ": " + root.getMessage();
        return OutsideText.brief(words, MOST_OF_CAUSE);
    }

    /// Entries are tried again.
    void resumed() {
        paused = false;
    }

    /// Everything was written. A nearly full disk fails again soon, so only some rounds without a failure end the
    /// state: otherwise the log would have two lines for each attempt.
    void works() {
        if (paused || rounds.incrementAndGet() < QUIET_ROUNDS) {
            return;
        }
        NotRecorded over = gap.getAndSet(null);
        if (over != null) {
            LOG.info(
                    "Message tracking is written again. {} entries since {} were not recorded.",
                    over.entries(),
                    over.since());
        }
    }

    /// The index refused one entry: the others are recorded. Logged at the first one and at each power of ten.
    void refused(RuntimeException reason) {
        long count = refused.incrementAndGet();
        if (Math.log10((double) count) % 1 == 0) {
            LOG.error("Message tracking could not record an entry, {} since the start", count, reason);
        }
    }
}
