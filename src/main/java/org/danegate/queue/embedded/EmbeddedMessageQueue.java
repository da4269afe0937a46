package org.danegate.queue.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.danegate.queue.Backlog;
import org.danegate.queue.Lane;
import org.danegate.queue.MessageQueue;
import org.danegate.queue.NewMessage;
import org.danegate.queue.QueueOperations;
import org.danegate.queue.QueuedDelivery;
import org.danegate.queue.QueuedDelivery.Pending;
import org.danegate.queue.Settlement;
import org.danegate.queue.embedded.QueuedMessage.Share;
import org.jspecify.annotations.Nullable;

/// The queue of one node: records in a group-commit log, index and waiting recipients in memory, bodies on disk.
public final class EmbeddedMessageQueue implements MessageQueue {

    /// Sizes of the store.
    ///
    /// @param segmentSize octets of one log file; no message may be larger
    /// @param bodyCache octets of recently accepted bodies kept in memory
    /// @param pinnedSegments log files kept, beside twice what waits, before the oldest is copied forward
    public record Settings(long segmentSize, long bodyCache, int pinnedSegments) {

        /// 64 MiB segments, 32 MiB of bodies, 8 segments.
        public static Settings defaults() {
            return new Settings(64L << 20, 32L << 20, 8);
        }
    }

    private static final int MID_RESERVE = 100_000;
    private static final int ROOM_PER_LIVE_OCTET = 2;

    private final InstantSource clock;
    private final Settings settings;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Long, QueuedMessage> messages = new ConcurrentHashMap<>();
    private final Lanes lanes = new Lanes();
    private final AtomicLong nextMid = new AtomicLong(1);
    private final BodyCache bodies;
    private final SegmentLog log;
    private final Compaction compaction;
    private final QueueOperations operations;
    private long reservedMid;
    private long liveOctets;
    private @Nullable Segment latest;
    private volatile Runnable wake = () -> {};

    /// Opens the store and reads what waits.
    ///
    /// @param directory made when missing
    /// @throws IOException when the folder is in use or cannot be read
    public EmbeddedMessageQueue(Path directory, InstantSource clock, Settings settings) throws IOException {
        this.clock = clock;
        this.settings = settings;
        this.bodies = new BodyCache(settings.bodyCache());
        this.log = new SegmentLog(directory, settings.segmentSize(), this::replay);
        nextMid.set(Math.max(nextMid.get(), reservedMid));
        reserveMids();
        this.compaction = new Compaction(this::copyForward, this::moved);
        this.operations = new EmbeddedOperations(lock, messages, lanes, log, () -> wake.run());
        tidy();
    }

    /// What people do with waiting messages.
    public QueueOperations operations() {
        return operations;
    }

    /// What could not be read at start, one line each; empty when all was well.
    public List<String> damage() {
        return log.damage();
    }

    private void replay(LogRecord record, SegmentLog.Position position) {
        switch (record) {
            case LogRecord.Accepted a -> {
                QueuedMessage known = messages.get(a.mid());
                if (known == null) {
                    index(new QueuedMessage(a.message(), a.bodyLength(), a.bodyOffset(), position));
                } else {
                    // Copied forward: what is known of its recipients stays true.
                    move(known, position);
                }
                nextMid.accumulateAndGet(a.mid() + 1, Math::max);
            }
            case LogRecord.Settled s -> change(s.mid(), message -> message.apply(s.settlements()));
            case LogRecord.Restated s -> change(s.mid(), message -> message.restate(s.recipients()));
            case LogRecord.Held h -> {
                QueuedMessage message = messages.get(h.mid());
                if (message != null) {
                    EmbeddedOperations.mark(message, lanes, h.held());
                }
            }
            case LogRecord.Deferred d -> lanes.defer(d.destination(), d.lane(), d.until(), d.trouble());
            case LogRecord.MidsReserved m -> reservedMid = Math.max(reservedMid, m.mid());
        }
    }

    private void change(long mid, Consumer<QueuedMessage> how) {
        QueuedMessage message = messages.get(mid);
        if (message != null) {
            List<Share> before = message.shares();
            before.forEach(lanes::remove);
            how.accept(message);
            message.shares().forEach(lanes::add);
            before.forEach(s -> lanes.sweep(s.destination));
            finishIfDone(message);
        }
    }

    private void index(QueuedMessage message) {
        messages.put(message.mid, message);
        message.position.segment().live().incrementAndGet();
        liveOctets += message.position.length();
        message.shares().forEach(lanes::add);
    }

    private static void move(QueuedMessage message, SegmentLog.Position position) {
        message.position.segment().live().decrementAndGet();
        message.position = position;
        position.segment().live().incrementAndGet();
    }

    private boolean finishIfDone(QueuedMessage message) {
        if (!message.finished()) {
            return false;
        }
        messages.remove(message.mid);
        message.position.segment().live().decrementAndGet();
        liveOctets -= message.position.length();
        bodies.remove(message.mid);
        return true;
    }

    /// MIDs are reserved in blocks, so that none is used twice even when the messages that bore it are long gone.
    private void reserveMids() {
        reservedMid = nextMid.get() + MID_RESERVE;
        log.append(LogRecord.encodeMids(reservedMid));
    }

    @Override
    public long nextMid() {
        long mid = nextMid.getAndIncrement();
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
        byte[] payload = LogRecord.encode(message);
        SegmentLog.Position position = await(payload);
        int size = message.body().length;
        bodies.put(message.mid(), message.body());
        lock.lock();
        try {
            index(new QueuedMessage(message, size, payload.length - size, position));
            if (position.segment() != latest) {
                latest = position.segment();
                tidy();
            }
        } finally {
            lock.unlock();
        }
        wake.run();
    }

    private SegmentLog.Position await(byte[] payload) throws IOException {
        try {
            return log.append(payload).get();
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
                leases.add(share.message.delivery(share, due(share, now)));
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
                    .map(share -> share.message.delivery(share, share.pending()))
                    .toList();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void defer(String destination, Lane lane, Instant until, String trouble) {
        lock.lock();
        try {
            lanes.defer(destination, lane, until, trouble);
            log.append(LogRecord.encodeDeferred(destination, lane, until, trouble));
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
            done = finishIfDone(message);
            if (!settlements.isEmpty()) {
                log.append(LogRecord.encode(lease.mid(), settlements));
            }
            Segment segment = message.position.segment();
            if (done && segment.live().get() == 0 && segment != log.current()) {
                tidy();
            }
        } finally {
            lock.unlock();
        }
        wake.run();
        return done;
    }

    /// Deletes log files from the oldest on while nothing in them waits. Never one in the middle: its records say what
    /// became of messages in older files. Where what waits in the oldest holds up too much room, it is copied forward.
    private void tidy() {
        List<Segment> older = log.older();
        long kept = older.size() * settings.segmentSize();
        for (Segment segment : older) {
            if (segment.live().get() > 0) {
                if (kept > settings.pinnedSegments() * settings.segmentSize() + ROOM_PER_LIVE_OCTET * liveOctets) {
                    compaction.start(segment);
                }
                return;
            }
            try {
                log.delete(segment);
                kept -= settings.segmentSize();
                log.append(LogRecord.encodeMids(reservedMid));
            } catch (IOException e) {
                return;
            }
        }
    }

    /// Appends a copy of a message while it stands at that place; done when the copy and what became of its recipients
    /// are both on disk.
    private Optional<CompletableFuture<SegmentLog.Position>> copyForward(
            Segment segment, long at, long mid, byte[] payload) {
        lock.lock();
        try {
            QueuedMessage message = messages.get(mid);
            if (message == null || message.position.segment() != segment || message.position.at() != at) {
                return Optional.empty();
            }
            List<Pending> recipients = message.shares().stream()
                    .flatMap(s -> lanes.attempted(s).stream())
                    .sorted(Comparator.comparingInt(Pending::rid))
                    .toList();
            CompletableFuture<SegmentLog.Position> copy = log.append(payload);
            CompletableFuture<SegmentLog.Position> state = log.append(LogRecord.encodeState(mid, recipients));
            CompletableFuture<SegmentLog.Position> last =
                    message.held ? log.append(LogRecord.encodeHeld(mid, true)) : state;
            return Optional.of(last.thenCombine(copy, (history, position) -> position));
        } finally {
            lock.unlock();
        }
    }

    /// The copies are on disk: the old file may go.
    private void moved(Map<Long, SegmentLog.Position> copies) {
        lock.lock();
        try {
            copies.forEach((mid, position) -> {
                QueuedMessage message = messages.get(mid);
                if (message != null) {
                    move(message, position);
                }
            });
            tidy();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public byte[] body(long mid) throws IOException {
        byte[] cached = bodies.get(mid);
        if (cached != null) {
            return cached;
        }
        QueuedMessage message;
        lock.lock();
        try {
            message = messages.get(mid);
        } finally {
            lock.unlock();
        }
        if (message == null) {
            throw new IOException("MID " + mid + " is not in the queue");
        }
        return log.read(message.position, message.bodyOffset, message.size).array();
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
            Map<String, Backlog> backlogs = new LinkedHashMap<>();
            lanes.destinations().forEach(d -> backlogs.put(d, lanes.backlog(d)));
            return backlogs;
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
                    .map(s -> s.message.delivery(s, lanes.pending(s)))
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
