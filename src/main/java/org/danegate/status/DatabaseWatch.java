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

/// Whether the database answers, and its opening again where it does not. The embedded one closes itself when it cannot
/// write, and stays closed for as long as a connection to it is kept: the pool's own look at a connection does not see
/// that.
class DatabaseWatch {

    private static final Logger LOG = LoggerFactory.getLogger(DatabaseWatch.class);
    private static final int PATIENCE_SECONDS = 5;

    private final DataSource database;
    private final LongSupplier freeOctets;
    private final long needed;
    private volatile String fault = "";

    /// @param freeOctets of the disk that the database is on
    /// @param needed octets that must be free before it is opened again
    DatabaseWatch(DataSource database, LongSupplier freeOctets, long needed) {
        this.database = database;
        this.freeOctets = freeOctets;
        this.needed = needed;
    }

    /// Why it does not answer, as of the last look; empty when it does.
    String fault() {
        return fault;
    }

    /// Looks at it, and lets go of its connections where it does not answer and the disk has room.
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
