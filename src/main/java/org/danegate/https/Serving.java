package org.danegate.https;

import java.net.InetAddress;

/// HTTPS as it is served now.
///
/// @param pair what it presents
/// @param standIn whether it presents the self-signed certificate because the chosen one cannot be used
record Serving(TlsConnector connector, InetAddress address, int port, ServingPair pair, boolean standIn) {

    Serving presenting(ServingPair other) {
        return new Serving(connector, address, port, other, false);
    }

    /// Whether it also listens at an address of this machine.
    boolean listensAt(String local) {
        return address.isAnyLocalAddress() || InetAddress.ofLiteral(local).equals(address);
    }
}
