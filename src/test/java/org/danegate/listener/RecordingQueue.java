package org.danegate.listener;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.danegate.event.Lane;
import org.danegate.queue.Backlog;
import org.danegate.queue.MessageBody;
import org.danegate.queue.MessageQueue;
import org.danegate.queue.NewMessage;
import org.danegate.queue.QueuedDelivery;
import org.danegate.queue.ScratchFile;
import org.danegate.queue.Settlement;

/// A queue that keeps what was accepted, and that a test can make fail or wait.
final class RecordingQueue implements MessageQueue {

    final List<NewMessage> accepted = new CopyOnWriteArrayList<>();
    volatile IOException failure;
    volatile long reserve;
    volatile CountDownLatch gate = new CountDownLatch(0);
    private final AtomicLong mids = new AtomicLong();

    @Override
    public long nextMid() {
        return mids.incrementAndGet();
    }

    @Override
    public void accept(NewMessage message) throws IOException {
        try {
            gate.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
        if (failure != null) {
            throw failure;
        }
        // What is in a file is gone when the conversation goes on.
        accepted.add(new NewMessage(
                message.mid(),
                message.envelope(),
                message.recipients(),
                message.body().octets(),
                message.receivedAt()));
    }

    @Override
    public List<String> due(Instant now, int limit) {
        return List.of();
    }

    @Override
    public List<QueuedDelivery> lease(String destination, int maxMessages, Instant now) {
        return List.of();
    }

    @Override
    public boolean settle(QueuedDelivery lease, List<Settlement> settlements) {
        return true;
    }

    @Override
    public List<QueuedDelivery> lease(String destination, Lane lane, int maxMessages, Instant now) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<QueuedDelivery> leaseSpent(
            String destination, Lane lane, Instant until, int attempts, int maxMessages) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int defer(String destination, Lane lane, Instant until, String trouble) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void pause(String destination, Instant until) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void pause(String destination, Lane lane, Instant until) {
        throw new UnsupportedOperationException();
    }

    @Override
    public MessageBody body(long mid) {
        return accepted.stream()
                .filter(m -> m.mid() == mid)
                .findFirst()
                .orElseThrow()
                .body();
    }

    @Override
    public ScratchFile scratch() throws IOException {
        return ScratchFile.in(Path.of(System.getProperty("java.io.tmpdir")), reserve);
    }

    @Override
    public Instant nextDue(Instant now) {
        return Instant.MAX;
    }

    @Override
    public int retryNow(String destination) {
        return 0;
    }

    @Override
    public boolean isWanted(String destination, Instant since) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int retryAllNow() {
        return 0;
    }

    @Override
    public Map<String, Backlog> backlogs() {
        return Map.of();
    }

    @Override
    public Backlog backlog(String destination) {
        return Backlog.EMPTY;
    }

    @Override
    public List<QueuedDelivery> waiting(String destination, int limit) {
        return List.of();
    }

    @Override
    public void onWork(Runnable wake) {}

    @Override
    public void close() {}
}
