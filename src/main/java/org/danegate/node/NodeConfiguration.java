package org.danegate.node;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/// Beans of this node.
@Configuration(proxyBeanMethods = false)
class NodeConfiguration {

    /// Milliseconds that Hikari waits for a connection by itself, and with a shared database.
    private static final long POOLS_OWN_PATIENCE = 30_000;

    private static final long PATIENCE = 3_000;

    @Bean
    FleetDatabase fleetDatabase(DataSource source, JdbcTemplate jdbc, PlatformTransactionManager transactions)
            throws java.sql.SQLException {
        TransactionTemplate own = new TransactionTemplate(transactions);
        own.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        try (Connection connection = source.getConnection()) {
            boolean postgresql =
                    connection.getMetaData().getDatabaseProductName().equals("PostgreSQL");
            return new FleetDatabase(jdbc, own, postgresql);
        }
    }

    @Bean
    DatabaseAtStart databaseAtStart(ObjectProvider<JdbcConnectionDetails> details) {
        return new DatabaseAtStart(details.getIfAvailable());
    }

    /// A request for a connection fails soon when the shared database is away, unless a setting says
    /// otherwise.
    @Bean
    static BeanPostProcessor poolOfSharedDatabase() {
        return new BeanPostProcessor() {
            @Override
            public Object postProcessBeforeInitialization(Object bean, String name) {
                if (bean instanceof HikariDataSource pool
                        && pool.getJdbcUrl() != null
                        && pool.getJdbcUrl().startsWith("jdbc:postgresql:")
                        && pool.getConnectionTimeout() == POOLS_OWN_PATIENCE) {
                    pool.setConnectionTimeout(PATIENCE);
                }
                return bean;
            }
        };
    }

    @Bean
    NodeFile nodeFile(@Value("${danegate.data-dir}") Path dataDirectory) {
        return NodeFile.in(dataDirectory);
    }

    @Bean
    FleetNodes fleetNodes(FleetDatabase database, NodeFile file) throws IOException {
        return new FleetNodes(database, file.id());
    }

    @Bean
    ThisNode thisNode(
            FleetNodes nodes,
            NodeFile file,
            @Value("${danegate.node-name:}") String name,
            @Value("${danegate.roles:console,listener,delivery}") List<String> words,
            @Value("${danegate.queue.store:embedded}") String store)
            throws IOException {
        Set<NodeRole> roles = NodeRole.parse(words);
        if (!roles.contains(NodeRole.DELIVERY) && store.equalsIgnoreCase("embedded")) {
            throw new IllegalArgumentException("danegate.roles: a node that keeps its mail itself"
                    + " (danegate.queue.store=embedded) must deliver it too, also its alerts; add delivery.");
        }
        String called = name.isBlank() ? hostName() : name.strip();
        return new ThisNode(file.id(), nodes.register(called, roles), called, roles);
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }

    @Bean
    NodeLease nodeLease(FleetDatabase database, ThisNode self, @Value("${danegate.node-lease:15s}") Duration length) {
        if (length.compareTo(Duration.ofSeconds(2)) < 0) {
            throw new IllegalArgumentException("danegate.node-lease: shorter than 2 s; write 15s, for example.");
        }
        return new NodeLease(database, self.id(), length);
    }

    @Bean
    Drain drain() {
        return new Drain();
    }

    @Bean(initMethod = "first")
    Heartbeat heartbeat(FleetNodes nodes, NodeLease lease, Drain drain, ObjectProvider<NodeFact> rooms) {
        return new Heartbeat(nodes, lease, drain, () -> rooms.orderedStream().toList());
    }

    @Bean
    FleetSignals fleetSignals(FleetDatabase database, ObjectProvider<JdbcConnectionDetails> details) {
        return new FleetSignals(database, () -> {
            JdbcConnectionDetails own = details.getObject();
            return DriverManager.getConnection(own.getJdbcUrl(), own.getUsername(), own.getPassword());
        });
    }

    @Bean
    FleetOrders fleetOrders(FleetDatabase database, FleetSignals signals, ThisNode self) {
        return new FleetOrders(database, signals, self.id());
    }

    @Bean
    FleetChanges fleetChanges(FleetDatabase database, FleetSignals signals) {
        return new FleetChanges(database, signals);
    }

    @Bean
    FleetJobs fleetJobs(FleetDatabase database, NodeLease lease) {
        return new FleetJobs(database, lease);
    }
}
