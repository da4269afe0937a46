package org.danegate.access;

import java.net.InetAddress;
import org.apache.catalina.connector.Connector;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;

/// Makes the console's web server. It can make further connectors for the running server that are set up like the first
/// one: the same limits of connections, compression and timeouts.
public final class ConsoleServer extends TomcatServletWebServerFactory {

    ConsoleServer() {}

    /// A connector that is not started and belongs to no server yet.
    ///
    /// @param address where it will listen
    /// @param port its port, 0 for any free one
    public Connector connector(InetAddress address, int port) {
        Connector connector = new Connector(getProtocol());
        connector.setThrowOnFailure(true);
        customizeConnector(connector);
        connector.setPort(port);
        if (connector.getProtocolHandler() instanceof ConsoleProtocol protocol) {
            protocol.setAddress(address);
        }
        return connector;
    }
}
