package org.danegate.dns.status;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.danegate.address.DomainName;
import org.danegate.dns.QueryLog;
import org.danegate.dns.RootHints;
import org.danegate.dns.SystemResolvers;
import org.danegate.dns.ValidatingLookup;
import org.danegate.dns.answer.Answer;
import org.danegate.dns.answer.MxRecord;
import org.danegate.policy.DnsSettings;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;
import org.xbill.DNS.TextParseException;

/// What is known about the configured resolvers. They are probed in the background and on demand, all servers
/// in parallel.
public final class ResolverStatus {

    /// The signed domain that *Test Resolvers* offers (seed "Verifique que el ESA utilice un DNS Resolver ...").
    public static final DomainName KNOWN_GOOD = DomainName.parse("ietf.org");

    /// How long the judgement of settings that are not in force holds.
    static final Duration JUDGED_FOR = Duration.ofMinutes(1);

    private static final Duration PROBE_TIMEOUT = Duration.ofSeconds(3);
    private static final Duration LOOKUP_TIMEOUT = Duration.ofSeconds(5);

    private final Supplier<DnsSettings> settings;
    private final Supplier<String> anchors;
    private final SystemResolvers system;
    private final InstantSource clock;
    private final CapabilityProbe probe;
    private final ReentrantLock checking = new ReentrantLock();
    private volatile @Nullable Judged judged;
    private volatile ResolverReport report = ResolverReport.NONE;

    private record Judged(DnsSettings settings, Instant at, List<ResolverWarning> warnings) {}

    /// @param settings the settings in force, read at each probe
    /// @param anchors DS lines of the root, used while the settings name no file
    public ResolverStatus(Supplier<DnsSettings> settings, Supplier<String> anchors, InstantSource clock) {
        this(settings, anchors, SystemResolvers.ofThisHost(), clock, PROBE_TIMEOUT);
    }

    ResolverStatus(Supplier<DnsSettings> settings, Supplier<String> anchors, InstantSource clock, Duration timeout) {
        this(settings, anchors, SystemResolvers.ofThisHost(), clock, timeout);
    }

    /// @param system probed while the settings list no server
    ResolverStatus(
            Supplier<DnsSettings> settings,
            Supplier<String> anchors,
            SystemResolvers system,
            InstantSource clock,
            Duration timeout) {
        this.system = system;
        this.settings = settings;
        this.anchors = anchors;
        this.clock = clock;
        this.probe = new CapabilityProbe(timeout, clock);
    }

    /// The last result; never blocks.
    public ResolverReport report() {
        return report;
    }

    /// True when the servers that would be queried now differ from those of the last probe: the settings or the
    /// system's resolvers have changed.
    boolean outdated() {
        return !report.servers().stream().map(Capability::server).toList().equals(listed(settings.get()));
    }

    private List<ListedServer> listed(DnsSettings of) {
        return ListedServer.of(of, system.current());
    }

    /// Probes every server with the root's own records, which are signed in every network. Blocks for some seconds
    /// when a server is silent.
    public ResolverReport check() {
        checking.lock();
        try {
            List<Capability> probed = AllAtOnce.each(listed(settings.get()), server -> probe.probe(server, Name.root));
            return take(probed);
        } finally {
            checking.unlock();
        }
    }

    /// Judges settings that are not in force, such as those of a pending change. The result of the last probe for a
    /// server counts wherever the server is listed; other servers are probed now, which blocks for some seconds
    /// when one is silent. The same settings are judged at most once in {@link #JUDGED_FOR}.
    public List<ResolverWarning> judge(DnsSettings pending) {
        Judged known = judged;
        if (known != null
                && known.settings().equals(pending)
                && clock.instant().isBefore(known.at().plus(JUDGED_FOR))) {
            return known.warnings();
        }
        checking.lock();
        try {
            List<ListedServer> servers = listed(pending).stream()
                    .filter(s -> s.role() != ListedServer.Role.ALTERNATE)
                    .toList();
            List<ResolverWarning> warnings = ResolverWarning.of(AllAtOnce.each(servers, this::known));
            Judged now = new Judged(pending, clock.instant(), warnings);
            judged = now;
            return now.warnings();
        } finally {
            checking.unlock();
        }
    }

    private Capability known(ListedServer server) {
        return report.of(server).orElseGet(() -> probe.probe(server, Name.root));
    }

    /// Probes every server with a domain and validates that domain's MX record through each server separately.
    /// Blocks for some seconds when a server is silent.
    public List<ResolverTrial> test(DomainName domain) {
        checking.lock();
        try {
            DnsSettings now = settings.get();
            Name name = Name.fromString(domain.ascii() + ".");
            List<ResolverTrial> trials = AllAtOnce.each(listed(now), server -> test(now, server, domain, name));
            // An unsigned domain says nothing about the server, so the background probe still decides on
            // its capability.
            return trials;
        } catch (TextParseException e) {
            throw new IllegalArgumentException("not a DNS name: " + domain, e);
        } finally {
            checking.unlock();
        }
    }

    private ResolverTrial test(DnsSettings now, ListedServer server, DomainName domain, Name name) {
        Capability capability = probe.probe(server, name);
        ValidatingLookup alone = new ValidatingLookup(
                () -> server.alone(now, LOOKUP_TIMEOUT), anchors, RootHints.iana(), clock, QueryLog.NONE);
        Answer<MxRecord> answer = alone.mx(domain);
        return ResolverTrial.of(capability, answer);
    }

    private ResolverReport take(List<Capability> probed) {
        Map<ListedServer, Capability> before = new LinkedHashMap<>();
        report.servers().forEach(c -> before.put(c.server(), c));
        List<Capability> now =
                probed.stream().map(c -> c.after(before.get(c.server()))).toList();
        ResolverReport next = new ResolverReport(now, ResolverWarning.of(now), clock.instant());
        report = next;
        return next;
    }
}
