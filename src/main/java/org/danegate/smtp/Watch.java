package org.danegate.smtp;

import java.io.Closeable;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// Ends a connection when what is going on takes too long as a whole. A socket's own timeout counts from octet to
/// octet, does not see the records below TLS, and knows nothing of writes: a peer that drips, or that reads nothing,
/// would never meet it.
final class Watch implements Closeable {

    private static final ScheduledThreadPoolExecutor TIMER = timer();

    private final Socket plain;
    private final ScheduledFuture<?> alarm;
    private volatile boolean over;

    /// Watches from now on until closed.
    ///
    /// @param plain the socket below TLS: closing it ends every read and write, also those of a handshake
    /// @param most in whole milliseconds, at least one
    Watch(Socket plain, Duration most) {
        this.plain = plain;
        this.alarm = TIMER.schedule(this::end, Math.max(1, most.toMillis()), TimeUnit.MILLISECONDS);
    }

    /// What is watched.
    @FunctionalInterface
    interface Doing<T> {
        T run() throws IOException;
    }

    /// Does something with a connection within a time.
    ///
    /// @throws SocketTimeoutException when the time is over; the connection is closed
    static <T> T within(Socket plain, Duration most, Doing<T> doing) throws IOException {
        Watch watch = new Watch(plain, most);
        try (watch) {
            return doing.run();
        } catch (IOException e) {
            throw watch.explained(e);
        }
    }

    /// What broke the connection: the time, where it is over.
    IOException explained(IOException e) {
        if (!over || e instanceof SocketTimeoutException) {
            return e;
        }
        SocketTimeoutException timeout = new SocketTimeoutException("timeout");
        timeout.initCause(e);
        return timeout;
    }

    private void end() {
        over = true;
        try {
            plain.close();
        } catch (IOException e) {
            // Whoever waits on it learns of it there.
            return;
        }
    }

    @Override
    public void close() {
        alarm.cancel(false);
    }

    private static ScheduledThreadPoolExecutor timer() {
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("smtp-watch").factory());
        timer.setRemoveOnCancelPolicy(true);
        return timer;
    }
}
