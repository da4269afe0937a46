package org.danegate.access;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.security.web.util.matcher.IpAddressMatcher;

/// The proxies whose statements about a client count: `danegate.console.trusted-proxies`.
final class TrustedProxies {

    /// Excludes other texts that Java accepts as addresses, such as `1`, which nobody means.
    private static final Pattern ADDRESS =
            Pattern.compile("[0-9]{1,3}(?:\\.[0-9]{1,3}){3}|[0-9A-Fa-f.]*:[0-9A-Fa-f:.]*");

    private final List<IpAddressMatcher> trusted;

    /// @param entries addresses and blocks such as `127.0.0.1` or `2001:db8::/64`
    /// @throws IllegalArgumentException for an entry that is neither, with a message for the administrator
    TrustedProxies(List<String> entries) {
        trusted = entries.stream()
                .map(String::strip)
                .filter(entry -> !entry.isEmpty())
                .map(TrustedProxies::block)
                .toList();
    }

    private static IpAddressMatcher block(String entry) {
        int slash = entry.indexOf('/');
        String address = slash < 0 ? entry : entry.substring(0, slash);
        try {
            int most = InetAddress.ofLiteral(address).getAddress().length * 8;
            int bits = slash < 0 ? most : Integer.parseInt(entry.substring(slash + 1));
            if (bits >= 0 && bits <= most) {
                return new IpAddressMatcher(entry);
            }
        } catch (IllegalArgumentException e) {
            // The exception below reports it.
        }
        throw new IllegalArgumentException("danegate.console.trusted-proxies: \"" + entry
                + "\" is neither an address nor a block such as 192.0.2.0/24 or 2001:db8::/64.");
    }

    /// Whether statements from this address are believed.
    boolean trusts(String address) {
        return trusted.stream().anyMatch(block -> block.matches(address));
    }

    /// The client according to a chain of proxies: reading from the end, the first address that is no trusted
    /// proxy. The client itself may have written everything before it. When an element is not an address, the hop
    /// after it is the last one known.
    ///
    /// @param peer the connected peer
    /// @param chain addresses as in the header, the client's first
    String client(String peer, List<String> chain) {
        String known = peer;
        for (String hop : chain.reversed()) {
            Optional<String> address = address(hop);
            if (!trusts(known) || address.isEmpty()) {
                break;
            }
            known = address.get();
        }
        return known;
    }

    /// An address without its port in one spelling, so that two spellings never count as two clients.
    private static Optional<String> address(String hop) {
        String text = hop.strip();
        if (text.startsWith("[")) {
            int end = text.indexOf(']');
            text = end < 0 ? "" : text.substring(1, end);
        } else if (text.indexOf(':') >= 0 && text.indexOf(':') == text.lastIndexOf(':')) {
            text = text.substring(0, text.indexOf(':'));
        }
        try {
            return ADDRESS.matcher(text).matches()
                    ? Optional.of(InetAddress.ofLiteral(text).getHostAddress())
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
