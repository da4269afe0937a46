package org.danegate.queue.waiting;

import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.danegate.event.Lane;
import org.danegate.queue.Backlog;
import org.danegate.queue.MessageBody;
import org.danegate.queue.MessageQueue;
import org.danegate.queue.NewMessage;
import org.danegate.queue.QueueOperations;
import org.danegate.queue.QueuedDelivery;
import org.danegate.queue.Settlement;

/// A queue whose waiting mail is in memory, and whose changes a journal keeps. Stores differ in the journal.
public abstract class IndexedQueue implements MessageQueue {

    private final InstantSource clock;
    private final ReentrantLock lock;
    private final QueueIndex index;
    private final Lanes lanes;
    private final BodyCache bodies;
    private final Journal journal;
    private final QueueOperations operations;
    private final StoredBodies stored;
    private final WaitingMail waiting;
    private final AtomicReference<Runnable> work;

    /// @param lock guards the index
    /// @param bodyCache octets of recently accepted bodies kept in memory
    protected IndexedQueue(ReentrantLock lock, QueueIndex index, long bodyCache, InstantSource clock, Journal journal) {
        this.clock = clock;
        this.lock = lock;
        this.index = index;
        this.lanes = index.lanes;
        this.bodies = new BodyCache(bodyCache);
        this.journal = journal;
        AtomicReference<Runnable> wake = new AtomicReference<>(() -> {});
        this.work = wake;
        this.operations = new IndexOperations(
                lock, index.messages, lanes, journal, () -> wake.get().run());
        this.stored = new StoredBodies(bodies, index.messages, operations);
        this.waiting = new WaitingMail(lock, lanes);
    }

    /// Actions of administrators on waiting messages.
    public QueueOperations operations() {
        return operations;
    }

    /// Work may be due.
    protected void wake() {
        work.get().run();
    }

    /// Enters a message that is stored.
    ///
    /// @param stored counts it already
    protected void enter(NewMessage message, Place stored) {
        QueuedMessage queued = new QueuedMessage(message, message.body().size(), stored);
        lock.lock();
        try {
            if (message.body() instanceof MessageBody.InMemory body
                    && lanes.isAnyOpen(queued.shares(), clock.instant())) {
                bodies.put(message.mid(), body);
            }
            index.add(queued);
            entered(stored);
        } finally {
            lock.unlock();
        }
        wake();
    }

    /// A message was entered. Called under the lock.
    protected void entered(Place stored) {
        // Nothing has to be tidied.
    }

    /// A message is gone. Called under the lock.
    protected void gone(Place stored) {
        // Nothing has to be tidied.
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
            journal.deferred(destination, lane, until, trouble);
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
        wake();
    }

    @Override
    public void pause(String destination, Lane lane, Instant until) {
        lock.lock();
        try {
            lanes.pause(destination, lane, until);
        } finally {
            lock.unlock();
        }
        wake();
    }

    @Override
    public boolean settle(QueuedDelivery lease, List<Settlement> settlements) {
        boolean done;
        lock.lock();
        try {
            QueuedMessage message = index.messages.get(lease.mid());
            if (message == null) {
                journal.late(lease, settlements);
                return false;
            }
            done = settleLocked(message, message.share(lease.destination()), settlements);
        } finally {
            lock.unlock();
        }
        wake();
        return done;
    }

    private boolean settleLocked(QueuedMessage message, Share share, List<Settlement> settlements) {
        boolean done = index.settle(message, share, settlements);
        if (done) {
            bodies.remove(message.mid);
        }
        if (!settlements.isEmpty()) {
            journal.settled(message, share, settlements, done);
        }
        if (done) {
            gone(message.place);
        }
        return done;
    }

    @Override
    public MessageBody body(long mid) throws IOException {
        return stored.read(mid);
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
        wake();
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
        work.set(wake);
    }
}
