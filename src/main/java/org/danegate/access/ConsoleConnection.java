package org.danegate.access;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// A connection to the console and its current stage. HTTP/1.1 carries one request at a time, HTTP/2 several. Times are
/// those of {@link System#nanoTime()}.
final class ConsoleConnection {

    /// The stages of a connection.
    enum Stage {
        /// The next request has not arrived, or only a part of its headers.
        WAITING,
        /// The connection handles requests of unknown senders only.
        STRANGER,
        /// The connection handles a request of a signed-in user.
        SOMEBODY
    }

    private final SocketChannel channel;
    private final String peer;
    private final Set<RequestUnderWay> underWay = ConcurrentHashMap.newKeySet();
    private volatile String client;
    private volatile long since;
    private volatile boolean ended;

    /// @param peer address of the connected peer
    ConsoleConnection(SocketChannel channel, String peer, long now) {
        this.channel = channel;
        this.peer = peer;
        this.client = peer;
        this.since = now;
    }

    String peer() {
        return peer;
    }

    /// Address of the client, which differs from the peer behind a trusted proxy; of the newest request.
    String client() {
        return client;
    }

    Stage stage() {
        Stage stage = Stage.WAITING;
        for (RequestUnderWay request : underWay) {
            if (request.isSomebodys()) {
                return Stage.SOMEBODY;
            }
            stage = Stage.STRANGER;
        }
        return stage;
    }

    /// When its newest request began, or since when it waits for one.
    long since() {
        return since;
    }

    /// A request has begun.
    void begin(RequestUnderWay request, String asking) {
        client = asking;
        since = request.since();
        underWay.add(request);
    }

    /// A request is answered. After the last one, the connection waits for the next.
    void answered(RequestUnderWay request, long now) {
        if (underWay.remove(request) && underWay.isEmpty()) {
            client = peer;
            since = now;
        }
    }

    /// Whether it waits for octets: for a next request, or for the bodies of strangers' requests.
    boolean unfinished() {
        return stage() != Stage.SOMEBODY && underWay.stream().allMatch(RequestUnderWay::isWaitedFor);
    }

    /// Whether its time is over.
    boolean overdue(long now) {
        return underWay.isEmpty()
                ? now - since > ConsoleLimits.WAIT.toNanos()
                : underWay.stream().anyMatch(request -> request.overdue(now));
    }

    boolean isOpen() {
        return !ended && channel.isOpen();
    }

    /// Ends the connection so that any reader or writer of it fails at once and cleans up. The server does its own
    /// bookkeeping of connections, so this method does not touch it.
    void end() {
        ended = true;
        try {
            channel.shutdownInput();
            channel.shutdownOutput();
        } catch (IOException | RuntimeException gone) {
            // The connection has already ended.
        }
    }
}
