package org.danegate.policy;

import java.net.InetAddress;

/// Sender entries of the Host Access Table: `ALL`, an address, or a CIDR block, IPv4 or IPv6.
public final class AddressBlock {

    private AddressBlock() {}

    /// Whether the entry covers the address. An invalid entry covers nothing.
    public static boolean covers(String entry, InetAddress address) {
        if (entry.equalsIgnoreCase("ALL")) {
            return true;
        }
        int slash = entry.indexOf('/');
        try {
            byte[] network = InetAddress.ofLiteral(slash < 0 ? entry : entry.substring(0, slash))
                    .getAddress();
            int bits = slash < 0 ? network.length * 8 : Integer.parseInt(entry.substring(slash + 1));
            return bits >= 0 && bits <= network.length * 8 && samePrefix(network, address.getAddress(), bits);
        } catch (IllegalArgumentException notAnAddress) {
            return false;
        }
    }

    /// Whether two entries have an address in common. Both are valid.
    static boolean overlap(String one, String other) {
        if (one.equalsIgnoreCase("ALL") || other.equalsIgnoreCase("ALL")) {
            return true;
        }
        return bits(one) <= bits(other) ? covers(one, first(other)) : covers(other, first(one));
    }

    private static int bits(String entry) {
        int slash = entry.indexOf('/');
        return slash < 0 ? Integer.MAX_VALUE : Integer.parseInt(entry.substring(slash + 1));
    }

    private static InetAddress first(String entry) {
        int slash = entry.indexOf('/');
        return InetAddress.ofLiteral(slash < 0 ? entry : entry.substring(0, slash));
    }

    private static boolean samePrefix(byte[] network, byte[] address, int bits) {
        if (network.length != address.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit += 8) {
            int mask = bits - bit >= 8 ? 0xff : 0xff << (8 - (bits - bit));
            if (((network[bit / 8] ^ address[bit / 8]) & mask & 0xff) != 0) {
                return false;
            }
        }
        return true;
    }
}
