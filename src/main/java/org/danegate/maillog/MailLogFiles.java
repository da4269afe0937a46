package org.danegate.maillog;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.danegate.event.DeliveryEvent;
import org.danegate.event.DeliveryEvents;
import org.danegate.event.StatusLine;
import org.danegate.policy.CommittedPolicy;
import org.danegate.policy.LogSubscription;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes events to the files of the log subscriptions, on its own thread. No other thread waits for it: when the disk
/// is slower than the mail for long, it leaves events out and logs their number.
public final class MailLogFiles implements DeliveryEvents.Reader, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(MailLogFiles.class);
    private static final int WAITING = 65_536;
    private static final long MINUTE = TimeUnit.MINUTES.toMillis(1);

    /// Milliseconds between two attempts to write a log that could not be written.
    private static final long AGAIN = TimeUnit.SECONDS.toMillis(10);

    private final CommittedPolicy policy;
    private final Path logsDir;
    private final InstantSource clock;
    private final ZoneId zone;
    private final StatusLine status;
    private final Map<LogSubscription.Type, LogGrammar> grammars;
    private final FloodFold floods = new FloodFold();
    private final BlockingQueue<DeliveryEvent> waiting = new ArrayBlockingQueue<>(WAITING);
    private final Queue<Order> orders = new ConcurrentLinkedQueue<>();
    private final AtomicLong leftOut = new AtomicLong();
    private final Map<String, RollingLog> open = new HashMap<>();
    private final Map<String, LogPace> paces = new ConcurrentHashMap<>();
    private final Map<String, String> faults = new ConcurrentHashMap<>();
    private final Thread writer;
    private CommittedPolicy.@Nullable Revision followed;
    private long nextStatus;
    private long nextTry;
    private volatile boolean closing;

    /// An administrator's request about a log's files.
    private record Order(String log, CompletableFuture<Boolean> done) {}

    /// Like the constructor below, without figures for Status Logs.
    public MailLogFiles(CommittedPolicy policy, Path logsDir, InstantSource clock, ZoneId zone) {
        this(policy, logsDir, clock, zone, now -> "");
    }

    /// Starts at once.
    ///
    /// @param logsDir holds one folder per subscription, which has its name
    /// @param zone local time of the lines
    /// @param status called each minute while a Status Log exists
    public MailLogFiles(CommittedPolicy policy, Path logsDir, InstantSource clock, ZoneId zone, StatusLine status) {
        this.policy = policy;
        this.logsDir = logsDir;
        this.clock = clock;
        this.zone = zone;
        this.status = status;
        this.grammars = Map.of(
                LogSubscription.Type.MAIL,
                new MailLogLines(zone),
                LogSubscription.Type.BOUNCE,
                OtherLogLines::bounces,
                LogSubscription.Type.AUDIT,
                OtherLogLines::audit,
                LogSubscription.Type.SYSTEM,
                OtherLogLines::system);
        this.nextStatus = clock.millis() + MINUTE;
        this.writer = Thread.ofPlatform().daemon().name("mail-log").start(this::writeAll);
    }

    @Override
    public void on(DeliveryEvent event) {
        if (!waiting.offer(event)) {
            leftOut.incrementAndGet();
        }
    }

    /// Saves the log's current file and begins a new one, as soon as the writer gets to it. The result is false
    /// when the log is off or its file cannot be renamed.
    public CompletableFuture<Boolean> rollOver(String log) {
        Order order = new Order(log, new CompletableFuture<>());
        orders.add(order);
        return order.done();
    }

    /// Lines that a log received in the last full minute; 0 when it is off.
    public long linesPerMinute(String log) {
        LogPace pace = paces.get(log);
        return pace == null ? 0 : pace.perMinute(clock.millis());
    }

    /// A subscribed log.
    ///
    /// @param fault the reason why it cannot be written, null when it can
    public record State(String log, @Nullable String fault) {}

    /// The enabled logs of the committed policy, in the policy's order.
    public List<State> states() {
        return policy.current().policy().logSubscriptions().stream()
                .filter(LogSubscription::enabled)
                .map(s -> new State(s.name(), faults.get(s.name())))
                .toList();
    }

    /// Writes the events read so far, flushes and closes the files.
    @Override
    public void close() {
        closing = true;
        try {
            writer.join(TimeUnit.SECONDS.toMillis(10));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void writeAll() {
        long flushed = clock.millis();
        boolean dirty = false;
        while (true) {
            follow();
            dirty |= keepTime();
            DeliveryEvent event = next();
            if (event != null) {
                write(event);
                dirty = true;
            }
            if (dirty && (event == null || clock.millis() - flushed >= 1000)) {
                noteLeftOut();
                flush();
                flushed = clock.millis();
                dirty = false;
            }
            if (event == null && closing) {
                each(RollingLog::close);
                return;
            }
        }
    }

    private @Nullable DeliveryEvent next() {
        try {
            return waiting.poll(100, TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            closing = true;
            return waiting.poll();
        }
    }

    private void write(DeliveryEvent event) {
        for (DeliveryEvent shown : floods.of(event)) {
            inFull(shown);
        }
    }

    private void inFull(DeliveryEvent event) {
        for (Map.Entry<LogSubscription.Type, LogGrammar> grammar : grammars.entrySet()) {
            if (open.values().stream().anyMatch(log -> log.settings().type() == grammar.getKey())) {
                for (LogLine line : grammar.getValue().of(event)) {
                    write(grammar.getKey(), line, event.at());
                }
            }
        }
    }

    private void write(LogSubscription.Type type, LogLine line, Instant at) {
        open.forEach((name, log) -> {
            if (log.settings().type() == type) {
                attempt(name, log, l -> {
                    if (l.write(line, at)) {
                        paces.computeIfAbsent(name, n -> new LogPace()).add(clock.millis(), 1);
                    }
                });
            }
        });
    }

    /// Does the work that is due: orders, rollover, and the line of Status Logs.
    private boolean keepTime() {
        Instant now = clock.instant();
        boolean did = !orders.isEmpty();
        for (Order order = orders.poll(); order != null; order = orders.poll()) {
            order.done().complete(attempt(order.log(), open.get(order.log()), log -> log.rollOver(now)));
        }
        each(log -> log.keepTime(now));
        for (String folded : floods.due(now)) {
            did = true;
            write(LogSubscription.Type.MAIL, new LogLine(LogSubscription.Level.WARNING, folded), now);
        }
        if (!faults.isEmpty() && clock.millis() >= nextTry) {
            tryAgain();
        }
        if (clock.millis() >= nextStatus) {
            nextStatus = clock.millis() + MINUTE;
            did = true;
            if (open.values().stream().anyMatch(log -> log.settings().type() == LogSubscription.Type.STATUS)) {
                String figures = status.at(now);
                if (!figures.isEmpty()) {
                    write(LogSubscription.Type.STATUS, new LogLine(LogSubscription.Level.INFO, figures), now);
                }
            }
        }
        return did;
    }

    private void flush() {
        open.forEach((name, log) -> {
            if (attempt(name, log, RollingLog::flush)) {
                faults.remove(name);
            }
        });
    }

    /// Tries again to open files that could not be opened or written: the disk may have room again, or the folder
    /// be writable.
    private void tryAgain() {
        nextTry = clock.millis() + AGAIN;
        for (String name : Set.copyOf(faults.keySet())) {
            policy.current().policy().logSubscriptions().stream()
                    .filter(s -> s.enabled() && s.name().equals(name))
                    .findFirst()
                    .ifPresentOrElse(
                            subscription -> {
                                attempt(name, open.remove(name), RollingLog::close);
                                open(name, subscription);
                            },
                            () -> faults.remove(name));
        }
    }

    private void noteLeftOut() {
        long number = leftOut.getAndSet(0);
        if (number > 0) {
            write(new DeliveryEvent.SystemNotice(
                    clock.instant(), true, number + " events could not be logged in time and are missing here"));
        }
    }

    /// Opens, closes and changes files according to the committed subscriptions.
    private void follow() {
        CommittedPolicy.Revision current = policy.current();
        if (current == followed) {
            return;
        }
        followed = current;
        Map<String, LogSubscription> wanted = current.policy().logSubscriptions().stream()
                .filter(LogSubscription::enabled)
                .collect(Collectors.toMap(LogSubscription::name, s -> s, (first, second) -> first));
        for (String name : Set.copyOf(open.keySet())) {
            if (!wanted.containsKey(name)) {
                attempt(name, open.remove(name), RollingLog::close);
                paces.remove(name);
            }
        }
        faults.keySet().retainAll(wanted.keySet());
        wanted.forEach((name, subscription) -> {
            RollingLog log = open.get(name);
            if (log != null) {
                attempt(name, log, l -> l.follow(subscription, clock.instant()));
            } else {
                open(name, subscription);
            }
        });
    }

    private void open(String name, LogSubscription subscription) {
        try {
            open.put(name, new RollingLog(logsDir.resolve(name), subscription, zone, clock.instant()));
            faults.remove(name);
        } catch (IOException | RuntimeException notOpened) {
            failed(name, notOpened);
        }
    }

    private interface Action {
        void on(RollingLog log) throws IOException;
    }

    private void each(Action action) {
        open.forEach((name, log) -> attempt(name, log, action));
    }

    /// True when it succeeded.
    private boolean attempt(String name, @Nullable RollingLog log, Action action) {
        if (log == null) {
            return false;
        }
        try {
            action.on(log);
            return true;
        } catch (IOException | RuntimeException failed) {
            failed(name, failed);
            return false;
        }
    }

    /// Logs the fault only once; the fault is kept until the log can be written again.
    private void failed(String name, Exception failed) {
        boolean first = !faults.containsKey(name);
        if (first) {
            // Before the fault becomes visible: the next attempt is timed from the moment of the fault.
            nextTry = clock.millis() + AGAIN;
        }
        faults.put(name, VisibleText.of(String.valueOf(failed.getMessage())));
        if (first) {
            LOG.error("log {} cannot be written", name, failed);
        }
    }
}
