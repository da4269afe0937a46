package org.danegate.listener;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The deadline of what a conversation does now. Some waits on a socket have no timeout, such as a write that the
/// client does not accept or a TLS record that arrives octet by octet; closing the socket ends them. The conversation
/// sets its deadline, and its listener checks all of them. Times are from a clock that never jumps.
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

    /// @param at a time of {@link #now()}
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
