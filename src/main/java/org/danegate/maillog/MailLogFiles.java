package org.danegate.maillog;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.danegate.event.DeliveryEvent;
import org.danegate.event.DeliveryEvents;
import org.danegate.event.StatusLine;
import org.danegate.policy.CommittedPolicy;
import org.danegate.policy.LogSubscription;
import org.jspecify.annotations.Nullable;

/// Writes events to the files of the log subscriptions, on its own thread. No other thread waits for it: when the disk
/// is slower than the mail for long, it leaves events out and logs their number.
public final class MailLogFiles implements DeliveryEvents.Reader, AutoCloseable {

    private static final int WAITING = 65_536;
    private static final long MINUTE = TimeUnit.MINUTES.toMillis(1);

    private final CommittedPolicy policy;
    private final InstantSource clock;
    private final OpenLogs logs;
    private final StatusLine status;
    private final Map<LogSubscription.Type, LogGrammar> grammars;
    private final FloodFold floods = new FloodFold();
    private final BlockingQueue<DeliveryEvent> waiting = new ArrayBlockingQueue<>(WAITING);
    private final Queue<Order> orders = new ConcurrentLinkedQueue<>();
    private final AtomicLong leftOut = new AtomicLong();
    private final Thread writer;
    private long nextStatus;
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
        this.clock = clock;
        this.logs = new OpenLogs(policy, logsDir, clock, zone);
        this.status = status;
        this.grammars = LogGrammar.all(zone);
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
        return logs.linesPerMinute(log);
    }

    /// A subscribed log.
    ///
    /// @param fault the reason why it cannot be written, null when it can
    public record State(String log, @Nullable String fault) {}

    /// The enabled logs of the committed policy, in the policy's order.
    public List<State> states() {
        return policy.current().policy().logSubscriptions().stream()
                .filter(LogSubscription::enabled)
                .map(s -> new State(s.name(), logs.fault(s.name())))
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
            logs.follow();
            dirty |= keepTime();
            DeliveryEvent event = next();
            if (event != null) {
                write(event);
                dirty = true;
            }
            if (dirty && (event == null || clock.millis() - flushed >= 1000)) {
                noteLeftOut();
                logs.flush();
                flushed = clock.millis();
                dirty = false;
            }
            if (event == null && closing) {
                logs.close();
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
            if (logs.has(grammar.getKey())) {
                for (LogLine line : grammar.getValue().of(event)) {
                    logs.write(grammar.getKey(), line, event.at());
                }
            }
        }
    }

    /// Does the work that is due: orders, rollover, and the line of Status Logs. True when something was written.
    private boolean keepTime() {
        Instant now = clock.instant();
        boolean did = !orders.isEmpty();
        rollOverAsOrdered(now);
        logs.keepTime(now);
        for (String folded : floods.due(now)) {
            did = true;
            logs.write(LogSubscription.Type.MAIL, new LogLine(LogSubscription.Level.WARNING, folded), now);
        }
        logs.tryAgain();
        if (clock.millis() >= nextStatus) {
            nextStatus = clock.millis() + MINUTE;
            did = true;
            writeStatus(now);
        }
        return did;
    }

    private void rollOverAsOrdered(Instant now) {
        for (Order order = orders.poll(); order != null; order = orders.poll()) {
            order.done().complete(logs.rollOver(order.log(), now));
        }
    }

    private void writeStatus(Instant now) {
        if (logs.has(LogSubscription.Type.STATUS)) {
            String figures = status.at(now);
            if (!figures.isEmpty()) {
                logs.write(LogSubscription.Type.STATUS, new LogLine(LogSubscription.Level.INFO, figures), now);
            }
        }
    }

    private void noteLeftOut() {
        long number = leftOut.getAndSet(0);
        if (number > 0) {
            write(new DeliveryEvent.SystemNotice(
                    clock.instant(), true, number + " events could not be logged in time and are missing here"));
        }
    }
}
