package org.danegate.network;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.List;
import org.danegate.config.WorkingPolicy;
import org.danegate.console.FrameLight;
import org.danegate.console.FrameLights;
import org.danegate.console.MenuEntry;
import org.danegate.console.MenuSection;
import org.danegate.console.PageNotices;
import org.danegate.console.Texts;
import org.danegate.dns.ValidatingLookup;
import org.danegate.dns.anchor.AutomaticAnchors;
import org.danegate.dns.status.Capability;
import org.danegate.dns.status.ResolverReport;
import org.danegate.dns.status.ResolverStatus;
import org.danegate.dns.status.ResolverWarning;
import org.danegate.event.DeliveryEvents;
import org.danegate.policy.CommittedPolicy;
import org.danegate.status.StatusFacts;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

/// Wires the overview of DNS and its menu entry.
@Configuration(proxyBeanMethods = false)
class NetworkConfiguration {

    @Bean
    DnsOverview dnsOverview(
            CommittedPolicy policy,
            ValidatingLookup lookup,
            ResolverStatus resolvers,
            AutomaticAnchors anchors,
            DeliveryEvents events,
            InstantSource clock) {
        return new DnsOverview(policy, lookup, resolvers, anchors, events, clock);
    }

    @Bean
    PageNotices resolverNotices(ResolverStatus resolvers, WorkingPolicy working, Texts texts) {
        return new ResolverNotices(resolvers, working::inForce, working::policy, texts);
    }

    /// Receives news of resolvers and of trust anchors.
    @Bean
    DnsWatch dnsWatch(DeliveryEvents events, InstantSource clock) {
        return new DnsWatch(events, clock);
    }

    @Bean
    LookupMetrics lookupMetrics(ValidatingLookup lookup) {
        return new LookupMetrics(lookup.counts());
    }

    /// Receives news of wrong answers.
    @Bean
    ForgeryWatch forgeryWatch(DeliveryEvents events, InstantSource clock, MeterRegistry registry) {
        return new ForgeryWatch(events, clock, registry);
    }

    @Bean
    @Order(10)
    FrameLights resolverLight(CommittedPolicy policy, ResolverStatus resolvers) {
        return () -> new FrameLight("resolvers", state(policy, resolvers.report()), List.of(), "/network/dns-status");
    }

    private static FrameLight.State state(CommittedPolicy policy, ResolverReport report) {
        boolean silent =
                !report.servers().isEmpty() && report.servers().stream().noneMatch(Capability::reachable);
        boolean incapable = report.warnings().stream().anyMatch(w -> w.kind() == ResolverWarning.Kind.NONE_CAPABLE);
        if (policy.current().policy().dns().useRootServers() || report.checkedAt() == null) {
            return FrameLight.State.UNKNOWN;
        }
        if (silent || incapable) {
            return FrameLight.State.BAD;
        }
        return report.warnings().isEmpty() && report.servers().stream().allMatch(Capability::reachable)
                ? FrameLight.State.GOOD
                : FrameLight.State.WARN;
    }

    @Bean
    StatusFacts dnsFacts(DnsOverview overview) {
        return new DnsFacts(overview);
    }

    @Bean
    MenuEntry dnsStatusMenu() {
        return new MenuEntry(MenuSection.NETWORK, "DNS Status", "/network/dns-status", 15);
    }
}
