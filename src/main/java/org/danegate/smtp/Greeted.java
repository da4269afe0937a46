package org.danegate.smtp;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import org.jspecify.annotations.Nullable;

/// A conversation whose peer has greeted with 220; next is {@link #hello}.
public final class Greeted implements Closeable {

    private final Wire wire;
    private final Timeouts timeouts;

    private Greeted(Wire wire, Timeouts timeouts) {
        this.wire = wire;
        this.timeouts = timeouts;
    }

    /// Connects and reads the greeting.
    ///
    /// @param local address to connect from, null for the system's choice
    /// @throws SmtpException.Refused when the greeting is not 220
    /// @throws IOException when there is no connection or no greeting in time
    public static Greeted connect(InetSocketAddress remote, @Nullable InetAddress local, Timeouts timeouts)
            throws IOException {
        Socket socket = new Socket();
        try {
            socket.setTcpNoDelay(true);
            if (local != null) {
                socket.bind(new InetSocketAddress(local, 0));
            }
            socket.connect(remote, (int) timeouts.connect().toMillis());
            Wire wire = new Wire(socket);
            Reply greeting = wire.readReply(timeouts.greeting());
            if (greeting.code() != 220) {
                throw new SmtpException.Refused("greeting", greeting);
            }
            return new Greeted(wire, timeouts);
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    /// Our end of the connection.
    public InetAddress localAddress() {
        return wire.socket().getLocalAddress();
    }

    /// EHLO, or HELO where the peer does not know EHLO.
    ///
    /// @throws SmtpException.Refused when both are refused
    public Ready hello(String name) throws IOException {
        return Ready.greet(wire, timeouts, name, null);
    }

    @Override
    public void close() {
        wire.close();
    }
}
