package org.danegate.status;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import javax.sql.DataSource;
import org.danegate.console.FrameLights;
import org.danegate.console.MenuEntry;
import org.danegate.console.MenuSection;
import org.danegate.console.NodeIdentity;
import org.danegate.console.PageNotices;
import org.danegate.console.Texts;
import org.danegate.policy.CommittedPolicy;
import org.danegate.queue.MessageQueue;
import org.danegate.queue.MessageSearch;
import org.danegate.queue.QueueOperations;
import org.danegate.queue.WaitingMessage;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.util.unit.DataSize;

/// Beans of the status room.
@Configuration(proxyBeanMethods = false)
class StatusConfiguration {

    /// Octets of disk that must be free before the embedded database is opened again.
    private static final long DATABASE_ROOM = 16L << 20;

    @Bean
    ActivityCounters activityCounters(InstantSource clock) {
        return new ActivityCounters(clock);
    }

    @Bean
    Machine machine(@Value("${danegate.data-dir}") Path dataDir) {
        return new Machine(dataDir.toAbsolutePath());
    }

    @Bean
    SystemStatus systemStatus(ObjectProvider<StatusFacts> rooms, ActivityCounters counters, StatusCounts counts) {
        return new SystemStatus(() -> rooms.orderedStream().toList(), counters, counts);
    }

    @Bean
    StatusCounts statusCounts(ActivityCounters counters, ObjectProvider<ResolverFigures> resolver, JdbcTemplate jdbc) {
        return new StatusCounts(
                counters,
                () -> resolver.stream().findFirst().map(ResolverFigures::counts).orElse(ResolverFigures.Counts.NONE),
                new LifetimeStore(jdbc));
    }

    @Bean
    StatusFigures statusLine(
            ActivityCounters counters,
            StatusCounts counts,
            MessageQueue queue,
            Machine machine,
            @Value("${danegate.queue.disk-reserve:128MB}") DataSize reserve) {
        return new StatusFigures(counters, counts, queue, machine, reserve.toBytes());
    }

    @Bean
    ApplianceXml applianceXml(
            NodeIdentity identity,
            ActivityCounters counters,
            StatusCounts counts,
            StatusFigures figures,
            ObjectProvider<QueueOperations> queue,
            InstantSource clock) {
        return new ApplianceXml(identity, counters, counts, figures, () -> first(queue), clock);
    }

    private static Optional<WaitingMessage> first(ObjectProvider<QueueOperations> queue) {
        MessageSearch one = new MessageSearch("", "", "", false, 0, 1);
        return queue.stream()
                .flatMap(operations -> operations.find(one).messages().stream())
                .findFirst();
    }

    @Bean
    StatusMetrics statusMetrics(
            ActivityCounters counters, CommittedPolicy policy, NodeIdentity identity, Machine machine) {
        return new StatusMetrics(counters, policy, identity, machine);
    }

    @Bean
    StatusFacts processFacts(NodeIdentity identity, Machine machine, CommittedPolicy policy, InstantSource clock) {
        return new OwnFacts.Area(
                "process", 10, () -> OwnFacts.process(identity.node(), identity.version(), machine, policy, clock));
    }

    @Bean
    StatusFacts resourceFacts(Machine machine) {
        return new OwnFacts.Area("resources", 20, () -> OwnFacts.resources(machine));
    }

    @Bean
    StatusFacts queueFacts(MessageQueue queue, Machine machine, InstantSource clock) {
        return new OwnFacts.Area("queue", 30, () -> OwnFacts.queue(queue, machine, clock));
    }

    @Bean
    StatusFacts diskFacts(Machine machine, @Value("${danegate.queue.disk-reserve:128MB}") DataSize reserve) {
        return new OwnFacts.Area("disk", 40, () -> OwnFacts.disk(machine, reserve.toBytes()));
    }

    @Bean
    StatusFacts databaseFacts(DataSource database, Machine machine) {
        return new DatabaseFacts(database, machine);
    }

    @Bean
    DatabaseWatch databaseWatch(DataSource database, Machine machine) {
        return new DatabaseWatch(database, machine::free, DATABASE_ROOM);
    }

    /// Supplements Spring Boot's own indicator, which asks only the pool.
    @Bean
    HealthIndicator databaseHealthIndicator(DatabaseWatch watch) {
        return () -> watch.fault().isEmpty()
                ? Health.up().build()
                : Health.down().withDetail("reason", watch.fault()).build();
    }

    @Bean
    FactLights factLights(ObjectProvider<StatusFacts> rooms, Texts texts) {
        return new FactLights(() -> rooms.orderedStream().toList(), texts);
    }

    @Bean
    @Order(15)
    FrameLights listenerLight(FactLights facts) {
        return facts::listeners;
    }

    @Bean
    PageNotices logNotices(FactLights facts) {
        return page -> facts.logs();
    }

    /// Counts for readiness too: a gateway that takes no mail is not ready.
    @Bean
    HealthIndicator listenersHealthIndicator(FactLights facts) {
        return facts.health(StatusFacts.LISTENERS, StatusFacts.LISTENER);
    }

    @Bean
    HealthIndicator listenerCertificatesHealthIndicator(FactLights facts) {
        return facts.health(StatusFacts.LISTENERS, StatusFacts.CERTIFICATE);
    }

    @Bean
    HealthIndicator logsHealthIndicator(FactLights facts) {
        return facts.health(StatusFacts.LOGS, StatusFacts.LOG);
    }

    @Bean
    MenuEntry systemStatusMenu() {
        return new MenuEntry(
                MenuSection.SYSTEM_ADMINISTRATION, "System Status", "/system/status", 90, "READ_ONLY_OPERATOR");
    }
}
