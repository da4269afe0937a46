package org.danegate.node;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;

/// Waits for the fleet's database at the start. A node without its copy of the policy could do nothing, and after an
/// outage of the whole site nobody knows which machine is up first.
public final class DatabaseAtStart {

    private static final Logger LOG = LoggerFactory.getLogger(DatabaseAtStart.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final int REMINDED_AFTER = 30;

    private final @Nullable JdbcConnectionDetails details;
    private final CountDownLatch given = new CountDownLatch(1);
    private final AtomicReference<SQLException> refused = new AtomicReference<>();

    DatabaseAtStart(@Nullable JdbcConnectionDetails details) {
        this.details = details;
    }

    /// Returns when it answers. Does nothing for the embedded database.
    ///
    /// @throws IllegalStateException when it answers that it does not let this node in, or the wait is interrupted
    public void await() {
        JdbcConnectionDetails known = details;
        if (known == null || !known.getJdbcUrl().startsWith("jdbc:postgresql:")) {
            return;
        }
        Thread tries = Thread.ofPlatform().daemon().name("database-at-start").start(() -> tryAgain(known));
        try {
            // Not for a time: the stop of a server interrupts only a start that waits for something to happen.
            tries.join();
        } catch (InterruptedException e) {
            given.countDown();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("stopped while waiting for the database", e);
        }
        SQLException no = refused.get();
        if (no != null) {
            throw new IllegalStateException("the database refuses this node: " + no.getMessage(), no);
        }
    }

    private void tryAgain(JdbcConnectionDetails known) {
        for (int tries = 0; given.getCount() > 0; tries++) {
            try (Connection connection =
                    DriverManager.getConnection(known.getJdbcUrl(), known.getUsername(), known.getPassword())) {
                if (tries > 0) {
                    LOG.info(
                            "The database answers: {}", connection.getMetaData().getDatabaseProductVersion());
                }
                return;
            } catch (SQLException e) {
                if (!isAway(e)) {
                    refused.set(e);
                    return;
                }
                if (tries % REMINDED_AFTER == 0) {
                    LOG.warn("This node waits for its database, then it starts: {}", e.getMessage());
                }
                pause();
            }
        }
    }

    /// Connection exceptions, and a server that is starting or stopping (PostgreSQL's errcodes, 08 and 57P).
    private static boolean isAway(SQLException e) {
        String state = e.getSQLState();
        return state != null && (state.startsWith("08") || state.startsWith("57P"));
    }

    private void pause() {
        try {
            given.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            given.countDown();
        }
    }
}
