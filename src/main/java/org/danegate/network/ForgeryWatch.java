package org.danegate.network;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.danegate.dns.ForgeryNews;
import org.danegate.event.DeliveryEvent;
import org.danegate.event.DeliveryEvent.Condition;
import org.danegate.event.DeliveryEvent.Weight;
import org.danegate.event.DeliveryEvents;
import org.danegate.wording.Wording;

/// Counts datagrams that arrived in the name of a DNS server but were not answers, and reports them when there are
/// many: a late answer to an earlier question is no problem. Reports at most once a minute for each server; the alerts'
/// damping spaces them out further.
final class ForgeryWatch implements ForgeryNews {

    /// This many datagrams for one server within {@link #WINDOW} are reported.
    static final int MANY = 8;

    private static final Duration WINDOW = Duration.ofMinutes(1);
    private static final int MOST_SERVERS = 1000;

    /// @param told whether this window's count was reported
    private record Count(Instant since, int datagrams, boolean told) {}

    private final DeliveryEvents events;
    private final InstantSource clock;
    private final Counter dropped;
    private final ReentrantLock counting = new ReentrantLock();
    private final Map<String, Count> counts = new HashMap<>();

    ForgeryWatch(DeliveryEvents events, InstantSource clock, MeterRegistry registry) {
        this.events = events;
        this.clock = clock;
        this.dropped = Counter.builder("danegate.dns.dropped.answers")
                .description("Datagrams in the name of a DNS server that were no answer to its question")
                .register(registry);
    }

    @Override
    public void dropped(String server, int datagrams) {
        dropped.increment(datagrams);
        int many = count(server, datagrams, clock.instant());
        if (many > 0) {
            events.publish(new DeliveryEvent.ConditionSeen(
                    clock.instant(),
                    Condition.RESOLVER,
                    Weight.WARNING,
                    server,
                    Wording.of("dnsstatus.alert.forged-answers", server, String.valueOf(many))));
        }
    }

    /// The number to report now; zero for nothing.
    private int count(String server, int datagrams, Instant now) {
        counting.lock();
        try {
            return counted(server, datagrams, now);
        } finally {
            counting.unlock();
        }
    }

    private int counted(String server, int datagrams, Instant now) {
        if (counts.size() >= MOST_SERVERS && !counts.containsKey(server)) {
            counts.clear();
        }
        Count before = counts.get(server);
        boolean fresh = before == null || !now.isBefore(before.since().plus(WINDOW)) || now.isBefore(before.since());
        int all = fresh || before == null ? datagrams : before.datagrams() + datagrams;
        boolean told = !fresh && before != null && before.told();
        boolean tell = !told && all >= MANY;
        counts.put(server, new Count(fresh || before == null ? now : before.since(), all, told || tell));
        return tell ? all : 0;
    }
}
