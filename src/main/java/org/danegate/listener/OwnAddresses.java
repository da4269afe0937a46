package org.danegate.listener;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;

/// Whether a connection to an address comes out at a socket bound to another, both of them on this host.
final class OwnAddresses {

    private OwnAddresses() {}

    /// @param bound address of a listening socket, as text
    /// @param dialled where somebody connects to
    static boolean reach(String bound, InetAddress dialled) {
        try {
            InetAddress door = InetAddress.getByName(bound);
            return door.isAnyLocalAddress() ? isOfThisHost(dialled) : door.equals(reached(dialled));
        } catch (UnknownHostException | SocketException unknown) {
            return false;
        }
    }

    /// The system takes `0.0.0.0` and `::` as the loopback address when they are connected to.
    private static InetAddress reached(InetAddress dialled) throws UnknownHostException {
        if (!dialled.isAnyLocalAddress()) {
            return dialled;
        }
        return InetAddress.ofLiteral(dialled instanceof Inet4Address ? "127.0.0.1" : "::1");
    }

    private static boolean isOfThisHost(InetAddress dialled) throws SocketException {
        return dialled.isAnyLocalAddress()
                || dialled.isLoopbackAddress()
                || NetworkInterface.getByInetAddress(dialled) != null;
    }
}
