package org.danegate.dns.status;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.danegate.address.DomainName;
import org.danegate.dns.DnsLookup;
import org.danegate.dns.QueryLog;
import org.danegate.dns.RootHints;
import org.danegate.dns.ServerHealth;
import org.danegate.dns.SystemResolvers;
import org.danegate.dns.ValidatingLookup;
import org.danegate.dns.status.ListedServer.Role;
import org.danegate.policy.DnsSettings;
import org.jspecify.annotations.Nullable;

/// Validated lookups through each of the configured resolvers separately, so that their answers can be compared. Each
/// has a cache and keys of its own, which last until the settings change. Thread-safe.
public final class SeparateLookups {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final Supplier<DnsSettings> settings;
    private final Supplier<String> anchors;
    private final SystemResolvers system;
    private final InstantSource clock;
    private final ReentrantLock building = new ReentrantLock();
    private @Nullable Built built;

    /// Lookups through one resolver.
    ///
    /// @param resolver its address, with the port when it is not 53
    public record Single(String resolver, DnsLookup lookup) {}

    private record Asked(ListedServer server, ValidatingLookup lookup) {

        /// A server that did not answer lately is not worth the wait for each further question.
        boolean rests(Instant now) {
            return lookup.health().stream()
                    .map(ServerHealth::restsUntil)
                    .anyMatch(until -> until != null && now.isBefore(until));
        }
    }

    private record Built(DnsSettings settings, String anchors, List<ListedServer> servers, List<Asked> asked) {}

    /// @param settings the settings in force, read at each call
    /// @param anchors DS lines of the root, used while the settings name no file
    public SeparateLookups(
            Supplier<DnsSettings> settings, Supplier<String> anchors, SystemResolvers system, InstantSource clock) {
        this.settings = settings;
        this.anchors = anchors;
        this.system = system;
        this.clock = clock;
    }

    /// The resolvers that mail may ask for a name, secondary servers included, without those that rest because they
    /// did not answer. None when the root servers are asked.
    public List<Single> of(DomainName name) {
        List<Asked> all = asked();
        Instant now = clock.instant();
        String domain = all.stream()
                .filter(a -> a.server().role() == Role.ALTERNATE)
                .map(a -> a.server().domain())
                .filter(d -> isIn(name, d))
                .max(Comparator.comparingInt(String::length))
                .orElse("");
        return all.stream()
                .filter(a -> a.server().domain().equals(domain) && !a.rests(now))
                .map(a -> new Single(a.server().name(), a.lookup()))
                .toList();
    }

    private static boolean isIn(DomainName name, String domain) {
        String text = name.ascii().toLowerCase(Locale.ROOT);
        return text.equals(domain) || text.endsWith("." + domain);
    }

    private List<Asked> asked() {
        DnsSettings now = settings.get();
        String anchorsNow = anchors.get();
        List<ListedServer> servers = ListedServer.of(now, system.current());
        building.lock();
        try {
            Built known = built;
            if (known != null
                    && known.settings().equals(now)
                    && known.anchors().equals(anchorsNow)
                    && known.servers().equals(servers)) {
                return known.asked();
            }
            List<Asked> asked =
                    servers.stream().map(server -> asked(server, now)).toList();
            built = new Built(now, anchorsNow, servers, asked);
            return asked;
        } finally {
            building.unlock();
        }
    }

    private Asked asked(ListedServer server, DnsSettings now) {
        DnsSettings alone = server.alone(now, TIMEOUT);
        return new Asked(server, new ValidatingLookup(() -> alone, anchors, RootHints.iana(), clock, QueryLog.NONE));
    }
}
