package org.danegate.queue.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.danegate.queue.NewMessage;
import org.danegate.queue.QueueCopies;
import org.danegate.queue.QueueFullException;
import org.danegate.queue.ScratchFile;
import org.danegate.queue.waiting.IndexedQueue;
import org.danegate.queue.waiting.LogRecord;
import org.danegate.queue.waiting.Place;
import org.danegate.queue.waiting.QueueIndex;
import org.danegate.queue.waiting.RecordEncoding;

/// The queue of one node: records in a group-commit log, index and waiting recipients in memory, bodies on disk.
public final class EmbeddedMessageQueue extends IndexedQueue implements QueueCopies {

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
    private final ReentrantLock lock;
    private final QueueIndex index;
    private final SegmentLog log;
    private final Housekeeping housekeeping;
    private final StopNote stopNote;
    private final LogCopies copies;

    /// Opens the store and reads the waiting messages.
    ///
    /// @param directory made when missing
    /// @throws IOException when the folder is in use or cannot be read
    public EmbeddedMessageQueue(Path directory, InstantSource clock, Settings settings) throws IOException {
        this(directory, clock, settings, new ReentrantLock(), new QueueIndex());
    }

    private EmbeddedMessageQueue(
            Path directory, InstantSource clock, Settings settings, ReentrantLock lock, QueueIndex index)
            throws IOException {
        this(
                directory,
                clock,
                settings,
                lock,
                index,
                new SegmentLog(directory, settings.segmentSize(), settings.diskReserve(), replay(index)));
    }

    private static LogRecovery.Replay replay(QueueIndex index) {
        return (record, position) -> index.replay(
                record,
                record instanceof LogRecord.Accepted message ? position.withBody(message.bodyOffset()) : position);
    }

    private EmbeddedMessageQueue(
            Path directory,
            InstantSource clock,
            Settings settings,
            ReentrantLock lock,
            QueueIndex index,
            SegmentLog log)
            throws IOException {
        super(lock, index, settings.bodyCache(), clock, new LogJournal(log));
        this.directory = directory;
        this.diskReserve = settings.diskReserve();
        this.lock = lock;
        this.index = index;
        this.log = log;
        this.stopNote = new StopNote(directory);
        stopNote.remove();
        index.nextMid.accumulateAndGet(index.reservedMid(), Math::max);
        reserveMids();
        this.housekeeping = new Housekeeping(lock, index, log, settings);
        this.copies = new LogCopies(directory, lock, index, log, housekeeping);
        housekeeping.tidy();
    }

    /// The parts that could not be read at start, one line each; empty when all were read.
    public List<String> damage() {
        return log.damage();
    }

    /// The MIDs of all waiting messages, in order.
    public List<Long> mids() {
        return index.messages.keySet().stream().sorted().toList();
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

    /// Gives out no MID below one.
    public void startMidsAt(long first) {
        lock.lock();
        try {
            if (index.nextMid.get() < first) {
                index.nextMid.set(first);
                reserveMids();
            }
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
        enter(message, log.awaitAccepted(Payload.of(head, message.body())).withBody(head.length));
    }

    @Override
    protected void entered(Place stored) {
        housekeeping.arrived(((LogPosition) stored).segment());
    }

    @Override
    protected void gone(Place stored) {
        housekeeping.done(((LogPosition) stored).segment());
    }

    @Override
    public ScratchFile scratch() throws IOException {
        if (log.isFull()) {
            throw new QueueFullException("no space left for messages that come in");
        }
        return ScratchFile.in(directory, diskReserve);
    }

    @Override
    public void close() {
        log.close(() -> {
            // Damaged parts may hold mail that nobody has seen.
            if (damage().isEmpty()) {
                stopNote.write(index.messages.size());
            }
        });
    }
}
