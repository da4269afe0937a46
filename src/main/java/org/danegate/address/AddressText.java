package org.danegate.address;

import java.net.Inet6Address;
import java.net.InetAddress;

/// Writes IP addresses for people: IPv6 in the one recommended form (RFC 5952), such as `2001:db8::1`.
public final class AddressText {

    private static final int GROUPS = 8;

    private AddressText() {}

    /// An address without its host name and zone.
    public static String of(InetAddress address) {
        return address instanceof Inet6Address six ? compressed(six.getAddress()) : address.getHostAddress();
    }

    /// An address with a port as URLs have it: `192.0.2.1:53`, `[2001:db8::1]:53`.
    ///
    /// @param port 0 to 65535
    public static String withPort(InetAddress address, int port) {
        return (address instanceof Inet6Address ? "[" + of(address) + "]" : of(address)) + ":" + port;
    }

    private static String compressed(byte[] octets) {
        int[] groups = groups(octets);
        int start = longestRun(groups);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < GROUPS; i++) {
            if (i == start) {
                text.append("::");
                i += zeros(groups, start) - 1;
                continue;
            }
            if (!text.isEmpty() && text.charAt(text.length() - 1) != ':') {
                text.append(':');
            }
            text.append(Integer.toHexString(groups[i]));
        }
        return text.toString();
    }

    private static int[] groups(byte[] octets) {
        int[] groups = new int[GROUPS];
        for (int i = 0; i < GROUPS; i++) {
            groups[i] = (octets[2 * i] & 0xff) << 8 | octets[2 * i + 1] & 0xff;
        }
        return groups;
    }

    /// Where the first of the longest runs of at least two zero groups begins, which becomes "::"; -1 when there is
    /// none.
    private static int longestRun(int[] groups) {
        int start = -1;
        int length = 1;
        for (int i = 0; i < GROUPS; i++) {
            int run = zeros(groups, i);
            if (run > length) {
                start = i;
                length = run;
            }
        }
        return start;
    }

    private static int zeros(int[] groups, int from) {
        int end = from;
        while (end < GROUPS && groups[end] == 0) {
            end++;
        }
        return end - from;
    }
}
