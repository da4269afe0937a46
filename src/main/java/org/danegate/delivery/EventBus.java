package org.danegate.delivery;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.danegate.event.DeliveryEvent;
import org.danegate.event.DeliveryEvents;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Hands events to readers, each on a thread of its own behind a bounded queue: a reader that is slow or broken
/// never slows delivery. Events that do not fit into a full queue are counted, and that reader receives the count as
/// a notice.
public final class EventBus implements DeliveryEvents, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EventBus.class);
    private static final int CAPACITY = 65_536;
    /// The most events that a reader takes from its queue at once.
    private static final int GATHERED = 1024;
    /// How long events gather before a busy reader reads on.
    private static final long GATHERED_MILLIS = 5;

    private final Supplier<List<Reader>> readers;
    private final ReentrantLock starting = new ReentrantLock();
    private volatile @Nullable List<Subscription> subscriptions;

    /// @param readers called once, at the first event; each reader then gets a thread
    public EventBus(Supplier<List<Reader>> readers) {
        this.readers = readers;
    }

    @Override
    public void publish(DeliveryEvent event) {
        List<Subscription> known = subscriptions;
        for (Subscription subscription : known != null ? known : subscribe()) {
            subscription.offer(event);
        }
    }

    private List<Subscription> subscribe() {
        starting.lock();
        try {
            List<Subscription> known = subscriptions;
            if (known == null) {
                known = readers.get().stream().map(Subscription::new).toList();
                known.forEach(Subscription::start);
                subscriptions = known;
            }
            return known;
        } finally {
            starting.unlock();
        }
    }

    /// Lets the readers finish what is queued, for at most two seconds each. All of them finish at the same time.
    @Override
    public void close() {
        List<Subscription> known = subscriptions;
        if (known != null) {
            known.forEach(Subscription::stopping);
            known.forEach(Subscription::awaitEnd);
        }
    }

    private static final class Subscription {

        private final Reader reader;
        private final BlockingQueue<DeliveryEvent> queue = new ArrayBlockingQueue<>(CAPACITY);
        /// Events taken from the queue together, so that its lock is taken once for all of them.
        private final List<DeliveryEvent> gathered = new ArrayList<>();
        private final AtomicLong lost = new AtomicLong();
        private final Thread thread;
        private final CountDownLatch stopping = new CountDownLatch(1);

        Subscription(Reader reader) {
            this.reader = reader;
            this.thread = Thread.ofPlatform()
                    .daemon()
                    .name("events-" + reader.getClass().getSimpleName())
                    .unstarted(this::run);
        }

        void start() {
            thread.start();
        }

        void offer(DeliveryEvent event) {
            if (!queue.offer(event)) {
                lost.incrementAndGet();
            }
        }

        void stopping() {
            stopping.countDown();
        }

        void awaitEnd() {
            try {
                thread.join(2000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private void run() {
            try {
                while (stopping.getCount() > 0 || !queue.isEmpty()) {
                    DeliveryEvent first = queue.poll(200, TimeUnit.MILLISECONDS);
                    for (DeliveryEvent event = first; event != null; event = queue.poll()) {
                        read(event);
                        queue.drainTo(gathered, GATHERED);
                        gathered.forEach(this::read);
                        gathered.clear();
                    }
                    tellOfLost();
                    if (first != null) {
                        // Nobody wakes this thread meanwhile: to be woken for each event of each message would cost
                        // delivery more than all that the readers do.
                        stopping.await(GATHERED_MILLIS, TimeUnit.MILLISECONDS);
                    }
                }
            } catch (InterruptedException e) {
                // The server ends.
            }
        }

        private void tellOfLost() {
            long missed = lost.getAndSet(0);
            if (missed > 0) {
                read(new DeliveryEvent.SystemNotice(
                        Instant.now(), true, missed + " events were lost: this reader was too slow"));
            }
        }

        private void read(DeliveryEvent event) {
            try {
                reader.on(event);
            } catch (RuntimeException e) {
                LOG.warn("An event reader failed on {}", event.getClass().getSimpleName(), e);
            }
        }
    }
}
