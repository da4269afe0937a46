package org.danegate.smtp;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Lets other threads break off a conversation, whatever it waits for. One conversation has one line from its
/// connecting to its end.
public final class Line {

    /// Whether a conversation may be broken off when nobody could tell what became of its message.
    public enum Doubt {
        /// Not while the peer has the whole message and its answer is still to come (RFC 5321 4.5.4.1 and 6.1).
        AVOID,
        /// Always.
        ACCEPT
    }

    private final LongSupplier nanos;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Socket plain;
    private @Nullable String why;
    private boolean inDoubt;
    private long inDoubtSince;

    /// @param nanos a clock that only goes forward, such as {@link System#nanoTime}
    public Line(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /// For a conversation that no other thread breaks off.
    static Line unwatched() {
        return new Line(() -> 0);
    }

    /// Registers the socket that the conversation is about to use.
    ///
    /// @throws IOException when it was broken off before it began
    void over(Socket socket) throws IOException {
        lock.lock();
        try {
            plain = socket;
            requireWhole();
        } finally {
            lock.unlock();
        }
    }

    /// Notes that the end of a message is about to be sent: from now on the peer may have all of it.
    ///
    /// @throws IOException when the conversation was broken off before that
    void wholeMessage() throws IOException {
        lock.lock();
        try {
            requireWhole();
            inDoubt = true;
            inDoubtSince = nanos.getAsLong();
        } finally {
            lock.unlock();
        }
    }

    /// Notes that the peer has answered, or never will.
    void answered() {
        lock.lock();
        try {
            inDoubt = false;
        } finally {
            lock.unlock();
        }
    }

    /// How long the answer to a whole message has been awaited; zero when none is.
    public Duration inDoubtFor() {
        lock.lock();
        try {
            return inDoubt ? Duration.ofNanos(nanos.getAsLong() - inDoubtSince) : Duration.ZERO;
        } finally {
            lock.unlock();
        }
    }

    private void requireWhole() throws IOException {
        if (why != null) {
            throw new IOException(why);
        }
    }

    /// Breaks the conversation off: a thread that waits in it gets an {@link IOException}.
    ///
    /// @param because the reason, for people, as said of the conversation: "stopped by an administrator"
    /// @return false when it goes on, because the answer to a whole message is due
    public boolean cut(String because, Doubt doubt) {
        lock.lock();
        try {
            if (inDoubt && doubt == Doubt.AVOID) {
                return false;
            }
            if (why == null) {
                why = because;
            }
            if (plain != null) {
                plain.close();
            }
        } catch (IOException e) {
            // Whether closing succeeds or not, a thread that waits on the socket finds out there.
            return true;
        } finally {
            lock.unlock();
        }
        return true;
    }

    /// Why it was broken off; null when it was not.
    public @Nullable String cutBecause() {
        lock.lock();
        try {
            return why;
        } finally {
            lock.unlock();
        }
    }
}
