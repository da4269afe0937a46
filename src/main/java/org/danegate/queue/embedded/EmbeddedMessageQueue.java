package org.danegate.queue.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.danegate.event.Lane;
import org.danegate.queue.Backlog;
import org.danegate.queue.MessageBody;
import org.danegate.queue.MessageQueue;
import org.danegate.queue.NewMessage;
import org.danegate.queue.QueueCopies;
import org.danegate.queue.QueueFullException;
import org.danegate.queue.QueueOperations;
import org.danegate.queue.QueuedDelivery;
import org.danegate.queue.ScratchFile;
import org.danegate.queue.Settlement;

/// The queue of one node: records in a group-commit log, index and waiting recipients in memory, bodies on disk.
public final class EmbeddedMessageQueue implements MessageQueue, QueueCopies {

    /// Sizes of the store.
    ///
    /// @param segmentSize octets of one log file; no message may be larger
    /// @param bodyCache octets of recently accepted bodies kept in memory
    /// @param pinnedSegments log files kept, in addition to twice what waits, before the oldest is copied forward
    /// @param diskReserve octets of the disk that stay free: below this, messages are refused with 452
    public record Settings(long segmentSize, long bodyCache, int pinnedSegments, long diskReserve) {

        /// 64 MiB segments, 1 MiB of bodies or a sixteenth of the heap, 8 segments, 128 MiB kept free.
        public static Settings defaults() {
            long bodies = Math.min(1L << 20, Runtime.getRuntime().maxMemory() / 16);
            return new Settings(64L << 20, bodies, 8, 128L << 20);
        }

        /// The same with another reserve.
        public Settings withDiskReserve(long octets) {
            return new Settings(segmentSize, bodyCache, pinnedSegments, octets);
        }
    }

    private static final int MID_RESERVE = 100_000;

    private final Path directory;
    private final long diskReserve;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final QueueIndex index = new QueueIndex();
    private final Map<Long, QueuedMessage> messages = index.messages;
    private final Lanes lanes = index.lanes;
    private final BodyCache bodies;
    private final SegmentLog log;
    private final Housekeeping housekeeping;
    private final QueueOperations operations;
    private final StoredBodies stored;
    private final WaitingMail waiting;
    private final StopNote stopNote;
    private final LogCopies copies;
    private volatile Runnable wake = () -> {};

    /// Opens the store and reads the waiting messages.
    ///
    /// @param directory made when missing
    /// @throws IOException when the folder is in use or cannot be read
    public EmbeddedMessageQueue(Path directory, InstantSource clock, Settings settings) throws IOException {
        this.directory = directory;
        this.diskReserve = settings.diskReserve();
        this.clock = clock;
        this.bodies = new BodyCache(settings.bodyCache());
        this.log = new SegmentLog(directory, settings.segmentSize(), settings.diskReserve(), index::replay);
        this.stopNote = new StopNote(directory);
        stopNote.remove();
        index.nextMid.accumulateAndGet(index.reservedMid(), Math::max);
        reserveMids();
        this.operations = new EmbeddedOperations(lock, messages, lanes, log, () -> wake.run());
        this.stored = new StoredBodies(bodies, messages, operations);
        this.waiting = new WaitingMail(lock, lanes);
        this.housekeeping = new Housekeeping(lock, index, log, settings);
        this.copies = new LogCopies(directory, lock, index, log, housekeeping);
        housekeeping.tidy();
    }

    /// Actions of administrators on waiting messages.
    public QueueOperations operations() {
        return operations;
    }

    /// The parts that could not be read at start, one line each; empty when all were read.
    public List<String> damage() {
        return log.damage();
    }

    /// The MIDs of all waiting messages, in order.
    public List<Long> mids() {
        return messages.keySet().stream().sorted().toList();
    }

    /// Leaves out MIDs, and makes durable that they are.
    ///
    /// @param many 0 or more
    /// @return the next MID
    public long skipMids(long many) {
        lock.lock();
        try {
            long next = Math.addExact(Math.max(index.reservedMid(), index.nextMid.get()), many);
            index.nextMid.set(next);
            reserveMids();
            return next;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public QueueCopy copy() throws IOException {
        return copies.copy();
    }

    /// MIDs are reserved in blocks, so that none is used twice, even when the messages that had them are long gone.
    private void reserveMids() {
        index.reserve(MID_RESERVE);
        log.append(RecordEncoding.mids(index.reservedMid()));
    }

    @Override
    public long nextMid() {
        long mid = index.nextMid.getAndIncrement();
        if (mid % (MID_RESERVE / 2) == 0) {
            lock.lock();
            try {
                reserveMids();
            } finally {
                lock.unlock();
            }
        }
        return mid;
    }

    @Override
    public void accept(NewMessage message) throws IOException {
        byte[] head = RecordEncoding.head(message);
        LogPosition position = log.awaitAccepted(Payload.of(head, message.body()));
        QueuedMessage queued = new QueuedMessage(message, message.body().size(), head.length, position);
        lock.lock();
        try {
            if (message.body() instanceof MessageBody.InMemory body
                    && lanes.isAnyOpen(queued.shares(), clock.instant())) {
                bodies.put(message.mid(), body);
            }
            index.add(queued);
            housekeeping.arrived(position.segment());
        } finally {
            lock.unlock();
        }
        wake.run();
    }

    @Override
    public List<String> due(Instant now, int limit) {
        return waiting.due(now, limit);
    }

    @Override
    public List<QueuedDelivery> lease(String destination, int maxMessages, Instant now) {
        return waiting.lease(destination, maxMessages, now);
    }

    @Override
    public List<QueuedDelivery> lease(String destination, Lane lane, int maxMessages, Instant now) {
        return waiting.lease(destination, lane, maxMessages, now);
    }

    @Override
    public List<QueuedDelivery> leaseSpent(
            String destination, Lane lane, Instant receivedUntil, int attempts, int maxMessages) {
        return waiting.leaseSpent(destination, lane, receivedUntil, attempts, maxMessages);
    }

    @Override
    public int defer(String destination, Lane lane, Instant until, String trouble) {
        lock.lock();
        try {
            int deferred = lanes.defer(destination, lane, until, trouble);
            log.append(RecordEncoding.deferred(destination, lane, until, trouble));
            return deferred;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void pause(String destination, Instant until) {
        lock.lock();
        try {
            lanes.pause(destination, until);
        } finally {
            lock.unlock();
        }
        wake.run();
    }

    @Override
    public void pause(String destination, Lane lane, Instant until) {
        lock.lock();
        try {
            lanes.pause(destination, lane, until);
        } finally {
            lock.unlock();
        }
        wake.run();
    }

    @Override
    public boolean settle(QueuedDelivery lease, List<Settlement> settlements) {
        boolean done;
        lock.lock();
        try {
            QueuedMessage message = messages.get(lease.mid());
            if (message == null) {
                return false;
            }
            done = index.settle(message, message.share(lease.destination()), settlements);
            if (done) {
                bodies.remove(message.mid);
            }
            if (!settlements.isEmpty()) {
                log.append(RecordEncoding.settled(lease.mid(), settlements));
            }
            if (done) {
                housekeeping.done(message.position.segment());
            }
        } finally {
            lock.unlock();
        }
        wake.run();
        return done;
    }

    @Override
    public MessageBody body(long mid) throws IOException {
        return stored.read(mid);
    }

    @Override
    public ScratchFile scratch() throws IOException {
        if (log.isFull()) {
            throw new QueueFullException("no space left for messages that come in");
        }
        return ScratchFile.in(directory, diskReserve);
    }

    @Override
    public Instant nextDue(Instant now) {
        return waiting.nextDue(now);
    }

    @Override
    public int retryNow(String destination) {
        int hastened;
        lock.lock();
        try {
            hastened = lanes.hasten(destination, clock.instant());
        } finally {
            lock.unlock();
        }
        wake.run();
        return hastened;
    }

    @Override
    public int retryAllNow() {
        int hastened = 0;
        for (String destination : backlogs().keySet()) {
            hastened += retryNow(destination);
        }
        return hastened;
    }

    @Override
    public boolean isWanted(String destination, Instant since) {
        return waiting.isWanted(destination, since);
    }

    @Override
    public Map<String, Backlog> backlogs() {
        return waiting.backlogs();
    }

    @Override
    public Backlog backlog(String destination) {
        return waiting.backlog(destination);
    }

    @Override
    public List<QueuedDelivery> waiting(String destination, int limit) {
        return waiting.oldest(destination, limit);
    }

    @Override
    public void onWork(Runnable wake) {
        this.wake = wake;
    }

    @Override
    public void close() {
        log.close(() -> {
            // Damaged parts may hold mail that nobody has seen.
            if (damage().isEmpty()) {
                stopNote.write(messages.size());
            }
        });
    }
}
