package org.danegate.listener;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;

/// Decides whether a connection to one address reaches a socket bound to another, both on this host.
final class OwnAddresses {

    private OwnAddresses() {}

    /// @param bound address of a listening socket, as text
    /// @param dialled the address that is connected to
    static boolean reach(String bound, InetAddress dialled) {
        try {
            InetAddress door = InetAddress.getByName(bound);
            return door.isAnyLocalAddress() ? isOfThisHost(dialled) : door.equals(reached(dialled));
        } catch (UnknownHostException | SocketException unknown) {
            return false;
        }
    }

    /// The system treats `0.0.0.0` and `::` as the loopback address when something connects to them.
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
