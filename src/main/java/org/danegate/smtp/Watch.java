package org.danegate.smtp;

import java.io.Closeable;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// Closes a connection when an action takes too long as a whole. A socket's own timeout counts from octet to octet,
/// does not see the records below TLS, and does not apply to writes: a peer that sends drop by drop, or that reads
/// nothing, would never reach it.
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

    /// The action that is watched.
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

    /// The cause of a broken connection: the timeout when the time is over, otherwise the given exception.
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
            // A thread that waits on the socket finds out there.
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
