package org.danegate.history;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.danegate.event.DeliveryEvent;
import org.danegate.event.DeliveryEvents;
import org.danegate.monitor.DaneResult;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;

/// The mail that opportunistic DANE delivered without authenticating the host: by destination, cause and day of UTC.
public final class FallbackLedger implements DeliveryEvents.Reader {

    private static final Logger LOG = LoggerFactory.getLogger(FallbackLedger.class);
    private static final int MOST_UNSTORED = 10_000;
    private static final int LONGEST_CAUSE = 500;
    private static final long DAY = Duration.ofDays(1).toSeconds();

    private final JdbcTemplate jdbc;
    private final InstantSource clock;
    private final Duration retention;
    private final ReentrantLock lock = new ReentrantLock();
    private Map<Key, Counted> unstored = new HashMap<>();

    FallbackLedger(JdbcTemplate jdbc, InstantSource clock, Duration retention) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.retention = retention;
    }

    private record Key(long day, String domain, String cause) {}

    private record Counted(int attempts, int recipients, Instant last) {
        Counted with(Counted other) {
            return new Counted(
                    attempts + other.attempts,
                    recipients + other.recipients,
                    last.isAfter(other.last) ? last : other.last);
        }
    }

    /// Deliveries to a destination for one cause.
    ///
    /// @param cause why DANE did not authenticate the host
    /// @param attempts delivery attempts
    /// @param recipients recipients that they covered
    /// @param last the newest one
    public record Entry(String domain, String cause, long attempts, long recipients, Instant last) {}

    @Override
    public void on(DeliveryEvent event) {
        if (event instanceof DeliveryEvent.AttemptEnded ended
                && ended.trouble() == null
                && DaneResult.of(ended.evidence()) == DaneResult.FALLBACK) {
            String cause = ended.evidence().reason();
            Key key = new Key(
                    Math.floorDiv(ended.at().getEpochSecond(), DAY),
                    ended.destination(),
                    cause.substring(0, Math.min(cause.length(), LONGEST_CAUSE)));
            lock.lock();
            try {
                if (unstored.size() < MOST_UNSTORED || unstored.containsKey(key)) {
                    unstored.merge(key, new Counted(1, ended.recipients(), ended.at()), Counted::with);
                }
            } finally {
                lock.unlock();
            }
        }
    }

    /// Stores what was counted since the last time, and deletes what is past its time.
    void keep() {
        Map<Key, Counted> counted;
        lock.lock();
        try {
            counted = unstored;
            unstored = new HashMap<>();
        } finally {
            lock.unlock();
        }
        try {
            counted.forEach(this::store);
            jdbc.update(
                    "delete from history_fallback where day_number < ?",
                    Math.floorDiv(clock.instant().minus(retention).getEpochSecond(), DAY));
        } catch (DataAccessException e) {
            LOG.warn("{} entries of the fallback ledger could not be stored", counted.size(), e);
        }
    }

    private void store(Key key, Counted counted) {
        int known = jdbc.update(
                "update history_fallback set attempts = attempts + ?, recipients = recipients + ?, last_second = ?"
                        + " where day_number = ? and domain = ? and cause = ?",
                counted.attempts(),
                counted.recipients(),
                counted.last().getEpochSecond(),
                key.day(),
                key.domain(),
                key.cause());
        if (known == 0) {
            jdbc.update(
                    "insert into history_fallback (day_number, domain, cause, attempts, recipients, last_second)"
                            + " values (?, ?, ?, ?, ?, ?)",
                    key.day(),
                    key.domain(),
                    key.cause(),
                    counted.attempts(),
                    counted.recipients(),
                    counted.last().getEpochSecond());
        }
    }

    /// The entries since a time, those with most recipients first.
    ///
    /// @param most how many at most, 1 or more
    public List<Entry> since(Instant from, int most) {
        return jdbc.query(
                "select domain, cause, sum(attempts), sum(recipients), max(last_second) from history_fallback"
                        + " where day_number >= ? group by domain, cause order by sum(recipients) desc, domain limit ?",
                (row, number) -> new Entry(
                        row.getString(1),
                        row.getString(2),
                        row.getLong(3),
                        row.getLong(4),
                        Instant.ofEpochSecond(row.getLong(5))),
                Math.floorDiv(from.getEpochSecond(), DAY),
                most);
    }
}
