package org.danegate.dns.anchor;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// Refreshes the anchors when they are due, on a virtual thread, until it is closed.
public final class AnchorSchedule implements AutoCloseable {

    /// Looks at the clock at least this often, since the clock may be set and the settings may change.
    private static final Duration LOOK = Duration.ofMinutes(1);

    private final AutomaticAnchors anchors;
    private final AutomaticAnchors.RootQuery root;
    private final BooleanSupplier wanted;
    private final InstantSource clock;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;

    /// @param wanted false while an administrator's file holds the anchors: nothing is asked then
    public AnchorSchedule(
            AutomaticAnchors anchors, AutomaticAnchors.RootQuery root, BooleanSupplier wanted, InstantSource clock) {
        this.anchors = anchors;
        this.root = root;
        this.wanted = wanted;
        this.clock = clock;
        this.thread = Thread.ofVirtual().name("trust-anchors").unstarted(this::run);
    }

    /// Starts; to be called once.
    public void start() {
        thread.start();
    }

    private void run() {
        try {
            do {
                if (wanted.getAsBoolean() && !clock.instant().isBefore(anchors.nextRefresh())) {
                    anchors.refresh(root);
                }
            } while (!closed.await(LOOK.toSeconds(), TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        thread.interrupt();
    }
}
