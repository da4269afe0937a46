package org.danegate.queue.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.danegate.queue.QueueFullException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The next segment, made while the current one fills, because writing it takes longer than anybody should wait.
/// While there is no room for it, no message is accepted, and the rest of the current segment is kept for results of
/// the others.
final class SpareSegment {

    private static final Logger LOG = LoggerFactory.getLogger(SpareSegment.class);
    private static final Duration AGAIN = Duration.ofSeconds(1);

    private final Path directory;
    private final long segmentSize;
    private final long reserve;
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile boolean missing;
    private CompletableFuture<Segment> made = new CompletableFuture<>();

    /// @param reserve octets of the disk that stay free
    SpareSegment(Path directory, long segmentSize, long reserve) {
        this.directory = directory;
        this.segmentSize = segmentSize;
        this.reserve = reserve;
    }

    /// Whether there is no room for it.
    boolean isMissing() {
        return missing;
    }

    /// Starts to make a segment; retries until there is room for it.
    void prepare(long number) {
        CompletableFuture<Segment> making = new CompletableFuture<>();
        made = making;
        Thread.ofPlatform().daemon().name("queue-segment").start(() -> make(number, making));
    }

    private void make(long number, CompletableFuture<Segment> making) {
        try {
            do {
                if (madeNow(number, making)) {
                    return;
                }
            } while (!closed.await(AGAIN.toMillis(), TimeUnit.MILLISECONDS));
            making.completeExceptionally(new IOException("the queue is closed"));
        } catch (InterruptedException | RuntimeException e) {
            making.completeExceptionally(e);
        }
    }

    /// Makes the segment; false when there is no room for it.
    private boolean madeNow(long number, CompletableFuture<Segment> making) {
        try {
            requireRoom();
            making.complete(Segment.create(directory, number, segmentSize));
            if (missing) {
                LOG.info("The queue has room again: messages are accepted");
            }
            missing = false;
            return true;
        } catch (IOException e) {
            if (!missing) {
                LOG.error("The queue has no room for more messages: {}", e.getMessage());
            }
            missing = true;
            return false;
        }
    }

    private void requireRoom() throws IOException {
        // A file store would be looked for among the mounts first, and in a changed root there is none.
        long free = directory.toFile().getUsableSpace();
        if (free < segmentSize + reserve) {
            throw new IOException("no space left: " + (free >> 20) + " MiB are free, " + ((segmentSize + reserve) >> 20)
                    + " MiB are needed");
        }
    }

    /// Waits until it is known whether there is room; true when there is.
    boolean awaitKnown() {
        try {
            while (!missing) {
                if (awaitBriefly() != null) {
                    return true;
                }
            }
            return made.isDone() && !made.isCompletedExceptionally();
        } catch (ExecutionException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /// The segment, waiting while it is being made.
    ///
    /// @throws QueueFullException when there is no room for it
    Segment take() throws IOException {
        try {
            while (true) {
                if (missing && !made.isDone()) {
                    throw new QueueFullException("no space left for the queue");
                }
                Segment segment = awaitBriefly();
                if (segment != null) {
                    return segment;
                }
            }
        } catch (ExecutionException e) {
            throw new IOException("no queue segment: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /// The segment; null when it is not made yet. The caller then checks again whether there is room.
    private @Nullable Segment awaitBriefly() throws ExecutionException, InterruptedException {
        try {
            return made.get(100, TimeUnit.MILLISECONDS);
        } catch (TimeoutException still) {
            return null;
        }
    }

    /// Closes it; a segment that was made stays for the next start.
    void close() throws IOException {
        closed.countDown();
        try {
            made.get().close();
        } catch (ExecutionException none) {
            // There was no room for it.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
