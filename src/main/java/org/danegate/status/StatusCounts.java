package org.danegate.status;

import jakarta.annotation.PreDestroy;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;

/// The counters of the appliance's status in its three columns: since an administrator reset them, since the start, and
/// over the whole life of the installation. The last is kept in the database and written once a minute, so a crash may
/// cost the counts of a minute.
public class StatusCounts {

    private static final Logger LOG = LoggerFactory.getLogger(StatusCounts.class);

    private final ActivityCounters counters;
    private final Supplier<ResolverFigures.Counts> resolver;
    private final LifetimeStore store;
    private final Map<String, Long> before;
    private final Map<String, Long> written = new HashMap<>();
    private final ReentrantLock lock = new ReentrantLock();
    private volatile ResolverFigures.Counts atReset = ResolverFigures.Counts.NONE;

    /// @param resolver what was looked up since the start
    /// @param store read now for what earlier starts counted
    StatusCounts(ActivityCounters counters, Supplier<ResolverFigures.Counts> resolver, LifetimeStore store) {
        this.counters = counters;
        this.resolver = resolver;
        this.store = store;
        this.before = store.totals();
    }

    /// A counter in the three columns.
    public record Count(long reset, long uptime, long lifetime) {}

    /// All counters by their names in the Status Logs, as of a report.
    public Map<String, Count> of(ActivityCounters.Report report) {
        Map<String, Count> counts = new LinkedHashMap<>();
        report.readings().forEach(reading -> {
            String name = reading.counter().logName();
            if (name != null) {
                counts.put(name, count(name, reading.reset(), reading.uptime()));
            }
        });
        ResolverFigures.Counts now = resolver.get();
        ResolverFigures.Counts then = atReset;
        add(counts, "DnsReq", now.requests(), then.requests());
        add(counts, "NetReq", now.network(), then.network());
        add(counts, "CchHit", now.hits(), then.hits());
        add(counts, "CchMis", now.misses(), then.misses());
        add(counts, "CchEct", now.exceptions(), then.exceptions());
        add(counts, "CchExp", now.expired(), then.expired());
        return counts;
    }

    private void add(Map<String, Count> counts, String name, long now, long then) {
        counts.put(name, count(name, now - then, now));
    }

    private Count count(String name, long reset, long uptime) {
        return new Count(reset, uptime, before.getOrDefault(name, 0L) + uptime);
    }

    /// Restarts the Reset column of all counters.
    void reset() {
        counters.reset();
        atReset = resolver.get();
    }

    /// Writes the totals that have changed.
    @Scheduled(fixedDelay = 1, initialDelay = 1, timeUnit = TimeUnit.MINUTES)
    @PreDestroy
    void save() {
        lock.lock();
        try {
            of(counters.report()).forEach((name, count) -> {
                if (count.uptime() > 0 && !Long.valueOf(count.lifetime()).equals(written.get(name))) {
                    store.put(name, count.lifetime());
                    written.put(name, count.lifetime());
                }
            });
        } catch (DataAccessException notNow) {
            LOG.warn("The lifetime counters of the status could not be written: {}", notNow.getMessage());
        } finally {
            lock.unlock();
        }
    }
}
