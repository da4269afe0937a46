package org.danegate.dialing;

import java.net.InetAddress;

/// Where this gateway itself takes mail: what is sent there comes back.
@FunctionalInterface
public interface Ourselves {

    /// A gateway that listens nowhere.
    Ourselves NOWHERE = (address, port) -> false;

    /// Whether a connection to the address would be taken by an open listener of this gateway.
    ///
    /// @param port 1 to 65535
    boolean listensAt(InetAddress address, int port);
}
