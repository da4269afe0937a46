package org.danegate.listener;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Until when a conversation may be at what it does now. Waits on a socket that no timeout ends, such as a write that
/// the client does not take or a TLS record that comes octet by octet, are ended by closing the socket: the
/// conversation sets its deadline, its listener looks at all of them. Times are of a clock that never jumps.
final class Deadline {

    private static final Logger LOG = LoggerFactory.getLogger(Deadline.class);
    private static final long BEGUN = System.nanoTime();
    private static final long NONE = Long.MAX_VALUE;

    private final Socket socket;
    private volatile long end = NONE;
    private volatile boolean broken;

    Deadline(Socket socket) {
        this.socket = socket;
    }

    /// Nanoseconds since some moment in the life of the process.
    static long now() {
        return System.nanoTime() - BEGUN;
    }

    /// @param at of {@link #now()}
    void until(long at) {
        end = at;
    }

    void in(Duration time) {
        end = now() + time.toNanos();
    }

    void none() {
        end = NONE;
    }

    /// Whether the socket was closed because the deadline had passed.
    boolean broken() {
        return broken;
    }

    /// Closes the socket when the deadline has passed.
    void enforce() {
        if (now() > end) {
            broken = true;
            close();
        }
    }

    void close() {
        try {
            socket.close();
        } catch (IOException alreadyClosed) {
            LOG.debug("{}", alreadyClosed.getMessage());
        }
    }
}
