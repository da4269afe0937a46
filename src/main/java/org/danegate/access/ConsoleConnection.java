package org.danegate.access;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A connection to the console, and what it is busy with. Times are those of {@link System#nanoTime()}.
final class ConsoleConnection {

    /// What a connection is busy with.
    enum Stage {
        /// Nothing has come yet of the next request, or not all of its headers.
        WAITING,
        /// A request of somebody unknown.
        STRANGER,
        /// A request of somebody who has signed in.
        SOMEBODY
    }

    private final SocketChannel channel;
    private final String peer;
    private volatile String client;
    private volatile Stage stage = Stage.WAITING;
    private volatile long since;
    private volatile @Nullable RequestBody body;
    private volatile boolean ended;

    /// @param peer address of whoever is connected
    ConsoleConnection(SocketChannel channel, String peer, long now) {
        this.channel = channel;
        this.peer = peer;
        this.client = peer;
        this.since = now;
    }

    String peer() {
        return peer;
    }

    /// Address of whoever asks, which is not the peer behind a trusted proxy.
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

    /// The request turned out to be somebody's.
    void known() {
        stage = Stage.SOMEBODY;
    }

    /// The request is answered.
    void waiting(long now) {
        client = peer;
        body = null;
        since = now;
        stage = Stage.WAITING;
    }

    /// Whether octets are waited for: those of a next request, or those of a stranger's body.
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
            case SOMEBODY -> {
                RequestBody brought = body;
                yield brought != null
                        && brought.isWaitedFor()
                        && passed.minus(ConsoleLimits.SLOW_START)
                                .minusSeconds(brought.octets() / ConsoleLimits.SLOWEST)
                                .isPositive();
            }
        };
    }

    boolean isOpen() {
        return !ended && channel.isOpen();
    }

    /// Ends it in a way that whoever reads from it or writes to it learns at once, and clears up: the server's own
    /// bookkeeping of its connections bears no other hand.
    void end() {
        ended = true;
        try {
            channel.shutdownInput();
            channel.shutdownOutput();
        } catch (IOException | RuntimeException gone) {
            // It has ended by itself.
        }
    }
}
