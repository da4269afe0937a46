package org.danegate.network;

import java.time.InstantSource;
import org.danegate.console.MenuEntry;
import org.danegate.console.MenuSection;
import org.danegate.dns.ValidatingLookup;
import org.danegate.dns.anchor.AutomaticAnchors;
import org.danegate.dns.status.ResolverStatus;
import org.danegate.event.DeliveryEvents;
import org.danegate.policy.CommittedPolicy;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

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
    MenuEntry dnsStatusMenu() {
        return new MenuEntry(MenuSection.NETWORK, "DNS Status", "/network/dns-status", 15);
    }
}
