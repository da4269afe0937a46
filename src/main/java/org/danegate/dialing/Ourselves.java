package org.danegate.dialing;

import java.net.InetAddress;

/// Knows where this gateway itself accepts mail: mail sent there comes back.
@FunctionalInterface
public interface Ourselves {

    /// A gateway that listens nowhere.
    Ourselves NOWHERE = (address, port) -> false;

    /// Whether an open listener of this gateway would accept a connection to the address.
    ///
    /// @param port 1 to 65535
    boolean listensAt(InetAddress address, int port);
}
