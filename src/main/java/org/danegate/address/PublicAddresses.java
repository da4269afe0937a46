package org.danegate.address;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/// The addresses that mean the same host everywhere on the Internet: none of a private network, of a machine itself, or
/// reserved.
public final class PublicAddresses {

    private static final int[][] RESERVED_IPV4 = {
        // Network, and the length of its prefix.
        {0x00000000, 8}, // this network
        {0x64400000, 10}, // shared by providers (RFC 6598)
        {0xc0000000, 24}, // protocol assignments
        {0xc6120000, 15}, // benchmarks
        {0xf0000000, 4} // reserved, and broadcast
    };

    private PublicAddresses() {}

    /// Whether an address is one of them. An IPv6 address with an IPv4 address inside is judged by that one.
    public static boolean has(InetAddress address) {
        if (address.isAnyLocalAddress()
                || address.isLoopbackAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress()) {
            return false;
        }
        byte[] octets = address.getAddress();
        return address instanceof Inet6Address ? isPublicIpv6(octets) : isPublicIpv4(octets);
    }

    private static boolean isPublicIpv4(byte[] octets) {
        int address = (octets[0] & 0xff) << 24 | (octets[1] & 0xff) << 16 | (octets[2] & 0xff) << 8 | octets[3] & 0xff;
        return Arrays.stream(RESERVED_IPV4).noneMatch(r -> (address ^ r[0]) >>> (32 - r[1]) == 0);
    }

    private static boolean isPublicIpv6(byte[] octets) {
        boolean unique = (octets[0] & 0xfe) == 0xfc;
        boolean compatible = isZero(octets, 0, 12);
        boolean translated =
                octets[0] == 0 && octets[1] == 0x64 && (octets[2] & 0xff) == 0xff && (octets[3] & 0xff) == 0x9b;
        boolean sixToFour = octets[0] == 0x20 && octets[1] == 0x02;
        if (unique || compatible) {
            return false;
        }
        if (translated) {
            return embedded(octets, 12);
        }
        return !sixToFour || embedded(octets, 2);
    }

    private static boolean isZero(byte[] octets, int from, int to) {
        for (int i = from; i < to; i++) {
            if (octets[i] != 0) {
                return false;
            }
        }
        return true;
    }

    /// Whether the IPv4 address inside is public.
    private static boolean embedded(byte[] octets, int at) {
        try {
            return has(InetAddress.getByAddress(Arrays.copyOfRange(octets, at, at + 4)));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four octets are an address", e);
        }
    }
}
