package org.danegate;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryNotificationInfo;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.management.ListenerNotFoundException;
import javax.management.Notification;
import javax.management.NotificationEmitter;
import javax.management.NotificationListener;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/// Keeps the heap near the size of what is alive in it. The serial collector lets its old generation grow up to the
/// limit of the heap before it collects it, although most of what is there may be garbage. This collects it when it has
/// grown by half, and by at least 32 MiB, since the last time. That stops the process for 100 ms and more:
/// so it waits for a quiet second, until the generation has doubled and grown by 160 MiB. The first times are half a
/// minute and two minutes after the start, which leaves much behind, soft references among it. Then the pages that only
/// the start needed are given back as well. With another collector it does nothing.
@Component
class HeapEconomy implements SmartLifecycle, NotificationListener {

    private static final String OLD_GENERATION = "Tenured Gen";
    private static final String YOUNG_COLLECTOR = "Copy";
    private static final long LEAST_GROWTH = 32L << 20;
    private static final long PATIENT_GROWTH = 160L << 20;
    /// Collections of the young generation in a second, at most, in which mail is not delayed.
    private static final long QUIET = 2;
    /// After the start, and after the one before.
    private static final long[] FIRST_SECONDS = {30, 90};

    private final Optional<MemoryPoolMXBean> old = ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP && pool.getName().equals(OLD_GENERATION))
            .filter(MemoryPoolMXBean::isUsageThresholdSupported)
            .findFirst();
    private final Optional<GarbageCollectorMXBean> young = ManagementFactory.getGarbageCollectorMXBeans().stream()
            .filter(collector -> collector.getName().equals(YOUNG_COLLECTOR))
            .findFirst();
    private final AtomicBoolean collecting = new AtomicBoolean();
    private volatile long limit;
    private volatile @Nullable CountDownLatch stopped;

    /// The size of the old generation at which it is collected next.
    ///
    /// @param alive octets that the last collection left
    /// @param most the maximum size in octets, -1 when there is none
    /// @return octets; 0, that is never, when the maximum leaves no room for it, where the collector acts by itself
    static long threshold(long alive, long most) {
        long next = alive + Math.max(alive / 2, LEAST_GROWTH);
        return most >= 0 && next >= most ? 0 : next;
    }

    /// The size of the old generation at which it is collected even when much is going on.
    ///
    /// @param alive octets that the last collection left
    static long limit(long alive) {
        return alive + Math.max(alive, PATIENT_GROWTH);
    }

    @Override
    public void start() {
        CountDownLatch latch = new CountDownLatch(1);
        stopped = latch;
        if (old.isPresent() && ManagementFactory.getMemoryMXBean() instanceof NotificationEmitter emitter) {
            emitter.addNotificationListener(this, null, null);
            rearm(old.get());
            Thread.ofPlatform().daemon().name("heap economy").start(() -> collectFirst(latch));
        }
    }

    private void collectFirst(CountDownLatch latch) {
        try {
            for (long seconds : FIRST_SECONDS) {
                if (latch.await(seconds, TimeUnit.SECONDS)) {
                    return;
                }
                collectWhenQuiet(latch);
                ArchivePages.giveBack();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void stop() {
        CountDownLatch latch = stopped;
        stopped = null;
        if (latch != null && old.isPresent()) {
            latch.countDown();
            old.get().setUsageThreshold(0);
            try {
                ((NotificationEmitter) ManagementFactory.getMemoryMXBean()).removeNotificationListener(this);
            } catch (ListenerNotFoundException removed) {
                // Nothing is left to remove.
            }
        }
    }

    @Override
    public boolean isRunning() {
        return stopped != null;
    }

    @Override
    public void handleNotification(Notification notification, @Nullable Object handback) {
        CountDownLatch latch = stopped;
        if (latch != null && notification.getType().equals(MemoryNotificationInfo.MEMORY_THRESHOLD_EXCEEDED)) {
            // The thread that notifies serves the whole process.
            Thread.ofPlatform().daemon().name("heap economy").start(() -> collectWhenQuiet(latch));
        }
    }

    private void collectWhenQuiet(CountDownLatch latch) {
        if (!collecting.compareAndSet(false, true)) {
            return;
        }
        try {
            if (awaitQuiet(latch)) {
                System.gc();
                old.ifPresent(this::rearm);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            collecting.set(false);
        }
    }

    /// False when the server stops.
    private boolean awaitQuiet(CountDownLatch latch) throws InterruptedException {
        long before = youngCollections();
        while (!latch.await(1, TimeUnit.SECONDS)) {
            long now = youngCollections();
            if (now - before <= QUIET
                    || old.map(pool -> pool.getUsage().getUsed() >= limit).orElse(true)) {
                return true;
            }
            before = now;
        }
        return false;
    }

    private long youngCollections() {
        return young.map(GarbageCollectorMXBean::getCollectionCount).orElse(0L);
    }

    private void rearm(MemoryPoolMXBean pool) {
        if (isRunning()) {
            MemoryUsage now = pool.getUsage();
            limit = limit(now.getUsed());
            pool.setUsageThreshold(threshold(now.getUsed(), now.getMax()));
        }
    }
}
