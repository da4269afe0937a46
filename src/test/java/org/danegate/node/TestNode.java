package org.danegate.node;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/// A node of a fleet without its other rooms: its lease, orders, signals and jobs over a real database.
public final class TestNode implements AutoCloseable {

    public final ThisNode self;
    public final FleetNodes nodes;
    public final NodeLease lease;
    public final Drain drain = new Drain();
    public final FleetSignals signals;
    public final FleetOrders orders;
    public final FleetJobs jobs;
    private final HikariDataSource pool = new HikariDataSource();
    private final Heartbeat heartbeat;

    /// Starts one.
    ///
    /// @param url of a PostgreSQL database, which gets its tables when it is empty
    /// @param folder its data directory
    /// @param lease how long others wait for it
    public TestNode(String url, Path folder, String name, Duration lease) throws IOException {
        pool.setJdbcUrl(url);
        pool.setMaximumPoolSize(5);
        Flyway.configure().dataSource(pool).load().migrate();
        FleetDatabase database = new FleetDatabase(
                new JdbcTemplate(pool),
                new TransactionTemplate(new DataSourceTransactionManager(pool)),
                url.contains("postgresql"));
        NodeFile file = NodeFile.in(folder);
        this.nodes = new FleetNodes(database, file.id());
        Set<NodeRole> all = Set.of(NodeRole.values());
        this.self = new ThisNode(file.id(), nodes.register(name, all), name, all);
        this.lease = new NodeLease(database, self.id(), lease);
        this.signals = new FleetSignals(database, () -> DriverManager.getConnection(url));
        this.orders = new FleetOrders(database, signals, self.id());
        this.jobs = new FleetJobs(database, this.lease);
        this.heartbeat = new Heartbeat(nodes, this.lease, drain, () -> List.of(() -> Map.of("test.fact", name)));
        heartbeat.first();
    }

    /// Begins to beat and to listen.
    public TestNode start() {
        heartbeat.start();
        signals.start();
        return this;
    }

    /// Its connections to the database.
    public DataSource database() {
        return pool;
    }

    /// One beat, at once.
    public void beat() {
        heartbeat.beat();
    }

    /// Stops beating, as a node does that is paused or cut off.
    public void fallSilent() {
        signals.stop();
        heartbeat.fallSilent();
    }

    @Override
    public void close() {
        signals.stop();
        heartbeat.stop();
        pool.close();
    }
}
