package org.danegate.tlsreports;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.danegate.address.DomainName;
import org.danegate.event.DeliveryEvent;
import org.danegate.event.DeliveryEvents;
import org.danegate.policy.CommittedPolicy;
import org.danegate.policy.TlsReportSettings;
import org.danegate.tlsrpt.FetchRules;
import org.danegate.tlsrpt.SessionCount;
import org.danegate.tlsrpt.SessionRules;
import org.danegate.tlsrpt.UndialledRules;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Turns events into counters, which wait in memory until they are stored. Thread-safe.
final class Counting implements DeliveryEvents.Reader {

    private static final Logger LOG = LoggerFactory.getLogger(Counting.class);

    /// Keys that wait for a database; what more there is is not counted.
    private static final int MOST_UNSTORED = 50_000;

    private final CommittedPolicy policy;
    private final ReentrantLock lock = new ReentrantLock();
    private Map<CountKey, Tally> unstored = new HashMap<>();
    private long dropped;

    Counting(CommittedPolicy policy) {
        this.policy = policy;
    }

    @Override
    public void on(DeliveryEvent event) {
        TlsReportSettings settings = policy.current().policy().tlsReports();
        if (settings.isCounting()) {
            count(counts(event).stream()
                    .filter(count -> settings.covers(count.domain()))
                    .toList());
        }
    }

    private static List<SessionCount> counts(DeliveryEvent event) {
        return switch (event) {
            case DeliveryEvent.HostDialed e -> e.session() == null ? List.of() : SessionRules.of(e.session());
            case DeliveryEvent.AttemptEnded e ->
                e.lane().tls().ignoresPolicies() ? List.of() : UndialledRules.of(e.evidence());
            case DeliveryEvent.StsPolicyTrouble e ->
                List.of(FetchRules.of(e.at(), new DomainName(e.domain()), e.trouble()));
            default -> List.of();
        };
    }

    private void count(List<SessionCount> counts) {
        lock.lock();
        try {
            counts.forEach(this::count);
        } finally {
            lock.unlock();
        }
    }

    private void count(SessionCount count) {
        CountKey key = new CountKey(count.day(), count.domain(), count.policy());
        Tally tally = tally(key);
        if (tally != null) {
            tally.add(count.failures());
        }
    }

    private @Nullable Tally tally(CountKey key) {
        if (unstored.size() >= MOST_UNSTORED && !unstored.containsKey(key)) {
            dropped++;
            return null;
        }
        return unstored.computeIfAbsent(key, k -> new Tally());
    }

    /// What was counted since the last time, handed out once.
    Map<CountKey, Tally> take() {
        lock.lock();
        try {
            Map<CountKey, Tally> taken = unstored;
            unstored = new HashMap<>();
            if (dropped > 0) {
                LOG.warn("{} TLS sessions were not counted for TLS reports: the database takes no counters", dropped);
                dropped = 0;
            }
            return taken;
        } finally {
            lock.unlock();
        }
    }

    /// Takes back what could not be stored.
    void putBack(Map<CountKey, Tally> taken) {
        lock.lock();
        try {
            taken.forEach((key, tally) -> {
                Tally mine = tally(key);
                if (mine != null) {
                    mine.add(tally);
                }
            });
        } finally {
            lock.unlock();
        }
    }
}
