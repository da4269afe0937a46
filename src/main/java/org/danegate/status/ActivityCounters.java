package org.danegate.status;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.danegate.event.DeliveryEvent;
import org.danegate.event.DeliveryEvents;
import org.danegate.event.Trouble;

/// Counts what the appliance's `status detail` counts: since the process started (Uptime), since an administrator reset
/// the counters (Reset), and as rates.
public final class ActivityCounters implements DeliveryEvents.Reader {

    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Counter, Meter> meters = new EnumMap<>(Counter.class);
    private final Set<Long> incoming = new HashSet<>();
    private final Set<Long> outgoing = new HashSet<>();
    private final Instant started;
    private Instant resetAt;
    private long mid;
    private long icid;
    private long dcid;

    /// Starts counting.
    public ActivityCounters(InstantSource clock) {
        this.clock = clock;
        this.started = clock.instant();
        this.resetAt = started;
        for (Counter counter : Counter.values()) {
            meters.put(counter, new Meter());
        }
    }

    /// The current values of a counter.
    ///
    /// @param perHour1 events per hour, from the last full minute; the others from the last 5 and 15 minutes
    public record Reading(Counter counter, long reset, long uptime, long perHour1, long perHour5, long perHour15) {}

    /// All counters, with the gauges reported alongside.
    ///
    /// @param resetAt when the Reset column began
    /// @param connectionsIn client connections open now
    /// @param connectionsOut delivery connections open now
    /// @param mid the last message's MID, 0 before the first; likewise ICID and DCID
    public record Report(
            Instant started,
            Instant resetAt,
            List<Reading> readings,
            int connectionsIn,
            int connectionsOut,
            long mid,
            long icid,
            long dcid) {

        public Report {
            readings = List.copyOf(readings);
        }
    }

    /// The counts so far.
    public Report report() {
        long now = clock.millis();
        lock.lock();
        try {
            List<Reading> readings = new ArrayList<>();
            meters.forEach((counter, meter) -> readings.add(reading(counter, meter, now)));
            return new Report(started, resetAt, readings, incoming.size(), outgoing.size(), mid, icid, dcid);
        } finally {
            lock.unlock();
        }
    }

    private static Reading reading(Counter counter, Meter meter, long now) {
        return new Reading(
                counter,
                meter.sinceReset(),
                meter.total(),
                meter.perHour(now, 1),
                meter.perHour(now, 5),
                meter.perHour(now, 15));
    }

    /// Restarts the Reset column.
    public void reset() {
        lock.lock();
        try {
            resetAt = clock.instant();
            meters.values().forEach(Meter::reset);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void on(DeliveryEvent event) {
        lock.lock();
        try {
            count(event);
        } finally {
            lock.unlock();
        }
    }

    private void count(DeliveryEvent event) {
        switch (event) {
            case DeliveryEvent.MessageQueued e -> queued(e);
            case DeliveryEvent.RecipientAdded e -> {
                if (e.icid() > 0) {
                    add(Counter.RECIPIENTS_RECEIVED, 1);
                }
            }
            case DeliveryEvent.RecipientRejected ignored -> add(Counter.REJECTED_RECIPIENTS, 1);
            case DeliveryEvent.MessageAborted ignored -> add(Counter.ABORTED_MESSAGES, 1);
            case DeliveryEvent.RecipientDelayed ignored -> add(Counter.SOFT_BOUNCED_EVENTS, 1);
            case DeliveryEvent.RecipientsDeferred e -> add(Counter.SOFT_BOUNCED_EVENTS, e.recipients());
            case DeliveryEvent.RecipientDelivered ignored -> completed(Counter.DELIVERED_RECIPIENTS, 1);
            case DeliveryEvent.RecipientsDeleted e ->
                completed(Counter.DELETED_RECIPIENTS, e.rids().size());
            case DeliveryEvent.RecipientDropped ignored -> completed(Counter.DELETED_RECIPIENTS, 1);
            case DeliveryEvent.RecipientBounced e -> {
                completed(Counter.HARD_BOUNCED_RECIPIENTS, 1);
                add(cause(e.trouble(), e.expired()), 1);
            }
            default -> follow(event);
        }
    }

    /// The open connections and the last numbers.
    private void follow(DeliveryEvent event) {
        switch (event) {
            case DeliveryEvent.InjectionStarted e -> {
                icid = Math.max(icid, e.icid());
                incoming.add(e.icid());
            }
            case DeliveryEvent.InjectionClosed e -> incoming.remove(e.icid());
            case DeliveryEvent.ConnectionOpened e -> {
                dcid = Math.max(dcid, e.dcid());
                outgoing.add(e.dcid());
            }
            case DeliveryEvent.ConnectionClosed e -> outgoing.remove(e.dcid());
            case DeliveryEvent.MessageStarted e -> mid = Math.max(mid, e.mid());
            default -> {
                // Not counted.
            }
        }
    }

    private void queued(DeliveryEvent.MessageQueued e) {
        if (e.icid() > 0) {
            add(Counter.MESSAGES_RECEIVED, 1);
            add(Counter.BYTES_RECEIVED, e.bytes());
        } else {
            add(Counter.GENERATED_MESSAGES, 1);
        }
    }

    private static Counter cause(Trouble trouble, boolean expired) {
        if (expired) {
            return Counter.EXPIRED_HARD_BOUNCES;
        }
        if (trouble.code().startsWith("5")) {
            return Counter.FIVE_XX_HARD_BOUNCES;
        }
        return trouble.enhanced().equals("5.1.2") ? Counter.DNS_HARD_BOUNCES : Counter.OTHER_HARD_BOUNCES;
    }

    private void completed(Counter counter, long number) {
        add(counter, number);
        add(Counter.COMPLETED_RECIPIENTS, number);
    }

    private void add(Counter counter, long number) {
        Meter meter = meters.get(counter);
        if (meter != null) {
            meter.add(clock.millis(), number);
        }
    }
}
