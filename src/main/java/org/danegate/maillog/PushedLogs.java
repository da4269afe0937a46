package org.danegate.maillog;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.danegate.address.VisibleText;
import org.danegate.consolidated.EventNotation;
import org.danegate.policy.CommittedPolicy;
import org.danegate.policy.LogSubscription;
import org.danegate.policy.LogSubscription.Level;
import org.danegate.syslog.Collectors;
import org.danegate.syslog.SyslogMessage;
import org.danegate.syslog.SyslogTarget;
import org.danegate.syslog.TargetState;
import org.jspecify.annotations.Nullable;

/// The logs whose lines are sent to collectors. One thread writes and follows the policy; any thread may ask for states
/// and send a test line.
final class PushedLogs {

    /// How long the end of the server waits for lines that were not sent yet.
    static final Duration PATIENCE = Duration.ofSeconds(3);

    private final CommittedPolicy policy;
    private final Collectors collectors;
    private final EventNotation notation;
    private final PrivateText texts;
    private final InstantSource clock;
    private final Map<String, Push> open = new ConcurrentHashMap<>();
    private CommittedPolicy.@Nullable Revision followed;
    private long watched;

    private record Push(LogSubscription settings, SyslogTarget target) {}

    PushedLogs(
            CommittedPolicy policy,
            Collectors collectors,
            EventNotation notation,
            PrivateText texts,
            InstantSource clock) {
        this.policy = policy;
        this.collectors = collectors;
        this.notation = notation;
        this.texts = texts;
        this.clock = clock;
    }

    boolean has(LogSubscription.Type type) {
        for (Push push : open.values()) {
            if (push.settings().type() == type) {
                return true;
            }
        }
        return false;
    }

    /// Hands a line to the collectors of all logs of the type; never waits.
    ///
    /// @param line as each subscription wants it
    void write(LogSubscription.Type type, Function<LogSubscription, LogLine> line, Instant at) {
        for (Push push : open.values()) {
            if (push.settings().type() == type) {
                LogLine own = line.apply(push.settings());
                if (own.shownAt(push.settings().level())) {
                    leaving(push.settings(), own)
                            .ifPresent(left -> push.target().offer(message(push.settings(), left, at)));
                }
            }
        }
    }

    /// What of a line leaves the server. Consolidated events were made for it.
    private Optional<LogLine> leaving(LogSubscription log, LogLine line) {
        return log.type() == LogSubscription.Type.CONSOLIDATED ? Optional.of(line) : texts.of(line, log.privacy());
    }

    private static SyslogMessage message(LogSubscription log, LogLine line, Instant at) {
        return new SyslogMessage(
                at,
                severity(line.level()),
                line.levelled() ? line.word() : "",
                log.name(),
                log.type().name(),
                line.text());
    }

    private static int severity(Level level) {
        return switch (level) {
            case CRITICAL -> 2;
            case WARNING -> 4;
            case INFO -> 6;
            case DEBUG, TRACE -> 7;
        };
    }

    /// How a log's collector gets its lines; empty when it has none.
    Optional<TargetState> state(String log) {
        return Optional.ofNullable(open.get(log)).map(push -> push.target().state());
    }

    /// Sends a line to a log's collector; empty when it has none.
    ///
    /// @param text says that it is a test
    /// @return whether it was handed to the network
    Optional<CompletableFuture<Boolean>> test(String log, String text) {
        return Optional.ofNullable(open.get(log)).map(push -> {
            LogSubscription settings = push.settings();
            LogLine line = settings.isJson()
                    ? new LogLine(Level.INFO, notation.test(text), false)
                    : new LogLine(Level.INFO, VisibleText.of(text));
            return push.target().offerAndTell(message(settings, line, clock.instant()));
        });
    }

    /// Looks now and then whether a collector is stuck.
    void watch() {
        long now = clock.millis();
        if (Math.abs(now - watched) >= 1000) {
            watched = now;
            open.values().forEach(push -> push.target().watch());
        }
    }

    /// Begins and ends to send according to the committed subscriptions.
    void follow() {
        CommittedPolicy.Revision current = policy.current();
        if (current == followed) {
            return;
        }
        followed = current;
        List<LogSubscription> wanted = current.policy().logSubscriptions().stream()
                .filter(LogSubscription::pushes)
                .toList();
        for (String name : List.copyOf(open.keySet())) {
            if (wanted.stream().noneMatch(log -> log.name().equals(name))) {
                end(name);
            }
        }
        wanted.forEach(this::follow);
    }

    private void follow(LogSubscription log) {
        Push push = open.get(log.name());
        if (push != null && push.settings().syslog().equals(log.syslog())) {
            open.put(log.name(), new Push(log, push.target()));
            return;
        }
        end(log.name());
        open.put(log.name(), new Push(log, collectors.begin(log.name(), log.syslog(), n -> lost(log, n))));
    }

    private SyslogMessage lost(LogSubscription begun, long number) {
        Push push = open.get(begun.name());
        LogSubscription log = push == null ? begun : push.settings();
        String text = notation.lost(number, log.isJson());
        return message(log, new LogLine(Level.WARNING, text, !log.isJson()), clock.instant());
    }

    /// The thread of the target sends what waits, and ends by itself.
    private void end(String name) {
        Push push = open.remove(name);
        if (push != null) {
            push.target().stop();
        }
    }

    /// Sends what waits, for a bounded time.
    void close() {
        List<SyslogTarget> targets = open.values().stream().map(Push::target).toList();
        SyslogTarget.end(targets, PATIENCE);
    }
}
