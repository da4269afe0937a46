package org.danegate.maillog;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.danegate.event.DeliveryEvent;
import org.danegate.event.DeliveryEvents;
import org.danegate.policy.CommittedPolicy;
import org.danegate.policy.LogSubscription;
import org.jspecify.annotations.Nullable;

/// Writes events to the files of the log subscriptions, on a thread of its own. Nobody waits for it: when the disk is
/// slower than the mail for long, events are left out and their number is logged.
public final class MailLogFiles implements DeliveryEvents.Reader, AutoCloseable {

    private static final System.Logger LOG = System.getLogger(MailLogFiles.class.getName());
    private static final int WAITING = 65_536;

    private final CommittedPolicy policy;
    private final Path logsDir;
    private final InstantSource clock;
    private final ZoneId zone;
    private final MailLogLines grammar;
    private final BlockingQueue<DeliveryEvent> waiting = new ArrayBlockingQueue<>(WAITING);
    private final AtomicLong leftOut = new AtomicLong();
    private final Map<String, RollingLog> open = new HashMap<>();
    private final Thread writer;
    private CommittedPolicy.@Nullable Revision followed;
    private volatile boolean closing;

    /// Starts at once.
    ///
    /// @param logsDir holds one folder per subscription, named as it
    /// @param zone local time of the lines
    public MailLogFiles(CommittedPolicy policy, Path logsDir, InstantSource clock, ZoneId zone) {
        this.policy = policy;
        this.logsDir = logsDir;
        this.clock = clock;
        this.zone = zone;
        this.grammar = new MailLogLines(zone);
        this.writer = Thread.ofPlatform().daemon().name("mail-log").start(this::writeAll);
    }

    @Override
    public void on(DeliveryEvent event) {
        if (!waiting.offer(event)) {
            leftOut.incrementAndGet();
        }
    }

    /// Writes what was read so far, flushes and closes the files.
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
            DeliveryEvent event = next();
            if (event != null) {
                write(event);
                dirty = true;
            }
            if (dirty && (event == null || clock.millis() - flushed >= 1000)) {
                noteLeftOut();
                each(RollingLog::flush);
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
        for (LogLine line : grammar.of(event)) {
            each(log -> log.write(line, event.at()));
        }
    }

    private void noteLeftOut() {
        long number = leftOut.getAndSet(0);
        if (number > 0) {
            write(new DeliveryEvent.SystemNotice(
                    clock.instant(), true, number + " events could not be logged in time and are missing here"));
        }
    }

    /// Opens, closes and changes files as the committed subscriptions say.
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
            }
        }
        wanted.forEach((name, subscription) -> {
            RollingLog log = open.get(name);
            if (log != null) {
                log.follow(subscription);
            } else {
                open(name, subscription);
            }
        });
    }

    private void open(String name, LogSubscription subscription) {
        try {
            open.put(name, new RollingLog(logsDir.resolve(name), subscription, zone, clock.instant()));
        } catch (IOException notOpened) {
            LOG.log(System.Logger.Level.ERROR, "log " + name + " cannot be opened", notOpened);
        }
    }

    private interface Action {
        void on(RollingLog log) throws IOException;
    }

    private void each(Action action) {
        open.forEach((name, log) -> attempt(name, log, action));
    }

    private static void attempt(String name, @Nullable RollingLog log, Action action) {
        if (log != null) {
            try {
                action.on(log);
            } catch (IOException | RuntimeException failed) {
                LOG.log(System.Logger.Level.ERROR, "log " + name + " cannot be written", failed);
            }
        }
    }
}
