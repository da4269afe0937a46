package org.danegate.address;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/// Defines which addresses count as one client.
public final class ClientNetwork {

    private static final int NETWORK = 8;
    private static final int WHOLE = 16;

    private ClientNetwork() {}

    /// An IPv4 address as it is, or the /64 of an IPv6 address: a whole /64 is as easy to get as a single address.
    public static InetAddress of(InetAddress client) {
        if (!(client instanceof Inet6Address)) {
            return client;
        }
        byte[] octets = client.getAddress();
        Arrays.fill(octets, NETWORK, WHOLE, (byte) 0);
        try {
            return InetAddress.getByAddress(octets);
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException("sixteen octets are an address", impossible);
        }
    }
}
