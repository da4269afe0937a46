package org.danegate.queue.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import org.danegate.queue.Backlog;
import org.danegate.queue.Lane;
import org.danegate.queue.MessageBody;
import org.danegate.queue.MessageQueue;
import org.danegate.queue.NewMessage;
import org.danegate.queue.QueueFullException;
import org.danegate.queue.QueueOperations;
import org.danegate.queue.QueuedDelivery;
import org.danegate.queue.QueuedDelivery.Pending;
import org.danegate.queue.ScratchFile;
import org.danegate.queue.Settlement;
import org.jspecify.annotations.Nullable;

/// The queue of one node: records in a group-commit log, index and waiting recipients in memory, bodies on disk.
public final class EmbeddedMessageQueue implements MessageQueue {

    /// Sizes of the store.
    ///
    /// @param segmentSize octets of one log file; no message may be larger
    /// @param bodyCache octets of recently accepted bodies kept in memory
    /// @param pinnedSegments log files kept, in addition to twice what waits, before the oldest is copied forward
    /// @param diskReserve octets of the disk that stay free: below this, messages are refused with 452
    public record Settings(long segmentSize, long bodyCache, int pinnedSegments, long diskReserve) {

        /// 64 MiB segments, 32 MiB of bodies or a sixteenth of the heap, 8 segments, 128 MiB kept free.
        public static Settings defaults() {
            long bodies = Math.min(32L << 20, Runtime.getRuntime().maxMemory() / 16);
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
    private @Nullable Segment latest;
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
        index.nextMid.accumulateAndGet(index.reservedMid(), Math::max);
        reserveMids();
        this.operations = new EmbeddedOperations(lock, messages, lanes, log, () -> wake.run());
        this.housekeeping = new Housekeeping(lock, index, log, settings);
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

    /// MIDs are reserved in blocks, so that none is used twice, even when the messages that had them are long gone.
    private void reserveMids() {
        index.reserve(MID_RESERVE);
        log.append(LogRecord.encodeMids(index.reservedMid()));
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
        byte[] head = LogRecord.encodeHead(message);
        SegmentLog.Position position = await(Payload.of(head, message.body()));
        int size = message.body().size();
        if (message.body() instanceof MessageBody.InMemory body) {
            bodies.put(message.mid(), body);
        }
        lock.lock();
        try {
            index.add(new QueuedMessage(message, size, head.length, position));
            if (position.segment() != latest) {
                latest = position.segment();
                housekeeping.tidy();
            }
        } finally {
            lock.unlock();
        }
        wake.run();
    }

    private SegmentLog.Position await(Payload payload) throws IOException {
        try {
            return log.accept(payload).get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    @Override
    public List<String> due(Instant now, int limit) {
        lock.lock();
        try {
            return lanes.due(now, limit);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public List<QueuedDelivery> lease(String destination, int maxMessages, Instant now) {
        lock.lock();
        try {
            return lanes.dueFirst(destination, now)
                    .map(lane -> lease(destination, lane, maxMessages, now))
                    .orElse(List.of());
        } finally {
            lock.unlock();
        }
    }

    @Override
    public List<QueuedDelivery> lease(String destination, Lane lane, int maxMessages, Instant now) {
        lock.lock();
        try {
            List<QueuedDelivery> leases = new ArrayList<>();
            for (Share share : lanes.take(destination, lane, maxMessages, now)) {
                leases.add(share.delivery(due(share, now)));
            }
            return leases;
        } finally {
            lock.unlock();
        }
    }

    private static List<Pending> due(Share share, Instant now) {
        List<Pending> all = share.pending();
        return all.size() == 1
                ? all
                : all.stream().filter(p -> !p.due().isAfter(now)).toList();
    }

    @Override
    public List<QueuedDelivery> leaseSpent(
            String destination, Lane lane, Instant receivedUntil, int attempts, int maxMessages) {
        lock.lock();
        try {
            return lanes.takeSpent(destination, lane, receivedUntil, attempts, maxMessages).stream()
                    .map(Share::delivery)
                    .toList();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public int defer(String destination, Lane lane, Instant until, String trouble) {
        lock.lock();
        try {
            int deferred = lanes.defer(destination, lane, until, trouble);
            log.append(LogRecord.encodeDeferred(destination, lane, until, trouble));
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
            Share share = message.share(lease.destination());
            lanes.remove(share);
            message.apply(settlements);
            if (!share.isEmpty()) {
                lanes.add(share);
            }
            lanes.sweep(share.destination);
            done = index.removeIfDone(message);
            if (done) {
                bodies.remove(message.mid);
            }
            if (!settlements.isEmpty()) {
                log.append(LogRecord.encode(lease.mid(), settlements));
            }
            Segment segment = message.position.segment();
            if (done && segment.live().get() == 0 && segment != log.current()) {
                housekeeping.tidy();
            }
        } finally {
            lock.unlock();
        }
        wake.run();
        return done;
    }

    @Override
    public MessageBody body(long mid) throws IOException {
        MessageBody cached = bodies.get(mid);
        if (cached != null) {
            return cached;
        }
        QueuedMessage message = messages.get(mid);
        if (message == null) {
            throw new IOException("MID " + mid + " is not in the queue");
        }
        SegmentLog.Position position = message.position;
        try {
            return bodyAt(message, position);
        } catch (IOException e) {
            if (message.position != position) {
                // Copied forward meanwhile: the file that stored it is gone.
                return bodyAt(message, message.position);
            }
            operations.hold(mid);
            throw new IOException("MID " + mid + " cannot be read and is held: " + e.getMessage(), e);
        }
    }

    /// Reads a small body into memory at once, so that its file need not be kept for it.
    private MessageBody bodyAt(QueuedMessage message, SegmentLog.Position position) throws IOException {
        MessageBody payload = log.readChecked(position);
        if (message.size > MessageBody.IN_MEMORY) {
            return new Tail(payload, message.bodyOffset);
        }
        try (payload;
                InputStream body = payload.read(message.bodyOffset, payload.size())) {
            return MessageBody.of(body.readAllBytes());
        }
    }

    /// A payload without its head.
    private record Tail(MessageBody payload, int offset) implements MessageBody {

        @Override
        public int size() {
            return payload.size() - offset;
        }

        @Override
        public InputStream read(int from, int to) throws IOException {
            return payload.read(offset + from, offset + to);
        }

        @Override
        public void close() {
            payload.close();
        }
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
        lock.lock();
        try {
            return lanes.nextAfter(now);
        } finally {
            lock.unlock();
        }
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
    public Map<String, Backlog> backlogs() {
        lock.lock();
        try {
            return lanes.backlogs();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Backlog backlog(String destination) {
        lock.lock();
        try {
            return lanes.backlog(destination);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public List<QueuedDelivery> waiting(String destination, int limit) {
        lock.lock();
        try {
            return lanes.shares(destination, limit).stream()
                    .map(s -> s.delivery(lanes.pending(s)))
                    .toList();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void onWork(Runnable wake) {
        this.wake = wake;
    }

    @Override
    public void close() {
        log.close();
    }
}
