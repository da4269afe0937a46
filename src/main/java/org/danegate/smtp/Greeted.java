package org.danegate.smtp;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A conversation whose peer has greeted with 220; the next step is {@link #hello}.
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
        return connect(remote, local, timeouts, Line.unwatched(), ours -> {});
    }

    /// Connects in the same way, for a caller who also needs to know of a connection whose greeting is a refusal,
    /// and who lets other threads break it off.
    ///
    /// @param line what other threads break it off with
    /// @param connected receives our end of the connection once there is one
    public static Greeted connect(
            InetSocketAddress remote,
            @Nullable InetAddress local,
            Timeouts timeouts,
            Line line,
            Consumer<InetAddress> connected)
            throws IOException {
        Socket socket = new Socket();
        Watch watch = new Watch(socket, timeouts.setUp());
        try {
            line.over(socket);
            connect(socket, remote, local, timeouts);
            connected.accept(socket.getLocalAddress());
            Wire wire = new Wire(socket, socket, line, watch, timeouts.dataBlock());
            requireGreeting(wire, timeouts);
            return new Greeted(wire, timeouts);
        } catch (IOException e) {
            watch.close();
            socket.close();
            throw watch.explained(e);
        } catch (RuntimeException e) {
            watch.close();
            socket.close();
            throw e;
        }
    }

    private static void connect(Socket socket, InetSocketAddress remote, @Nullable InetAddress local, Timeouts timeouts)
            throws IOException {
        socket.setTcpNoDelay(true);
        if (local != null) {
            socket.bind(new InetSocketAddress(local, 0));
        }
        socket.connect(remote, (int) timeouts.connect().toMillis());
    }

    private static void requireGreeting(Wire wire, Timeouts timeouts) throws IOException {
        Reply greeting = wire.readReply(timeouts.greeting());
        if (greeting.code() != 220) {
            throw new SmtpException.Refused("greeting", greeting);
        }
    }

    /// Our end of the connection.
    public InetAddress localAddress() {
        return wire.socket().getLocalAddress();
    }

    /// Sends EHLO, or HELO when the peer does not know EHLO.
    ///
    /// @throws SmtpException.Refused when both are refused
    /// @throws SmtpException.OutOfStep when the peer sent more than the greeting, or answered with something other
    ///     than an answer to EHLO
    public Ready hello(String name) throws IOException {
        return Ready.greet(wire, timeouts, name, null);
    }

    @Override
    public void close() {
        wire.close();
    }
}
