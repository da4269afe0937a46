package org.danegate.delivery;

import java.net.InetAddress;
import java.util.List;
import org.danegate.address.DomainName;
import org.danegate.dane.DanePlan;
import org.danegate.dane.HostEvidence;
import org.danegate.policy.TlsSupport;
import org.jspecify.annotations.Nullable;

/// One host of a route, looked up and planned, not yet connected to.
///
/// @param name host name or address as text
/// @param dns DNS evidence, null for routed hosts
/// @param addresses in the order to dial; empty when there is none
/// @param plan what DANE allows here
/// @param tls TLS Support that binds where the plan does not
/// @param references names a verified certificate may carry under TLS Support: the destination, the host, other MX
/// hosts
/// @param noAddress why there is no address, empty when there is one
/// @param gateway who connects
record Hop(
        String name,
        @Nullable HostEvidence dns,
        List<InetAddress> addresses,
        int port,
        DanePlan plan,
        TlsSupport tls,
        List<DomainName> references,
        String noAddress,
        VirtualGateway gateway) {

    Hop {
        addresses = List.copyOf(addresses);
        references = List.copyOf(references);
    }

    /// A hop to which the system's choice of address connects.
    Hop(
            String name,
            @Nullable HostEvidence dns,
            List<InetAddress> addresses,
            int port,
            DanePlan plan,
            TlsSupport tls,
            List<DomainName> references,
            String noAddress) {
        this(name, dns, addresses, port, plan, tls, references, noAddress, new VirtualGateway(null, null));
    }
}
