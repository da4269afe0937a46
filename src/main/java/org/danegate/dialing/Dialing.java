package org.danegate.dialing;

import java.util.List;
import java.util.function.LongSupplier;
import org.danegate.address.DomainName;
import org.danegate.dns.DnsLookup;
import org.danegate.policy.DaneSupport;
import org.danegate.policy.SmtpRoute;
import org.danegate.sts.StsPolicies;

/// The entry point of this room: finds the hosts of a destination and calls them. Thread-safe.
public final class Dialing {

    private final NextHops nextHops;
    private final HopLookup lookup;
    private final LongSupplier nanos;
    private final int port;

    /// @param dns validated lookups
    /// @param self this host's own name: MX hosts of equal or worse preference than it are left out
    /// @param ourselves where this gateway itself accepts mail
    /// @param port port of MX hosts, and of their TLSA owner names; 1 to 65535
    /// @param nanos a clock that only goes forward, such as [System#nanoTime]
    /// @param policies of MTA-STS
    public Dialing(
            DnsLookup dns, DomainName self, Ourselves ourselves, int port, LongSupplier nanos, StsPolicies policies) {
        DaneGathering gathering = new DaneGathering(dns);
        this.nextHops = new NextHops(gathering, self);
        this.lookup = new HopLookup(
                new RelayTargets(gathering, self), new HostPlanning(gathering, ourselves, port), policies);
        this.nanos = nanos;
        this.port = port;
    }

    /// The same for where MTA-STS policies are not looked up.
    public Dialing(DnsLookup dns, DomainName self, Ourselves ourselves, int port, LongSupplier nanos) {
        this(dns, self, ourselves, port, nanos, StsPolicies.NONE);
    }

    /// The port that MX hosts are dialled at.
    public int port() {
        return port;
    }

    /// Where mail for a destination goes now. Blocks for lookups.
    ///
    /// @param destination domain as A-labels, or an address literal in brackets
    /// @param support under None, no security was promised, so a resolver that drops DNSSEC data is believed
    public Route route(String destination, List<SmtpRoute> routes, DaneSupport support) {
        return nextHops.of(destination, routes, support);
    }

    /// Calls the hosts of a route in order until the caller wants no more. Blocks while it looks up hosts and while
    /// the caller opens and uses conversations.
    public <C> CallOutcome call(Route route, CallTerms terms, PastCalls past, Caller<C> caller) {
        return new Call<>(lookup, terms, past, caller, new CallBounds(nanos)).along(route);
    }
}
