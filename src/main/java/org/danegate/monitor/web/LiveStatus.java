package org.danegate.monitor.web;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.danegate.monitor.DeliveryStatus;
import org.danegate.timing.RegularWork;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.session.SessionInformation;
import org.springframework.security.core.session.SessionRegistry;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/// Notifies open pages of changes: once a second at most, with a sign of life every 5 s. The page then requests its
/// rows, with its own filter and order. A stream ends with the session in which it was opened.
@Component
class LiveStatus implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(LiveStatus.class);

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final int QUIET_SECONDS = 5;

    private final DeliveryStatus status;
    private final SessionRegistry sessions;
    private final Set<Page> pages = ConcurrentHashMap.newKeySet();
    private final RegularWork work =
            new RegularWork("monitor-live", LOG, "Open pages did not learn of changes; it is tried again");
    private int quiet;

    LiveStatus(DeliveryStatus status, SessionRegistry sessions) {
        this.status = status;
        this.sessions = sessions;
    }

    /// One browser's stream. Only one event is on its way to it at a time; a slow browser gets the newest version
    /// after it has taken the previous event.
    ///
    /// @param session the id of the session in which it was opened
    /// @param version differs when what it shows may have changed
    /// @param seen the last version sent to it
    private record Page(
            SseEmitter emitter, String session, LongSupplier version, AtomicBoolean busy, AtomicLong seen) {}

    /// Begins a stream of the list of all destinations.
    ///
    /// @param session the id of the session; the stream ends with it
    SseEmitter open(String session) {
        return open(session, status::version);
    }

    /// Begins a stream of one destination.
    ///
    /// @param session the id of the session; the stream ends with it
    SseEmitter open(String session, String domain) {
        return open(session, () -> status.version(domain));
    }

    private SseEmitter open(String session, LongSupplier version) {
        SseEmitter emitter = new SseEmitter(0L);
        Page page = new Page(emitter, session, version, new AtomicBoolean(), new AtomicLong(-1));
        emitter.onCompletion(() -> pages.remove(page));
        emitter.onTimeout(() -> pages.remove(page));
        emitter.onError(error -> pages.remove(page));
        pages.add(page);
        send(page, "changed", version.getAsLong());
        return emitter;
    }

    /// Sets the headers that make proxies pass the answer on at once: a proxy that collects events would hold
    /// them back.
    static void unbuffered(HttpServletResponse response) {
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-cache, no-store");
        response.setHeader("X-Accel-Buffering", "no");
    }

    @Override
    public void start() {
        work.every(SECOND, SECOND, this::tick);
    }

    /// Ends the streams before the web server waits for open requests.
    @Override
    public void stop() {
        work.end();
        pages.forEach(page -> page.emitter().complete());
    }

    @Override
    public boolean isRunning() {
        return work.isRunning();
    }

    private void tick() {
        boolean signOfLife = ++quiet >= QUIET_SECONDS;
        quiet = signOfLife ? 0 : quiet;
        for (Page page : List.copyOf(pages)) {
            try {
                tick(page, signOfLife);
            } catch (RuntimeException e) {
                // A failure with one browser must not stop the clock for all.
                LOG.warn("A page could not be told what changed", e);
            }
        }
    }

    private void tick(Page page, boolean signOfLife) {
        if (!isSignedIn(page)) {
            pages.remove(page);
            Thread.ofVirtual().name("monitor-live-page").start(page.emitter()::complete);
            return;
        }
        long version = page.version().getAsLong();
        boolean changed = page.seen().get() != version;
        if ((changed || signOfLife) && page.busy().compareAndSet(false, true)) {
            // Each browser has its own thread: one that does not read delays no other.
            Thread.ofVirtual().name("monitor-live-page").start(() -> {
                try {
                    send(page, changed ? "changed" : "alive", version);
                } finally {
                    page.busy().set(false);
                }
            });
        }
    }

    private boolean isSignedIn(Page page) {
        SessionInformation session = sessions.getSessionInformation(page.session());
        return session != null && !session.isExpired();
    }

    private void send(Page page, String name, long version) {
        try {
            page.emitter()
                    .send(SseEmitter.event()
                            .id(Long.toString(version))
                            .name(name)
                            .data(Long.toString(version)));
            page.seen().set(version);
        } catch (IOException | IllegalStateException e) {
            pages.remove(page);
        }
    }
}
