package org.danegate.address;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/// What counts as one client where addresses are counted.
public final class ClientNetwork {

    private static final int NETWORK = 8;
    private static final int WHOLE = 16;

    private ClientNetwork() {}

    /// An address of IPv4, or the /64 of one of IPv6: all of that is as easily had as one address.
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
