package org.danegate.maillog;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.danegate.event.DeliveryEvent;
import org.danegate.event.DeliveryEvents;
import org.danegate.syslog.TargetState;
import org.danegate.timing.RegularWork;
import org.danegate.wording.Wording;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/// Looks after the collectors, and tells administrators when one does not get its lines: it has not been reached for a
/// minute, or lines gave way. Its end is told too.
final class CollectorWatch {

    /// A collector may restart in this time without a notice.
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private static final Duration PACE = Duration.ofSeconds(5);

    private final MailLogFiles files;
    private final DeliveryEvents events;
    private final InstantSource clock;
    private final RegularWork work = new RegularWork(
            "collector-watch", LoggerFactory.getLogger(CollectorWatch.class), "The collectors could not be looked at");
    private final Map<String, Seen> seen = new HashMap<>();

    /// @param dropped lines lost when last looked at
    /// @param lossAt when lines were last lost; null when none were
    /// @param told whether administrators know
    /// @param fresh whether it was never found well: alerts of an earlier run may still be open
    private record Seen(long dropped, @Nullable Instant lossAt, boolean told, boolean fresh) {}

    CollectorWatch(MailLogFiles files, DeliveryEvents events, InstantSource clock) {
        this.files = files;
        this.events = events;
        this.clock = clock;
    }

    void start() {
        work.every(PACE, PACE, this::look);
    }

    void stop() {
        work.end();
    }

    /// One look at all of them.
    void look() {
        Set<String> there = new HashSet<>();
        for (String log : files.pushed()) {
            files.collector(log).ifPresent(state -> {
                there.add(log);
                look(log, state);
            });
        }
        for (String gone : Set.copyOf(seen.keySet())) {
            if (!there.contains(gone)) {
                Seen before = seen.remove(gone);
                if (before != null && before.told()) {
                    publish(gone, DeliveryEvent.Weight.INFORMATION, Wording.of("maillog.target.ended", gone));
                }
            }
        }
    }

    private void look(String log, TargetState state) {
        Instant now = clock.instant();
        Seen before = seen.getOrDefault(log, new Seen(0, null, false, true));
        boolean losing = state.dropped() > before.dropped();
        Instant lossAt = losing ? now : before.lossAt();
        Instant failing = state.failingSince();
        boolean away = failing != null && !failing.plus(PATIENCE).isAfter(now);
        boolean well =
                failing == null && (lossAt == null || !lossAt.plus(PATIENCE).isAfter(now));
        boolean told = before.told();
        if (!told && (away || losing)) {
            told = true;
            publish(log, DeliveryEvent.Weight.WARNING, trouble(log, state));
        } else if (well && (told || before.fresh()) && state.connectedSince() != null) {
            told = false;
            publish(
                    log,
                    DeliveryEvent.Weight.INFORMATION,
                    Wording.of("maillog.target.well", log, state.collector(), state.dropped()));
        }
        seen.put(log, new Seen(state.dropped(), lossAt, told, before.fresh() && state.connectedSince() == null));
    }

    private static Wording trouble(String log, TargetState state) {
        String error = state.lastError();
        return error == null
                ? Wording.of("maillog.target.slow", log, state.collector(), state.dropped())
                : Wording.of("maillog.target.lost", log, state.collector(), error, state.dropped(), state.waiting());
    }

    private void publish(String log, DeliveryEvent.Weight weight, Wording wording) {
        events.publish(new DeliveryEvent.ConditionSeen(
                clock.instant(), DeliveryEvent.Condition.LOG_TARGET, weight, log, wording));
    }
}
