package org.danegate.delivery;

import java.net.Inet4Address;
import java.net.InetAddress;
import org.danegate.event.Trouble;
import org.danegate.policy.IpInterface;
import org.danegate.policy.Policy;
import org.danegate.queue.Lane;
import org.jspecify.annotations.Nullable;

/// Who Danegate is to receivers: the address it comes from, the name it gives, and the certificate it shows.
///
/// @param from null for the system's choice of address and this host's name
/// @param certificate name of the client certificate, null for none
record VirtualGateway(@Nullable IpInterface from, @Nullable String certificate) {

    /// The gateway of a lane as the policy has it now: mail for an interface that is not there any more leaves by
    /// the system's choice.
    static VirtualGateway of(Lane lane, Policy policy) {
        return new VirtualGateway(
                policy.virtualGateways().named(lane.gateway()).orElse(null),
                policy.destinationControls().global().certificate());
    }

    /// Name of the interface, empty for the system's choice.
    String name() {
        return from == null ? "" : from.name();
    }

    /// The name for EHLO.
    String hostname(String ofThisHost) {
        return from == null ? ofThisHost : from.hostname().ascii();
    }

    /// The address to connect from; null for the system's choice.
    @Nullable
    InetAddress localFor(InetAddress remote) {
        return from == null ? null : from.localFor(remote);
    }

    /// Whether it has an address of the family.
    boolean reaches(InetAddress remote) {
        return from == null || from.localFor(remote) != null;
    }

    /// The hop as it is seen from here: with the addresses that can be connected to.
    Hop see(Hop hop) {
        var reached = hop.addresses().stream().filter(this::reaches).toList();
        Trouble why = hop.addresses().isEmpty() || !reached.isEmpty()
                ? hop.noWay()
                : Troubles.network("IP interface " + name() + " has no "
                        + (hop.addresses().getFirst() instanceof Inet4Address ? "IPv4" : "IPv6")
                        + " address to reach " + hop.name() + " from");
        return hop.from(this, reached, why);
    }
}
