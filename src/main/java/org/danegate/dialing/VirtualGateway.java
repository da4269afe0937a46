package org.danegate.dialing;

import java.net.Inet4Address;
import java.net.InetAddress;
import org.danegate.event.Trouble;
import org.danegate.policy.IpInterface;
import org.danegate.policy.Policy;
import org.jspecify.annotations.Nullable;

/// The identity of Danegate towards receivers: the address it connects from, the name it gives, and the certificate
/// it presents.
///
/// @param from null for the system's choice of address and this host's name
/// @param certificate name of the client certificate, null for none
public record VirtualGateway(
        @Nullable IpInterface from, @Nullable String certificate) {

    /// The system's choice of address, and this host's name; no certificate is presented.
    public static final VirtualGateway SYSTEM = new VirtualGateway(null, null);

    /// An IP interface as the policy defines it now. Mail for an interface that no longer exists leaves by the
    /// system's choice.
    ///
    /// @param ipInterface name of the interface, empty for the system's choice
    public static VirtualGateway of(String ipInterface, Policy policy) {
        return new VirtualGateway(
                policy.virtualGateways().named(ipInterface).orElse(null),
                policy.destinationControls().global().certificate());
    }

    /// Name of the interface, empty for the system's choice.
    public String name() {
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

    /// Whether the gateway has an address of the same family.
    boolean reaches(InetAddress remote) {
        return from == null || from.localFor(remote) != null;
    }

    /// The hop as seen from this gateway: with the addresses that it can connect to.
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
