package org.danegate.access;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A connection to the console and its current stage. Times are those of {@link System#nanoTime()}.
final class ConsoleConnection {

    /// The stages of a connection.
    enum Stage {
        /// The next request has not arrived, or only a part of its headers.
        WAITING,
        /// The connection handles a request of an unknown sender.
        STRANGER,
        /// The connection handles a request of a signed-in user.
        SOMEBODY
    }

    private final SocketChannel channel;
    private final String peer;
    private volatile String client;
    private volatile Stage stage = Stage.WAITING;
    private volatile long since;
    private volatile @Nullable RequestBody body;
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

    /// Address of the client, which differs from the peer behind a trusted proxy.
    String client() {
        return client;
    }

    Stage stage() {
        return stage;
    }

    long since() {
        return since;
    }

    /// A request has begun.
    void begin(Stage who, String asking, RequestBody brought, long now) {
        client = asking;
        body = brought;
        since = now;
        stage = who;
    }

    /// The sender of the request turned out to be known.
    void known() {
        stage = Stage.SOMEBODY;
    }

    /// The request is answered, and the connection waits for the next one.
    void waiting(long now) {
        client = peer;
        body = null;
        since = now;
        stage = Stage.WAITING;
    }

    /// Whether it waits for octets: for a next request, or for the body of a stranger's request.
    boolean unfinished() {
        RequestBody brought = body;
        return stage == Stage.WAITING || stage == Stage.STRANGER && brought != null && brought.isWaitedFor();
    }

    /// Whether its time is over.
    boolean overdue(long now) {
        Duration passed = Duration.ofNanos(now - since);
        return switch (stage) {
            case WAITING -> passed.compareTo(ConsoleLimits.WAIT) > 0;
            case STRANGER -> passed.compareTo(ConsoleLimits.STRANGERS_REQUEST) > 0;
            case SOMEBODY -> isTooSlow(passed);
        };
    }

    /// Whether it waits for a body that comes more slowly than is allowed.
    private boolean isTooSlow(Duration passed) {
        RequestBody brought = body;
        return brought != null
                && brought.isWaitedFor()
                && passed.minus(ConsoleLimits.SLOW_START)
                        .minusSeconds(brought.octets() / ConsoleLimits.SLOWEST)
                        .isPositive();
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
