package org.danegate.access;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.security.web.util.matcher.IpAddressMatcher;

/// The proxies whose word about a client counts: `danegate.console.trusted-proxies`.
final class TrustedProxies {

    /// What Java takes for an address beside these, such as `1`, nobody means.
    private static final Pattern ADDRESS =
            Pattern.compile("[0-9]{1,3}(?:\\.[0-9]{1,3}){3}|[0-9A-Fa-f.]*:[0-9A-Fa-f:.]*");

    private final List<IpAddressMatcher> trusted;

    /// @param entries addresses and blocks such as `127.0.0.1` or `2001:db8::/64`
    /// @throws IllegalArgumentException for an entry that is neither, with words for the administrator
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
            // Said below.
        }
        throw new IllegalArgumentException("danegate.console.trusted-proxies: \"" + entry
                + "\" is neither an address nor a block such as 192.0.2.0/24 or 2001:db8::/64.");
    }

    /// Whether what comes from this address is believed.
    boolean trusts(String address) {
        return trusted.stream().anyMatch(block -> block.matches(address));
    }

    /// The client that a chain of proxies tells of: read from the end, the first one that is no trusted proxy.
    /// What stands before it may have been written by the client itself. Where something is not an address, the hop
    /// after it is as far as anybody can say.
    ///
    /// @param peer who is connected
    /// @param chain addresses as the header has them, the client's first
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

    /// An address in one spelling, so that two spellings are never counted as two clients; without its port.
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
