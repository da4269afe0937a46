package org.danegate.listener;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;

/// The connection of a conversation, with its reader and its writer: in clear text at first, and under TLS when the
/// client asks for it.
final class ClientConnection {

    private final ListenerBounds bounds;
    private final Deadline deadline;
    private final BooleanSupplier stopped;
    private Socket socket;
    private OctetReader in;
    private ReplyWriter out;
    private boolean encrypted;
    private long mailDue;

    /// @param stopped whether the conversation is to end now, checked while it waits for the client
    ClientConnection(Conversation.Client client, ListenerBounds bounds, BooleanSupplier stopped) throws IOException {
        this.socket = client.socket();
        this.deadline = client.deadline();
        this.bounds = bounds;
        this.stopped = stopped;
        this.out = writer();
        this.in = reader();
    }

    private OctetReader reader() throws IOException {
        return new OctetReader(socket, deadline, bounds.silence(), () -> out.flush(), stopped);
    }

    private ReplyWriter writer() throws IOException {
        return new ReplyWriter(socket.getOutputStream(), deadline, bounds.silence());
    }

    /// Our end of the connection.
    InetAddress localAddress() {
        return socket.getLocalAddress();
    }

    OctetReader in() {
        return in;
    }

    boolean encrypted() {
        return encrypted;
    }

    /// Adds a reply to those that are sent when the client is waited for.
    void say(Reply reply) throws IOException {
        out.say(reply);
    }

    /// Sends the replies now.
    void flush() throws IOException {
        out.flush();
    }

    /// Sets how long lines are awaited until a message is received.
    void mailIsDue(Duration within) {
        mailDue = Deadline.now() + within.toNanos();
        in.mailDue(mailDue);
    }

    /// Starts the time again from before the message just read, which was not accepted.
    void mailIsStillDue() {
        mailIsDue(Duration.ofNanos(mailDue - in.textBegun()));
    }

    /// Performs the handshake, and reads and writes under TLS from then on.
    ///
    /// @param groups of the key exchange, in order; empty for the platform's
    /// @throws IOException when it fails or takes too long
    SSLSession encrypt(SSLContext context, List<String> groups, InetAddress client) throws IOException {
        deadline.in(bounds.handshake());
        SSLSocket secure = ServerTls.over(socket, context, groups, client);
        deadline.none();
        SSLSession agreed = secure.getSession();
        socket = secure;
        encrypted = true;
        out = writer();
        in = reader();
        in.mailDue(mailDue);
        return agreed;
    }

    /// Whether it was closed because the client was too slow.
    boolean brokenOff() {
        return deadline.broken();
    }

    /// Sends the remaining replies and closes. The deadline breaks this off when it takes too long.
    void end() throws IOException {
        out.flush();
        deadline.in(bounds.handshake());
        socket.close();
    }
}
