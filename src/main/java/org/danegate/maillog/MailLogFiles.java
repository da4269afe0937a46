package org.danegate.maillog;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.danegate.consolidated.EventNotation;
import org.danegate.event.DeliveryEvent;
import org.danegate.event.DeliveryEvents;
import org.danegate.event.KnownMessages;
import org.danegate.event.StatusLine;
import org.danegate.policy.CommittedPolicy;
import org.danegate.policy.LogSubscription;
import org.danegate.syslog.Collectors;
import org.danegate.syslog.TargetState;
import org.jspecify.annotations.Nullable;

/// Writes events to the files and collectors of the log subscriptions, on its own thread. No other thread waits for it:
/// when the disk
/// is slower than the mail for long, it leaves events out and logs their number.
public final class MailLogFiles implements DeliveryEvents.Reader, AutoCloseable {

    private static final int WAITING = 65_536;
    private static final long MINUTE = TimeUnit.MINUTES.toMillis(1);

    private final CommittedPolicy policy;
    private final InstantSource clock;
    private final OpenLogs files;
    private final PushedLogs collectors;
    private final LogOutlets logs;
    private final ConsolidatedLog consolidated;
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

    /// What the logs need of other rooms.
    ///
    /// @param status called each minute while a Status Log exists
    /// @param known asked for messages of earlier runs
    /// @param pseudonym replaces an address; the same for the same address
    public record Surroundings(
            Collectors collectors,
            EventNotation notation,
            StatusLine status,
            KnownMessages known,
            UnaryOperator<String> pseudonym) {}

    /// Starts at once.
    ///
    /// @param logsDir holds one folder per subscription, which has its name
    /// @param zone local time of the lines
    public MailLogFiles(
            CommittedPolicy policy, Path logsDir, InstantSource clock, ZoneId zone, Surroundings surroundings) {
        this.policy = policy;
        this.clock = clock;
        this.files = new OpenLogs(policy, logsDir, clock, zone);
        PrivateText texts = new PrivateText(surroundings.pseudonym());
        this.collectors = new PushedLogs(policy, surroundings.collectors(), surroundings.notation(), texts, clock);
        this.logs = new LogOutlets(files, collectors);
        this.consolidated = new ConsolidatedLog(logs, surroundings.notation(), surroundings.known(), texts);
        this.status = surroundings.status();
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
        return files.linesPerMinute(log);
    }

    /// A subscribed log.
    ///
    /// @param fault the reason why it cannot be written, null when it can
    public record State(String log, @Nullable String fault) {}

    /// The logs of the committed policy that keep files, in the policy's order.
    public List<State> states() {
        return policy.current().policy().logSubscriptions().stream()
                .filter(LogSubscription::keepsFiles)
                .map(s -> new State(s.name(), files.fault(s.name())))
                .toList();
    }

    /// How a log's collector gets its lines; empty when it has none.
    public Optional<TargetState> collector(String log) {
        return collectors.state(log);
    }

    /// The logs of the committed policy that have a collector, in the policy's order.
    public List<String> pushed() {
        return policy.current().policy().logSubscriptions().stream()
                .filter(LogSubscription::pushes)
                .map(LogSubscription::name)
                .toList();
    }

    /// Sends a test line to a log's collector; empty when it has none. The result says whether the line was handed
    /// to the network.
    public Optional<CompletableFuture<Boolean>> sendTestLine(String log, String text) {
        return collectors.test(log, text);
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
                consolidated.end();
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
        consolidated.read(event);
    }

    /// Does the work that is due: orders, rollover, and the line of Status Logs. True when something was written.
    private boolean keepTime() {
        Instant now = clock.instant();
        boolean did = consolidated.keepTime(now) || !orders.isEmpty();
        rollOverAsOrdered(now);
        logs.keepTime(now);
        for (String folded : floods.due(now)) {
            did = true;
            logs.write(LogSubscription.Type.MAIL, new LogLine(LogSubscription.Level.WARNING, folded), now);
        }
        if (clock.millis() >= nextStatus) {
            nextStatus = clock.millis() + MINUTE;
            did = true;
            writeStatus(now);
        }
        return did;
    }

    private void rollOverAsOrdered(Instant now) {
        for (Order order = orders.poll(); order != null; order = orders.poll()) {
            order.done().complete(files.rollOver(order.log(), now));
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
