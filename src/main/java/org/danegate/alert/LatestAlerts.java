package org.danegate.alert;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/// The latest alerts that were sent, in memory and in the database.
final class LatestAlerts {

    /// Alerts that are kept.
    static final int MOST = 500;

    private static final Logger LOG = LoggerFactory.getLogger(LatestAlerts.class);

    private final SentAlertStore store;
    private final Deque<Alerts.Told> latest;
    private final ReentrantLock lock = new ReentrantLock();
    private long number;

    /// Reads those from before the restart.
    LatestAlerts(SentAlertStore store) {
        this.store = store;
        this.number = store.newest();
        this.latest = new ArrayDeque<>(store.all());
    }

    /// Newest first.
    List<Alerts.Told> all() {
        lock.lock();
        try {
            return List.copyOf(latest);
        } finally {
            lock.unlock();
        }
    }

    void add(Alerts.Told told) {
        lock.lock();
        try {
            latest.addFirst(told);
            if (latest.size() > MOST) {
                latest.removeLast();
            }
            number++;
            store.add(number, told, number - MOST);
        } catch (DataAccessException e) {
            // Without a database, alerts still go out.
            LOG.warn("An alert could not be stored; the list lacks it after a restart", e);
        } finally {
            lock.unlock();
        }
    }
}
