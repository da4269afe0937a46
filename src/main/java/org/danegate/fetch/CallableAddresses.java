package org.danegate.fetch;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import org.danegate.address.PublicAddresses;

/// Which addresses may be called for somebody who chose the name: public ones that are not this machine's. Without this
/// rule a domain's owner could make the gateway talk to its own network.
final class CallableAddresses {

    private final boolean anywhere;

    /// @param anywhere whether every address may be called, as in a laboratory
    CallableAddresses(boolean anywhere) {
        this.anywhere = anywhere;
    }

    boolean mayCall(InetAddress address) {
        return anywhere || PublicAddresses.has(address) && !isOurs(address);
    }

    private static boolean isOurs(InetAddress address) {
        try {
            return NetworkInterface.getByInetAddress(address) != null;
        } catch (SocketException e) {
            // Better not called than called by mistake.
            return true;
        }
    }
}
