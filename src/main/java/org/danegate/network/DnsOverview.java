package org.danegate.network;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.danegate.address.DomainName;
import org.danegate.dns.LookupCounts;
import org.danegate.dns.ServerHealth;
import org.danegate.dns.ValidatingLookup;
import org.danegate.dns.anchor.AnchorReport;
import org.danegate.dns.anchor.AutomaticAnchors;
import org.danegate.dns.status.Capability;
import org.danegate.dns.status.ResolverReport;
import org.danegate.dns.status.ResolverStatus;
import org.danegate.dns.status.ResolverTrial;
import org.danegate.dns.status.ResolverWarning;
import org.danegate.event.DeliveryEvent;
import org.danegate.event.DeliveryEvents;
import org.danegate.policy.CommittedPolicy;
import org.danegate.policy.DnsSettings;

/// Everything known about DNS in one place, and the actions an administrator may take on it.
public final class DnsOverview {

    private final CommittedPolicy policy;
    private final ValidatingLookup lookup;
    private final ResolverStatus resolvers;
    private final AutomaticAnchors anchors;
    private final DeliveryEvents events;
    private final InstantSource clock;

    /// The report to show.
    ///
    /// @param useRootServers true when the gateway asks no resolver
    /// @param resolvers probes of the resolvers and advice
    /// @param health how the servers did in the lookups since the last commit
    /// @param trustAnchors keys of the root
    public record Report(
            boolean useRootServers, ResolverReport resolvers, List<ServerHealth> health, AnchorReport trustAnchors) {

        public Report {
            health = List.copyOf(health);
        }

        /// How a resolver did in lookups, by its name.
        public ServerHealth healthOf(Capability resolver) {
            return health.stream()
                    .filter(h -> h.server().equals(resolver.server().name()))
                    .findFirst()
                    .orElseGet(() -> new ServerHealth(resolver.server().name(), null, null, null, null, null));
        }

        /// Advice on the resolvers' order.
        public List<ResolverWarning> warnings() {
            return resolvers.warnings();
        }
    }

    /// @param events receives what an administrator did
    public DnsOverview(
            CommittedPolicy policy,
            ValidatingLookup lookup,
            ResolverStatus resolvers,
            AutomaticAnchors anchors,
            DeliveryEvents events,
            InstantSource clock) {
        this.policy = policy;
        this.lookup = lookup;
        this.resolvers = resolvers;
        this.anchors = anchors;
        this.events = events;
        this.clock = clock;
    }

    /// The last results; sends no query.
    public Report report() {
        DnsSettings settings = policy.current().policy().dns();
        Path file = settings.trustAnchorFile();
        return new Report(
                settings.useRootServers(),
                resolvers.report(),
                lookup.health(),
                file == null ? anchors.report() : AnchorReport.ofFile(file));
    }

    /// Tests every resolver with a domain known to be signed. Blocks for some seconds when a resolver does
    /// not answer.
    public List<ResolverTrial> test(DomainName domain) {
        resolvers.check();
        return resolvers.test(domain);
    }

    /// Lookups since the start.
    public LookupCounts counts() {
        return lookup.counts();
    }

    /// Forgets all answers.
    public void clearCache(String user) {
        lookup.clearCache();
        events.publish(new DeliveryEvent.AdministratorActed(clock.instant(), user, "cleared the DNS cache"));
    }
}
