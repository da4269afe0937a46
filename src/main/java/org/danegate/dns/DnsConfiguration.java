package org.danegate.dns;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.danegate.dns.anchor.AnchorNews;
import org.danegate.dns.anchor.AnchorSchedule;
import org.danegate.dns.anchor.AutomaticAnchors;
import org.danegate.dns.anchor.RootKey;
import org.danegate.dns.status.ResolverNews;
import org.danegate.dns.status.ResolverStatus;
import org.danegate.dns.status.SeparateLookups;
import org.danegate.dns.status.StatusSchedule;
import org.danegate.policy.CommittedPolicy;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.function.SingletonSupplier;

/// Wires validated lookups and trust anchors to the committed policy.
@Configuration(proxyBeanMethods = false)
class DnsConfiguration {

    private static final Duration PROBE_INTERVAL = Duration.ofMinutes(5);

    @Bean
    AutomaticAnchors trustAnchors(@Value("${danegate.data-dir}") Path dataDir, InstantSource clock) {
        return AutomaticAnchors.open(dataDir.resolve("root-anchors"), RootKey.IANA, clock);
    }

    @Bean
    ValidatingLookup dnsLookup(
            CommittedPolicy policy,
            AutomaticAnchors anchors,
            @Value("${danegate.dns.root-servers:}") String rootServers,
            InstantSource clock,
            ObjectProvider<QueryLog> log,
            ObjectProvider<ForgeryNews> news) {
        // The log itself needs beans that need lookups. It is looked for once: that costs more than to write a line.
        Supplier<QueryLog> known = SingletonSupplier.of(() -> log.getIfAvailable(() -> QueryLog.NONE));
        QueryLog to = new QueryLog() {
            @Override
            public void line(boolean warning, String line) {
                known.get().line(warning, line);
            }

            @Override
            public void dropped(String server, int datagrams) {
                news.forEach(n -> n.dropped(server, datagrams));
            }
        };
        return new ValidatingLookup(
                () -> policy.current().policy().dns(), anchors::zoneText, RootHints.parse(rootServers), clock, to);
    }

    @Bean
    LookupsUnder lookupsUnder(
            AutomaticAnchors anchors, @Value("${danegate.dns.root-servers:}") String rootServers, InstantSource clock) {
        return settings -> new ValidatingLookup(
                () -> settings, anchors::zoneText, RootHints.parse(rootServers), clock, QueryLog.NONE);
    }

    @Bean
    AnchorSchedule anchorSchedule(
            AutomaticAnchors anchors,
            ValidatingLookup lookup,
            CommittedPolicy policy,
            InstantSource clock,
            ObjectProvider<QueryLog> log,
            ObjectProvider<AnchorNews> news) {
        return new AnchorSchedule(
                anchors,
                lookup::rootKeys,
                () -> policy.current().policy().dns().trustAnchorFile() == null,
                clock,
                line -> log.ifAvailable(l -> l.line(true, line)),
                (matter, about, wording) -> news.forEach(n -> n.happened(matter, about, wording)));
    }

    @Bean
    ResolverStatus resolverStatus(CommittedPolicy policy, AutomaticAnchors anchors, InstantSource clock) {
        return new ResolverStatus(() -> policy.current().policy().dns(), anchors::zoneText, clock);
    }

    @Bean
    SeparateLookups separateLookups(CommittedPolicy policy, AutomaticAnchors anchors, InstantSource clock) {
        return new SeparateLookups(
                () -> policy.current().policy().dns(), anchors::zoneText, SystemResolvers.ofThisHost(), clock);
    }

    @Bean
    StatusSchedule statusSchedule(ResolverStatus status, CommittedPolicy policy, ObjectProvider<ResolverNews> news) {
        StatusSchedule schedule =
                new StatusSchedule(status, PROBE_INTERVAL, report -> news.forEach(n -> n.probed(report)));
        policy.onCommit(revision -> {
            SystemResolvers.ofThisHost().refresh();
            schedule.soon();
        });
        return schedule;
    }

    /// Starts the background work only after the program has started: a failed question is an event, and events
    /// need their readers.
    @Bean
    ApplicationListener<ApplicationReadyEvent> dnsBackground(AnchorSchedule anchors, StatusSchedule status) {
        return ready -> {
            anchors.start();
            status.start();
        };
    }
}
