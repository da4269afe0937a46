package org.danegate.dns;

import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.danegate.policy.DnsSettings;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/// Resolves from the root servers down, without a resolver in between (RFC 1034 section 5.3.3). [RootWalk] walks the
/// zones; this class has what walks share: delegations, servers and their health. Nothing is validated here. An
/// alternate server is authoritative for its domain, and the walk begins there.
final class RootIteration implements Servers {

    private static final int MOST_ZONES = 10_000;
    private static final int MOST_SERVERS = 20_000;
    private static final Duration PATIENCE = Duration.ofSeconds(4);

    private final RootHints hints;
    private final Delegation root;
    private final InstantSource clock;
    private final QueryLog log;
    private final Duration timeout;
    private final Map<Name, Delegation> fixed = new ConcurrentHashMap<>();
    private final Map<Name, Delegation> learned = Caffeine.newBuilder()
            .maximumSize(MOST_ZONES)
            .executor(Runnable::run)
            .<Name, Delegation>build()
            .asMap();
    private final Map<InetSocketAddress, Upstream> upstreams = Caffeine.newBuilder()
            .maximumSize(MOST_SERVERS)
            .executor(Runnable::run)
            .<InetSocketAddress, Upstream>build()
            .asMap();

    RootIteration(DnsSettings settings, RootHints hints, InstantSource clock, QueryLog log) throws IOException {
        this.hints = hints;
        this.clock = clock;
        this.log = log;
        Duration wanted = settings.timeout();
        this.timeout = wanted == null || wanted.compareTo(PATIENCE) > 0 ? PATIENCE : wanted;
        this.root = new Delegation(Name.root, hints.servers(), List.of(), Instant.MAX);
        fixed.put(Name.root, root);
        for (DnsSettings.AlternateServer server : settings.alternateServers()) {
            InetSocketAddress address = new InetSocketAddress(InetAddress.getByName(server.address()), server.port());
            Name zone = nameOf(server.domain().ascii());
            Delegation own = new Delegation(zone, List.of(address), List.of(), Instant.MAX);
            fixed.merge(zone, own, RootIteration::both);
        }
    }

    private static Delegation both(Delegation a, Delegation b) {
        List<InetSocketAddress> addresses = new ArrayList<>(a.addresses());
        addresses.addAll(b.addresses());
        return new Delegation(a.zone(), addresses, List.of(), a.until());
    }

    private static Name nameOf(String domain) throws IOException {
        try {
            return Name.fromString(domain + ".");
        } catch (TextParseException e) {
            throw new IOException("not a DNS name: " + domain, e);
        }
    }

    @Override
    public Reply ask(Message query) throws IOException {
        return new RootWalk(this, query).walk();
    }

    @Override
    public List<Single> singles(Name name) {
        return List.of();
    }

    @Override
    public List<ServerHealth> health() {
        return fixed.values().stream()
                .flatMap(d -> d.addresses().stream())
                .map(address -> upstream(address).health())
                .toList();
    }

    /// The nearest zone at or above a name whose servers are known. Records on the parent's side of a cut (DS) are
    /// looked up above the name.
    Delegation nearest(Name name, int type) {
        Instant now = clock.instant();
        Name at = type == Type.DS && name.labels() > 1 ? new Name(name, 1) : name;
        while (at.labels() > 1) {
            Delegation known = fixed.getOrDefault(at, learned.get(at));
            if (known != null && now.isBefore(known.until())) {
                return known;
            }
            at = new Name(at, 1);
        }
        return root;
    }

    /// Remembers a referral, unless the settings name the zone's servers.
    Delegation learn(Delegation found) {
        learned.put(found.zone(), found);
        return fixed.getOrDefault(found.zone(), found);
    }

    /// Forgets a zone's servers because none was useful.
    void forget(Name zone) {
        learned.remove(zone);
    }

    /// The referral in an answer; null when there is none.
    @Nullable
    Delegation referral(Message answer, Name asked, Name name) {
        return Delegation.of(answer, asked, name, hints.port(), clock.instant());
    }

    /// Servers in the order to query: those that answer before those that rest, IPv4 before IPv6, otherwise in
    /// random order.
    List<Upstream> inOrder(List<InetSocketAddress> addresses) {
        List<InetSocketAddress> shuffled = new ArrayList<>(addresses);
        Collections.shuffle(shuffled);
        shuffled.sort(java.util.Comparator.comparingInt((InetSocketAddress a) ->
                (upstream(a).rests() ? 2 : 0) + (a.getAddress().getAddress().length > 4 ? 1 : 0)));
        return shuffled.stream().map(this::upstream).toList();
    }

    InetSocketAddress at(InetAddress address) {
        return new InetSocketAddress(address, hints.port());
    }

    Duration timeout() {
        return timeout;
    }

    QueryLog log() {
        return log;
    }

    private Upstream upstream(InetSocketAddress address) {
        return upstreams.computeIfAbsent(address, a -> new Upstream(a, clock, log));
    }
}
