package org.danegate.maillog;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.danegate.policy.CommittedPolicy;
import org.danegate.policy.LogSubscription;
import org.jspecify.annotations.Nullable;

/// The open files of the subscriptions that keep files. A log that cannot be written keeps its fault and is tried again
/// until
/// it can; the others are written meanwhile. For one thread, except for what is said about faults and lines.
final class OpenLogs {

    private final CommittedPolicy policy;
    private final Path logsDir;
    private final InstantSource clock;
    private final ZoneId zone;
    private final Map<String, RollingLog> open = new HashMap<>();
    private final Map<String, LogPace> paces = new ConcurrentHashMap<>();
    private final LogFaults faults;
    private CommittedPolicy.@Nullable Revision followed;

    private interface Action {
        void on(RollingLog log) throws IOException;
    }

    /// @param logsDir holds one folder per subscription, which has its name
    /// @param zone local time of the lines
    OpenLogs(CommittedPolicy policy, Path logsDir, InstantSource clock, ZoneId zone) {
        this.policy = policy;
        this.logsDir = logsDir;
        this.clock = clock;
        this.zone = zone;
        this.faults = new LogFaults(clock);
    }

    /// The reason why a log cannot be written, null when it can. For any thread.
    @Nullable
    String fault(String log) {
        return faults.of(log);
    }

    /// Lines that a log received in the last full minute; 0 when it is off. For any thread.
    long linesPerMinute(String log) {
        LogPace pace = paces.get(log);
        return pace == null ? 0 : pace.perMinute(clock.millis());
    }

    boolean has(LogSubscription.Type type) {
        for (RollingLog log : open.values()) {
            if (log.settings().type() == type) {
                return true;
            }
        }
        return false;
    }

    /// Writes a line to all logs of the type.
    ///
    /// @param line as each subscription wants it
    void write(LogSubscription.Type type, Function<LogSubscription, LogLine> line, Instant at) {
        open.forEach((name, log) -> {
            if (log.settings().type() == type) {
                attempt(name, log, l -> {
                    if (l.write(line.apply(l.settings()), at)) {
                        paces.computeIfAbsent(name, n -> new LogPace()).add(clock.millis(), 1);
                    }
                });
            }
        });
    }

    /// Saves the log's current file and begins a new one; false when the log is off or its file cannot be renamed.
    boolean rollOver(String log, Instant now) {
        return attempt(log, open.get(log), l -> l.rollOver(now));
    }

    /// Rolls over the files whose time is over.
    void keepTime(Instant now) {
        each(log -> log.keepTime(now));
    }

    void flush() {
        open.forEach((name, log) -> {
            if (attempt(name, log, RollingLog::flush)) {
                faults.over(name);
            }
        });
    }

    void close() {
        each(RollingLog::close);
    }

    /// When it is time, tries again to open files that could not be opened or written: the disk may have room
    /// again, or the folder be writable.
    void tryAgain() {
        if (faults.isDue()) {
            faults.logs().forEach(this::tryAgain);
        }
    }

    private void tryAgain(String name) {
        policy.current().policy().logSubscriptions().stream()
                .filter(s -> s.keepsFiles() && s.name().equals(name))
                .findFirst()
                .ifPresentOrElse(
                        subscription -> {
                            attempt(name, open.remove(name), RollingLog::close);
                            open(name, subscription);
                        },
                        () -> faults.over(name));
    }

    /// Opens, closes and changes files according to the committed subscriptions.
    void follow() {
        CommittedPolicy.Revision current = policy.current();
        if (current == followed) {
            return;
        }
        followed = current;
        Map<String, LogSubscription> wanted = current.policy().logSubscriptions().stream()
                .filter(LogSubscription::keepsFiles)
                .collect(Collectors.toMap(LogSubscription::name, s -> s, (first, second) -> first));
        closeAllBut(wanted.keySet());
        faults.keepOnly(wanted.keySet());
        wanted.forEach(this::follow);
    }

    private void closeAllBut(Set<String> wanted) {
        for (String name : Set.copyOf(open.keySet())) {
            if (!wanted.contains(name)) {
                attempt(name, open.remove(name), RollingLog::close);
                paces.remove(name);
            }
        }
    }

    private void follow(String name, LogSubscription subscription) {
        RollingLog log = open.get(name);
        if (log != null) {
            attempt(name, log, l -> l.follow(subscription, clock.instant()));
        } else {
            open(name, subscription);
        }
    }

    private void open(String name, LogSubscription subscription) {
        try {
            open.put(name, new RollingLog(logsDir.resolve(name), subscription, zone, clock.instant()));
            faults.over(name);
        } catch (IOException | RuntimeException notOpened) {
            faults.failed(name, notOpened);
        }
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
            faults.failed(name, failed);
            return false;
        }
    }
}
