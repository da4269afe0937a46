package org.danegate.dialing;

import java.net.InetAddress;
import java.util.List;
import org.danegate.address.DomainName;
import org.danegate.dane.DanePlan;
import org.danegate.dane.HostChoice;
import org.danegate.dane.HostEvidence;
import org.danegate.event.Trouble;
import org.danegate.policy.TlsSupport;
import org.danegate.sts.StsPlan;
import org.jspecify.annotations.Nullable;

/// One host of a route, looked up and planned, not yet connected to.
///
/// @param name host name or address as text
/// @param planned the result of the lookups; null for addresses that a route or a destination names
/// @param addresses in the order to dial; empty when there is none
/// @param plan what DANE allows here
/// @param tls TLS Support, which applies when the plan does not
/// @param references names that a verified certificate may contain under TLS Support: the destination, the host, other
///     MX hosts
/// @param noWay why there is no address to dial; null when there is one
/// @param ourselves whether the host is this gateway: no host after it is used
/// @param gateway the virtual gateway that connects
/// @param login how the host must be authenticated to, null for not at all
/// @param sts what MTA-STS asks of the host
public record Hop(
        String name,
        @Nullable PlannedHost planned,
        List<InetAddress> addresses,
        int port,
        DanePlan plan,
        TlsSupport tls,
        List<DomainName> references,
        @Nullable Trouble noWay,
        boolean ourselves,
        VirtualGateway gateway,
        @Nullable LoginTerms login,
        StsPlan sts) {

    private static final StsPlan NO_STS = new StsPlan.NotAsked("the host is known by its address only");

    public Hop {
        addresses = List.copyOf(addresses);
        references = List.copyOf(references);
    }

    /// A host given by name; the system chooses the address to connect from.
    static Hop of(PlannedHost planned, int port, TlsSupport tls, List<DomainName> references, StsPlan sts) {
        return new Hop(
                planned.dns().host().ascii(),
                planned,
                planned.addresses(),
                port,
                planned.plan(),
                tls,
                references,
                planned.noWay(),
                planned.ourselves(),
                VirtualGateway.SYSTEM,
                null,
                sts);
    }

    /// A host given by address.
    static Hop at(
            String name, InetAddress address, int port, DanePlan plan, TlsSupport tls, List<DomainName> references) {
        return new Hop(
                name,
                null,
                List.of(address),
                port,
                plan,
                tls,
                references,
                null,
                false,
                VirtualGateway.SYSTEM,
                null,
                NO_STS);
    }

    /// A host that cannot be reached at any address.
    static Hop nowhere(String name, int port, DanePlan plan, TlsSupport tls, Trouble why, boolean ourselves) {
        return new Hop(
                name, null, List.of(), port, plan, tls, List.of(), why, ourselves, VirtualGateway.SYSTEM, null, NO_STS);
    }

    /// DNS evidence; null for addresses that a route or a destination names.
    public @Nullable HostEvidence dns() {
        return planned == null ? null : planned.dns();
    }

    /// How the host was found; null for addresses, and for hosts that were not looked up.
    public @Nullable HostChoice choice() {
        return planned == null ? null : planned.choice();
    }

    /// The same host with a new decision.
    Hop replanned(PlannedHost anew) {
        return new Hop(
                name,
                anew,
                addresses,
                port,
                anew.plan(),
                tls,
                references,
                anew.noWay(),
                anew.ourselves(),
                gateway,
                login,
                sts);
    }

    /// The same host, judged by another policy.
    Hop judgedBy(StsPlan other) {
        return new Hop(name, planned, addresses, port, plan, tls, references, noWay, ourselves, gateway, login, other);
    }

    /// The same host as seen from a gateway.
    ///
    /// @param reached the addresses that the gateway can connect to
    Hop from(VirtualGateway other, List<InetAddress> reached, @Nullable Trouble why) {
        return new Hop(name, planned, reached, port, plan, tls, references, why, ourselves, other, login, sts);
    }

    /// The same host, which must be authenticated to.
    Hop with(@Nullable LoginTerms terms) {
        return new Hop(name, planned, addresses, port, plan, tls, references, noWay, ourselves, gateway, terms, sts);
    }
}
