package org.danegate.queue.embedded;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.danegate.queue.MessageBody;
import org.danegate.queue.waiting.LogRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Copies the messages that still wait in an old log file to the end of the log, so that the file can be deleted. Runs
/// while mail is delivered: it holds no lock while it reads or writes.
final class Compaction {

    private static final Logger LOG = LoggerFactory.getLogger(Compaction.class);
    private static final int AT_ONCE = 256;

    /// Appends a message stored at a position, with the results of its recipients, in one order with all other
    /// records of the message; empty when the message is no longer stored there.
    @FunctionalInterface
    interface Copying {
        Optional<CompletableFuture<LogPosition>> append(Segment segment, long at, long mid, Payload message);
    }

    private final Copying copying;
    private final Consumer<Map<Long, LogPosition>> moved;
    private final AtomicBoolean running = new AtomicBoolean();

    /// @param moved receives the copies that are on disk
    Compaction(Copying copying, Consumer<Map<Long, LogPosition>> moved) {
        this.copying = copying;
        this.moved = moved;
    }

    /// Starts to copy a log file, unless one is being copied.
    void start(Segment segment) {
        if (running.compareAndSet(false, true)) {
            Thread.ofVirtual().name("queue-compaction").start(() -> run(segment));
        }
    }

    private void run(Segment segment) {
        Map<Long, LogPosition> copies = Map.of();
        try {
            copies = copy(segment);
        } catch (IOException | ExecutionException e) {
            LOG.warn(
                    "{} could not be copied forward and stays: {}",
                    segment.path().getFileName(),
                    e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            running.set(false);
        }
        if (!copies.isEmpty()) {
            moved.accept(copies);
        }
    }

    private Map<Long, LogPosition> copy(Segment segment) throws IOException, ExecutionException, InterruptedException {
        Map<Long, LogPosition> copies = new HashMap<>();
        Map<Long, CompletableFuture<LogPosition>> flying = new HashMap<>();
        for (long at = 0; at + Segment.HEADER <= segment.capacity(); ) {
            ByteBuffer header = segment.read(at, Segment.HEADER);
            int length = header.getInt();
            if (length <= 0 || at + Segment.HEADER + length > segment.capacity()) {
                break;
            }
            long mid = LogRecord.acceptedMid(segment.read(at + Segment.HEADER, Math.min(length, 9)));
            if (mid > 0) {
                append(new LogPosition(segment, at, length), mid, header.getInt(), flying);
            }
            if (flying.size() >= AT_ONCE) {
                land(flying, copies);
            }
            at += Segment.HEADER + length;
        }
        land(flying, copies);
        return copies;
    }

    /// Begins to copy a message, unless it is damaged.
    private void append(LogPosition message, long mid, int checksum, Map<Long, CompletableFuture<LogPosition>> flying)
            throws IOException {
        Segment segment = message.segment();
        long payload = message.at() + Segment.HEADER;
        if (segment.checksum(payload, message.length()) == checksum) {
            MessageBody standing = segment.body(payload, message.length());
            copying.append(segment, message.at(), mid, Payload.standing(standing, checksum))
                    .ifPresentOrElse(
                            copy -> flying.put(mid, copy.whenComplete((place, lost) -> standing.close())),
                            standing::close);
        }
    }

    private static void land(Map<Long, CompletableFuture<LogPosition>> flying, Map<Long, LogPosition> copies)
            throws ExecutionException, InterruptedException {
        for (Map.Entry<Long, CompletableFuture<LogPosition>> copy : flying.entrySet()) {
            copies.put(copy.getKey(), copy.getValue().get());
        }
        flying.clear();
    }
}
