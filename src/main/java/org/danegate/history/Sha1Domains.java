package org.danegate.history;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.danegate.console.SettingAdvice;
import org.danegate.console.Texts;
import org.danegate.dane.Sha1Only;
import org.danegate.event.DeliveryEvent;
import org.danegate.event.DeliveryEvents;
import org.danegate.policy.CommittedPolicy;
import org.danegate.policy.Sha1Signatures;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;

/// The destinations of the last 30 days that were INSECURE only because SHA-1 signatures are set to unsupported, for
/// those who decide about that setting.
final class Sha1Domains implements DeliveryEvents.Reader, SettingAdvice {

    private static final Logger LOG = LoggerFactory.getLogger(Sha1Domains.class);
    private static final Duration DAYS = Duration.ofDays(30);
    private static final int MOST_UNSTORED = 10_000;

    private final JdbcTemplate jdbc;
    private final CommittedPolicy policy;
    private final InstantSource clock;
    private final Texts texts;
    private final ReentrantLock lock = new ReentrantLock();
    private Map<String, Instant> unstored = new HashMap<>();

    Sha1Domains(JdbcTemplate jdbc, CommittedPolicy policy, InstantSource clock, Texts texts) {
        this.jdbc = jdbc;
        this.policy = policy;
        this.clock = clock;
        this.texts = texts;
    }

    @Override
    public void on(DeliveryEvent event) {
        if (event instanceof DeliveryEvent.AttemptEnded ended && Sha1Only.in(ended.evidence())) {
            lock.lock();
            try {
                if (unstored.size() < MOST_UNSTORED || unstored.containsKey(ended.destination())) {
                    unstored.put(ended.destination(), ended.at());
                }
            } finally {
                lock.unlock();
            }
        }
    }

    /// Stores what was found since the last time, and deletes what is past its time. What cannot be stored is lost:
    /// the next attempt finds it again.
    void keep() {
        Map<String, Instant> found;
        lock.lock();
        try {
            found = unstored;
            unstored = new HashMap<>();
        } finally {
            lock.unlock();
        }
        try {
            found.forEach(this::store);
            jdbc.update("delete from history_sha1 where last_second < ?", since());
        } catch (DataAccessException e) {
            LOG.warn("{} destinations with SHA-1 signatures could not be stored", found.size(), e);
        }
    }

    private void store(String domain, Instant at) {
        long second = at.getEpochSecond();
        if (jdbc.update("update history_sha1 set last_second = ? where domain = ?", second, domain) == 0) {
            jdbc.update("insert into history_sha1 (domain, last_second) values (?, ?)", domain, second);
        }
    }

    private long since() {
        return clock.instant().minus(DAYS).getEpochSecond();
    }

    /// How many there are.
    long count() {
        Long count =
                jdbc.queryForObject("select count(*) from history_sha1 where last_second >= ?", Long.class, since());
        return count == null ? 0 : count;
    }

    @Override
    public List<String> beside(String setting) {
        boolean advise = setting.equals("dns.sha1Signatures")
                && policy.current().policy().dns().sha1Signatures() == Sha1Signatures.UNSUPPORTED;
        long count = advise ? count() : 0;
        return count == 0 ? List.of() : List.of(texts.of("history.sha1", count));
    }
}
