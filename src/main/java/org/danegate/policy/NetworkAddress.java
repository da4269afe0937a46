package org.danegate.policy;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.regex.Pattern;

/// Checks whether a text is an IP address or a block of addresses. Never looks anything up.
final class NetworkAddress {

    private static final Pattern QUAD = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
    private static final int BITS_V4 = 32;
    private static final int BITS_V6 = 128;

    private NetworkAddress() {}

    /// `192.0.2.1` in four parts, or an IPv6 address, which may carry a zone such as `%eth0`.
    static boolean isAddress(String text) {
        int zone = text.indexOf('%');
        return bits(zone < 0 || !text.contains(":") ? text : text.substring(0, zone)) > 0;
    }

    /// The same text for all spellings of an address, including an IPv4 address inside IPv6; zones stay different.
    /// A text that is no address is returned as it is.
    static String key(String text) {
        int zone = text.indexOf('%');
        String bare = zone < 0 ? text : text.substring(0, zone);
        return isAddress(text)
                ? InetAddress.ofLiteral(bare).getHostAddress() + (zone < 0 ? "" : text.substring(zone))
                : text;
    }

    /// `0.0.0.0` or `::`, in any spelling.
    static boolean isWildcard(String text) {
        return isAddress(text)
                && !text.contains("%")
                && InetAddress.ofLiteral(text).isAnyLocalAddress();
    }

    /// The address that a connection reaches: for the wildcard address, the loopback one.
    static String reached(String dialled) {
        return isWildcard(dialled) ? (dialled.contains(":") ? "::1" : "127.0.0.1") : dialled;
    }

    /// An address that only this host can reach.
    static boolean isLoopback(String text) {
        return isAddress(text)
                && !text.contains("%")
                && InetAddress.ofLiteral(text).isLoopbackAddress();
    }

    /// A block wider than any network of one owner: IPv4 above /8, IPv6 above /16; `0.0.0.0/0` and its halves.
    static boolean isWide(String text) {
        int slash = text.indexOf('/');
        return slash > 0
                && isBlock(text)
                && Integer.parseInt(text.substring(slash + 1)) < (bits(text.substring(0, slash)) == BITS_V4 ? 8 : 16);
    }

    /// An address, or one with a prefix length that fits its family: `192.0.2.0/24`, `2001:db8::/32`.
    static boolean isBlock(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            return bits(text) > 0;
        }
        String length = text.substring(slash + 1);
        return length.matches("\\d{1,3}") && Integer.parseInt(length) <= bits(text.substring(0, slash));
    }

    /// Only digits and dots: meant as an IPv4 address, right or wrong, and never a host name.
    static boolean looksLikeIpv4(String text) {
        return text.matches("[0-9.]+");
    }

    /// 32 or 128; -1 when the text is no address.
    private static int bits(String text) {
        if (!QUAD.matcher(text).matches() && !text.contains(":")) {
            return -1;
        }
        try {
            InetAddress address = text.contains(":") ? InetAddress.ofLiteral(text) : Inet4Address.ofLiteral(text);
            return address instanceof Inet4Address && !text.contains(":") ? BITS_V4 : BITS_V6;
        } catch (IllegalArgumentException e) {
            return -1;
        }
    }
}
