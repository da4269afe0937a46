package org.danegate.policy;

import java.net.Inet4Address;
import java.net.InetAddress;
import org.danegate.address.DomainName;
import org.jspecify.annotations.Nullable;

/// An outgoing address with its own name: a virtual gateway (esa-webui.md "IP Interfaces").
///
/// @param name used by listeners and senders to refer to it; letters, digits, `_`, `-`, `.`
/// @param ipv4 local IPv4 address mail leaves by, null for none
/// @param ipv6 local IPv6 address, null for none
/// @param hostname name sent in EHLO, which receivers expect to be the address's name
public record IpInterface(
        String name, @Nullable String ipv4, @Nullable String ipv6, DomainName hostname) {

    /// The local address to connect from, of the same family as the remote address; null when there is none.
    public @Nullable InetAddress localFor(InetAddress remote) {
        String text = remote instanceof Inet4Address ? ipv4 : ipv6;
        return text == null ? null : InetAddress.ofLiteral(text);
    }
}
