package org.danegate.monitor.web;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.danegate.monitor.DeliveryStatus;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/// Tells open pages that something changed: once a second at most, and a sign of life every 5 s. The page then asks for
/// its rows, with its own filter and order.
@Component
class LiveStatus implements SmartLifecycle {

    private static final int QUIET_SECONDS = 5;

    private final DeliveryStatus status;
    private final Set<SseEmitter> pages = ConcurrentHashMap.newKeySet();
    private @Nullable ScheduledExecutorService timer;
    private long told = -1;
    private int quiet;

    LiveStatus(DeliveryStatus status) {
        this.status = status;
    }

    SseEmitter open() {
        SseEmitter page = new SseEmitter(0L);
        page.onCompletion(() -> pages.remove(page));
        page.onTimeout(() -> pages.remove(page));
        page.onError(error -> pages.remove(page));
        pages.add(page);
        send(page, "changed", status.version());
        return page;
    }

    @Override
    public void start() {
        ScheduledExecutorService started = Executors.newSingleThreadScheduledExecutor(
                Thread.ofVirtual().name("monitor-live").factory());
        started.scheduleWithFixedDelay(this::tick, 1, 1, TimeUnit.SECONDS);
        timer = started;
    }

    /// Ends the streams before the web server waits for requests under way.
    @Override
    public void stop() {
        if (timer != null) {
            timer.close();
            timer = null;
        }
        pages.forEach(SseEmitter::complete);
    }

    @Override
    public boolean isRunning() {
        return timer != null;
    }

    private void tick() {
        long version = status.version();
        if (version != told) {
            pages.forEach(page -> send(page, "changed", version));
            told = version;
            quiet = 0;
        } else if (++quiet >= QUIET_SECONDS) {
            pages.forEach(page -> send(page, "alive", version));
            quiet = 0;
        }
    }

    private void send(SseEmitter page, String name, long version) {
        try {
            page.send(SseEmitter.event().id(Long.toString(version)).name(name).data(Long.toString(version)));
        } catch (IOException | IllegalStateException e) {
            pages.remove(page);
        }
    }
}
