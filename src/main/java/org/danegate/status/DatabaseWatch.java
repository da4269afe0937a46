package org.danegate.status;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;

/// Checks whether the database answers, and opens it again when it does not. The embedded database closes itself when
/// it cannot write, and stays closed for as long as a connection to it is kept. The pool's own check of a connection
/// does not detect that.
class DatabaseWatch {

    private static final Logger LOG = LoggerFactory.getLogger(DatabaseWatch.class);
    private static final int PATIENCE_SECONDS = 5;

    private final DataSource database;
    private final LongSupplier freeOctets;
    private final long needed;
    private volatile String fault = "";

    /// @param freeOctets free octets of the disk that the database is on
    /// @param needed octets that must be free before the database is opened again
    DatabaseWatch(DataSource database, LongSupplier freeOctets, long needed) {
        this.database = database;
        this.freeOctets = freeOctets;
        this.needed = needed;
    }

    /// Why it did not answer at the last check; empty when it did.
    String fault() {
        return fault;
    }

    /// Checks the database, and closes its connections when it does not answer and the disk has room.
    @Scheduled(fixedDelay = 5, initialDelay = 5, timeUnit = TimeUnit.SECONDS)
    void look() {
        String now = ask();
        if (!now.isEmpty() && freeOctets.getAsLong() >= needed) {
            HikariPoolMXBean pool = database instanceof HikariDataSource hikari ? hikari.getHikariPoolMXBean() : null;
            if (pool != null) {
                pool.softEvictConnections();
                now = ask();
            }
        }
        if (fault.isEmpty() && !now.isEmpty()) {
            LOG.error("The database does not answer: {}. It is opened again when its disk has room", now);
        } else if (!fault.isEmpty() && now.isEmpty()) {
            LOG.info("The database answers again");
        }
        fault = now;
    }

    private String ask() {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.setQueryTimeout(PATIENCE_SECONDS);
            statement.execute("select 1");
            return "";
        } catch (SQLException e) {
            String said = String.valueOf(e.getMessage());
            return said.lines().findFirst().orElse(said);
        }
    }
}
