package org.danegate.rehearsal;

import java.time.InstantSource;
import org.danegate.address.LocalHostName;
import org.danegate.config.WorkingPolicy;
import org.danegate.dialing.Ourselves;
import org.danegate.dns.DnsLookup;
import org.danegate.dns.LookupsUnder;
import org.danegate.event.AdministratorActs;
import org.danegate.event.DeliveryEvents;
import org.danegate.monitor.DestinationCounters;
import org.danegate.policy.CommittedPolicy;
import org.danegate.queue.MessageQueue;
import org.danegate.sts.StsPolicies;
import org.danegate.trust.PublicAuthorities;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/// Wires the dry run to the engine's own lookups, and the watch of commits to commits and events.
@Configuration(proxyBeanMethods = false)
class RehearsalConfiguration {

    @Bean
    DryRuns dryRuns(
            CommittedPolicy committed,
            WorkingPolicy working,
            MessageQueue queue,
            DestinationCounters counters,
            DnsLookup live,
            LookupsUnder lookups,
            LocalHostName hostname,
            ObjectProvider<Ourselves> ourselves,
            PublicAuthorities authorities,
            ObjectProvider<StsPolicies> policies,
            @Value("${danegate.delivery.port:25}") int port,
            DeliveryEvents events,
            InstantSource clock) {
        return new DryRuns(
                committed,
                working,
                new DryRuns.MailSeen(queue, counters),
                new DryRuns.Resolving(live, lookups),
                new DryRuns.Place(
                        hostname.name(),
                        port,
                        ourselves.getIfAvailable(() -> Ourselves.NOWHERE),
                        new DryRuns.Trust(authorities, policies.getIfAvailable(() -> StsPolicies.NONE))),
                new AdministratorActs(events, clock));
    }

    @Bean
    CommitWatch commitWatch(CommittedPolicy committed, InstantSource clock) {
        CommitWatch watch = new CommitWatch(committed, clock);
        committed.onCommit(watch::committed);
        return watch;
    }

    @Bean
    WatchKeeping watchKeeping(
            CommitWatch watch,
            CommittedPolicy committed,
            WorkingPolicy working,
            JdbcTemplate jdbc,
            PlatformTransactionManager transactions,
            InstantSource clock) {
        WatchKeeping keeping =
                new WatchKeeping(watch, new WatchStore(jdbc, new TransactionTemplate(transactions)), clock);
        keeping.restore(committed.current(), working);
        committed.onCommit(revision -> keeping.begin());
        return keeping;
    }

    @Bean
    WatchReports watchReports(
            CommitWatch watch, MessageQueue queue, DestinationCounters counters, InstantSource clock) {
        return new WatchReports(watch, queue, counters, clock);
    }
}
