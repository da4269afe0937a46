package org.danegate.node;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;

/// Hints to the other nodes that something in the database has changed. A reader of a topic looks when a
/// hint comes, after the connection was lost, and at least once a second: polling is the truth, a notification saves
/// the
/// wait (F-11). Notifications come over a connection of their own, outside of the pool (F-12).
public final class FleetSignals implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(FleetSignals.class);
    private static final String CHANNEL = "danegate";
    private static final Duration POLLED = Duration.ofSeconds(1);

    private final FleetDatabase database;
    private final OwnConnection connections;
    private final Map<String, Runnable> topics = new ConcurrentHashMap<>();
    private volatile @Nullable Thread thread;
    private volatile @Nullable Connection listening;
    private final CountDownLatch ended = new CountDownLatch(1);
    private boolean lost;

    /// Opens a connection outside of the pool.
    @FunctionalInterface
    interface OwnConnection {
        Connection open() throws SQLException;
    }

    FleetSignals(FleetDatabase database, OwnConnection connections) {
        this.database = database;
        this.connections = connections;
    }

    /// Looks whenever a topic may have changed. On the embedded database nobody else changes anything, and
    /// this does nothing.
    ///
    /// @param look reads the database; called from one thread for all topics, so it must be short
    public void on(String topic, Runnable look) {
        topics.merge(topic, look, (one, other) -> () -> {
            one.run();
            other.run();
        });
    }

    /// Gives the other nodes a hint, in a transaction of its own. A hint that is lost costs a second.
    public void send(String topic) {
        if (!database.shared()) {
            return;
        }
        try {
            database.jdbc().queryForList("select pg_notify('" + CHANNEL + "', ?)", topic);
        } catch (DataAccessException e) {
            LOG.debug("No hint of {} could be sent", topic, e);
        }
    }

    @Override
    public void start() {
        if (database.shared()) {
            Thread listener = Thread.ofPlatform().daemon().name("fleet-signals").unstarted(this::listen);
            thread = listener;
            listener.start();
        }
    }

    private void listen() {
        while (Thread.currentThread() == thread) {
            try (Connection connection = connections.open()) {
                listening = connection;
                try (Statement statement = connection.createStatement()) {
                    statement.execute("listen " + CHANNEL);
                }
                if (lost) {
                    LOG.info("Signals of the other nodes arrive again");
                }
                lost = false;
                lookAtAll();
                receive(connection);
            } catch (SQLException e) {
                if (!lost && thread != null) {
                    LOG.warn("Signals of the other nodes do not arrive: {}", e.getMessage());
                }
                lost = true;
                pause();
                lookAtAll();
            }
        }
    }

    private void receive(Connection connection) throws SQLException {
        PGConnection notices = connection.unwrap(PGConnection.class);
        long looked = System.nanoTime();
        while (Thread.currentThread() == thread) {
            long left = POLLED.toNanos() - (System.nanoTime() - looked);
            PGNotification[] news = notices.getNotifications(
                    Math.max(1, (int) Duration.ofNanos(left).toMillis()));
            if (news != null) {
                for (PGNotification notice : news) {
                    look(notice.getParameter());
                }
            }
            if (System.nanoTime() - looked >= POLLED.toNanos()) {
                looked = System.nanoTime();
                lookAtAll();
            }
        }
    }

    private void lookAtAll() {
        topics.keySet().forEach(this::look);
    }

    private void look(String topic) {
        Runnable look = topics.get(topic);
        if (look != null) {
            try {
                look.run();
            } catch (RuntimeException e) {
                LOG.debug("Looking at {} failed", topic, e);
            }
        }
    }

    private void pause() {
        try {
            ended.await(POLLED.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void stop() {
        Thread ending = thread;
        thread = null;
        Connection open = listening;
        if (open != null) {
            try {
                open.close();
            } catch (SQLException e) {
                LOG.debug("The connection for signals could not be closed", e);
            }
        }
        ended.countDown();
        if (ending != null) {
            ending.interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }

    @Override
    public int getPhase() {
        return Integer.MIN_VALUE + 200;
    }
}
