package org.danegate.queue.embedded;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import org.danegate.queue.QueuedDelivery.Pending;
import org.danegate.queue.waiting.QueueIndex;
import org.danegate.queue.waiting.QueuedMessage;
import org.danegate.queue.waiting.RecordEncoding;
import org.jspecify.annotations.Nullable;

/// Deletes log files in which nothing waits any more, and copies messages out of those in which little waits.
final class Housekeeping {

    private static final int ROOM_PER_LIVE_OCTET = 2;

    private final ReentrantLock lock;
    private final QueueIndex index;
    private final SegmentLog log;
    private final EmbeddedMessageQueue.Settings settings;
    private final Compaction compaction = new Compaction(this::copyForward, this::moved);
    private @Nullable Segment latest;
    /// Copies of the queue that are being made: nothing is deleted meanwhile. Guarded by the lock.
    private int copies;

    /// @param lock guards the index
    Housekeeping(ReentrantLock lock, QueueIndex index, SegmentLog log, EmbeddedMessageQueue.Settings settings) {
        this.lock = lock;
        this.index = index;
        this.log = log;
        this.settings = settings;
    }

    /// Tidies when a message is the first in its segment: another segment was begun. Called under the lock.
    void arrived(Segment segment) {
        if (segment != latest) {
            latest = segment;
            tidy();
        }
    }

    /// Tidies when the message that is done was the last that waited in an old segment. Called under the lock.
    void done(Segment segment) {
        if (segment.live().get() == 0 && segment != log.current()) {
            tidy();
        }
    }

    /// Deletes log files, oldest first, while nothing in them waits. It never deletes one in the middle, because
    /// its records hold the results of messages in older files. When the messages that wait in the oldest file hold
    /// up too much room, they are copied forward. Called under the lock.
    void tidy() {
        if (copies > 0) {
            return;
        }
        List<Segment> older = log.older();
        long kept = older.size() * settings.segmentSize();
        for (Segment segment : older) {
            if (segment.live().get() > 0) {
                if (kept > mostKept() && !log.isFull()) {
                    compaction.start(segment);
                }
                return;
            }
            try {
                log.append(RecordEncoding.mids(index.reservedMid()));
                log.delete(segment);
                kept -= settings.segmentSize();
            } catch (IOException e) {
                return;
            }
        }
    }

    /// Keeps all log files from now on. Called under the lock.
    void pin() {
        copies++;
    }

    /// Ends one {@link #pin}. Called under the lock.
    void unpin() {
        copies--;
        tidy();
    }

    /// Octets of old log files that may be kept for the messages that wait in them.
    private long mostKept() {
        return settings.pinnedSegments() * settings.segmentSize() + ROOM_PER_LIVE_OCTET * index.liveOctets();
    }

    /// Appends a copy of a message while the message is stored at that position. The future completes when the copy
    /// and the results of its recipients are both on disk.
    private Optional<CompletableFuture<LogPosition>> copyForward(Segment segment, long at, long mid, Payload payload) {
        lock.lock();
        try {
            QueuedMessage message = index.messages.get(mid);
            if (message == null
                    || !(message.place instanceof LogPosition place)
                    || place.segment() != segment
                    || place.at() != at) {
                return Optional.empty();
            }
            List<Pending> recipients = message.recipients(index.lanes::attempted);
            CompletableFuture<LogPosition> copy = log.copy(payload);
            CompletableFuture<LogPosition> state = log.append(RecordEncoding.state(mid, recipients));
            CompletableFuture<LogPosition> last = message.held ? log.append(RecordEncoding.held(mid, true)) : state;
            return Optional.of(last.thenCombine(copy, (history, position) -> position));
        } finally {
            lock.unlock();
        }
    }

    /// The copies are on disk: the old file may be deleted.
    private void moved(Map<Long, LogPosition> copies) {
        lock.lock();
        try {
            copies.forEach((mid, position) -> {
                QueuedMessage message = index.messages.get(mid);
                if (message != null) {
                    index.move(message, position.withBody(((LogPosition) message.place).body()));
                }
            });
            tidy();
        } finally {
            lock.unlock();
        }
    }
}
