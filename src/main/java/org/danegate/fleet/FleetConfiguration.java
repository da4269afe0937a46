package org.danegate.fleet;

import java.time.InstantSource;
import java.util.List;
import org.danegate.certificate.CertificateFolder;
import org.danegate.config.WorkingPolicy;
import org.danegate.console.MenuEntry;
import org.danegate.console.MenuSection;
import org.danegate.console.PageNotices;
import org.danegate.console.Texts;
import org.danegate.dkim.SigningKeys;
import org.danegate.event.AdministratorActs;
import org.danegate.event.DeliveryEvents;
import org.danegate.node.Drain;
import org.danegate.node.FleetJobs;
import org.danegate.node.FleetNodes;
import org.danegate.node.FleetOrders;
import org.danegate.node.NodeFact;
import org.danegate.node.NodeRole;
import org.danegate.node.ThisNode;
import org.danegate.policy.CommittedPolicy;
import org.danegate.queue.MessageQueue;
import org.danegate.seal.Seal;
import org.danegate.status.ActivityCounters;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;

/// Beans of the fleet room.
@Configuration(proxyBeanMethods = false)
class FleetConfiguration {

    @Bean
    NodeFact loadFacts(ActivityCounters counters, MessageQueue queue) {
        return new LoadFacts(counters, queue);
    }

    @Bean
    NodeFact keyFacts(CertificateFolder certificates, SigningKeys keys, Seal seal) {
        return new KeyFacts(certificates, keys, seal);
    }

    @Bean
    OwnStanding ownStanding(
            ThisNode self,
            Drain drain,
            CommittedPolicy policy,
            WorkingPolicy working,
            ObjectProvider<NodeFact> rooms,
            InstantSource clock) {
        return new OwnStanding(
                self, drain, policy, working, () -> rooms.orderedStream().toList(), clock);
    }

    @Bean
    FleetWatch fleetWatch(FleetNodes nodes, OwnStanding own, FleetJobs jobs, DeliveryEvents events) {
        return new FleetWatch(nodes, own, new FleetAlarm(jobs, events, own));
    }

    @Bean
    FleetDesk fleetDesk(
            FleetWatch watch,
            FleetNodes nodes,
            FleetOrders orders,
            ThisNode self,
            Drain drain,
            DeliveryEvents events,
            InstantSource clock) {
        FleetDesk.follow(orders, self, drain);
        return new FleetDesk(watch, nodes, orders, new AdministratorActs(events, clock));
    }

    @Bean
    PageNotices fleetNotices(FleetWatch watch, OwnStanding own, Drain drain, Texts texts) {
        return new FleetNotices(watch, own, drain::isDraining, texts);
    }

    /// Counts for readiness: a load balancer sends no mail to a node that drains.
    @Bean
    HealthIndicator drainHealthIndicator(Drain drain) {
        return () -> drain.isDraining()
                ? Health.outOfService().withDetail("state", "draining").build()
                : Health.up().build();
    }

    /// A node that lags or works without the database still delivers mail, so that this is no part of readiness.
    @Bean
    HealthIndicator fleetHealthIndicator(FleetWatch watch) {
        return () -> {
            if (!watch.isWatched()) {
                return Health.up().build();
            }
            FleetView view = watch.view();
            Health.Builder health = Health.up();
            if (view.awaySince() != null) {
                health.down().withDetail("databaseAwaySince", view.awaySince().toString());
            }
            view.self()
                    .filter(FleetNode::lags)
                    .ifPresent(node -> health.down()
                            .withDetail("revision", node.revision())
                            .withDetail("newestRevision", view.newest()));
            return health.build();
        };
    }

    /// Before everything else, so that a node without a console has no way in. Filters are made while the
    /// web server starts and Hibernate is not ready yet, so this one must not ask for a node.
    @Bean
    FilterRegistrationBean<NoConsole> noConsole(
            @Value("${danegate.roles:console,listener,delivery}") List<String> roles) {
        FilterRegistrationBean<NoConsole> filter =
                new FilterRegistrationBean<>(new NoConsole(NodeRole.parse(roles).contains(NodeRole.CONSOLE)));
        filter.setOrder(Ordered.HIGHEST_PRECEDENCE);
        return filter;
    }

    @Bean
    MenuEntry nodesMenu() {
        return new MenuEntry(MenuSection.SYSTEM_ADMINISTRATION, "Nodes", "/system/nodes", 85);
    }
}
