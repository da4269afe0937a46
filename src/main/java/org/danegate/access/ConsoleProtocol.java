package org.danegate.access;

import java.net.Socket;
import java.nio.channels.SocketChannel;
import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.tomcat.util.net.NioEndpoint;
import org.jspecify.annotations.Nullable;

/// Tomcat's HTTP/1.1 with admission control: Tomcat counts connections, but not by client. The class is public because
/// Tomcat creates it by its name.
public final class ConsoleProtocol extends Http11NioProtocol {

    /// Connections above the bound that are still accepted, to be judged.
    private static final int WAITING_AT_THE_DOOR = 64;

    /// For Tomcat.
    public ConsoleProtocol() {
        super(new Door());
    }

    /// Admits only connections for which there is room.
    void watchedBy(ConsoleConnections connections, ConsoleLimits limits) {
        ((Door) getEndpoint()).watching = connections;
        setMaxConnections(limits.connections() + WAITING_AT_THE_DOOR);
    }

    private static final class Door extends NioEndpoint {

        private volatile @Nullable ConsoleConnections watching;

        @Override
        protected boolean setSocketOptions(SocketChannel channel) {
            ConsoleConnections watched = watching;
            Socket socket = channel.socket();
            if (watched != null
                    && socket.getInetAddress() != null
                    && !watched.admit(
                            channel,
                            socket.getInetAddress().getHostAddress(),
                            socket.getPort(),
                            socket.getLocalPort())) {
                destroySocket(channel);
                return false;
            }
            return super.setSocketOptions(channel);
        }
    }
}
