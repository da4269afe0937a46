package org.danegate.published;

import java.time.InstantSource;
import org.danegate.console.MenuEntry;
import org.danegate.console.MenuSection;
import org.danegate.dns.DnsLookup;
import org.danegate.event.AdministratorActs;
import org.danegate.event.DeliveryEvents;
import org.danegate.fetch.HttpsProxy;
import org.danegate.fetch.HttpsRequests;
import org.danegate.node.FleetOrders;
import org.danegate.trust.PublicAuthorities;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

/// Wires the search for published policies, their store and their menu entry.
@Configuration(proxyBeanMethods = false)
class PublishedConfiguration {

    /// Order to all nodes.
    private static final String READ_AGAIN = "sts-read-again";

    /// @param privateAddresses whether servers at private addresses and on this machine are called, for
    ///     laboratories
    /// @param proxy `host:port` through which servers are called; empty for none
    @Bean
    HttpsRequests httpsRequests(
            DnsLookup dns,
            PublicAuthorities authorities,
            @Value("${danegate.https.private-addresses:false}") boolean privateAddresses,
            @Value("${danegate.https.proxy:}") String proxy) {
        return new HttpsRequests(dns, authorities, privateAddresses, proxy(proxy), System::nanoTime);
    }

    private static @Nullable HttpsProxy proxy(String given) {
        try {
            return HttpsProxy.of(given);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("danegate.https.proxy: " + e.getMessage(), e);
        }
    }

    @Bean
    PolicyStore policyStore(JdbcTemplate jdbc) {
        return new PolicyStore(jdbc);
    }

    /// @param port of the servers that have policies, another one than 443 in laboratories
    @Bean
    Fetches fetches(HttpsRequests https, InstantSource clock, @Value("${danegate.https.port:443}") int port) {
        return new Fetches(new PolicyFetch(https, port), PublishedPolicies.ticker(clock));
    }

    @Bean
    PublishedPolicies publishedPolicies(
            PolicyStore store, DnsLookup dns, Fetches fetches, DeliveryEvents events, InstantSource clock) {
        return new PublishedPolicies(store, new Discovery(dns), fetches, events, clock);
    }

    @Bean
    PolicyRefresh policyRefresh(
            PolicyStore store, PublishedPolicies policies, DeliveryEvents events, InstantSource clock) {
        return new PolicyRefresh(store, policies, new PolicyAlarm(store, policies, events, clock), clock);
    }

    @Bean
    StsDesk stsDesk(
            PolicyStore store,
            PublishedPolicies policies,
            Fetches fetches,
            FleetOrders orders,
            DeliveryEvents events,
            InstantSource clock) {
        orders.on(READ_AGAIN, what -> {
            store.readAgain();
            if (what.equals(StsDesk.FORGIVE)) {
                fetches.forgive();
            }
        });
        AdministratorActs acts = new AdministratorActs(events, clock);
        return new StsDesk(store, policies, acts, what -> orders.give(READ_AGAIN, what));
    }

    @Bean
    MenuEntry mtaStsMenu() {
        return new MenuEntry(MenuSection.MAIL_POLICIES, "MTA-STS Policies", "/mail-policies/mta-sts", 15);
    }
}
