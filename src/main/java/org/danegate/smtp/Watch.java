package org.danegate.smtp;

import java.io.Closeable;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Closes a connection when an action takes too long as a whole. A socket's own timeout counts from octet to octet,
/// does not see the records below TLS, and does not apply to writes: a peer that sends drop by drop, or that reads
/// nothing, would never reach it.
///
/// One thread at a time uses the connection. There is one alarm for it, which is set again only for an earlier end than
/// it has: an alarm for each action of each message would cost more than the action.
final class Watch implements Closeable {

    private static final long BEGUN = System.nanoTime();
    private static final long NEVER = Long.MAX_VALUE;
    private static final ScheduledThreadPoolExecutor TIMER = timer();

    private final Socket plain;
    private final ReentrantLock setting = new ReentrantLock();
    private @Nullable Future<?> alarm;
    private volatile long alarmAt = NEVER;
    /// When the connection is closed, the earliest of the ends in force.
    private volatile long end = NEVER;
    private volatile boolean over;

    /// Watches the set-up of a connection from now on, until {@link #setUpDone}.
    ///
    /// @param plain the socket below TLS: closing it ends every read and write, also those of a handshake
    /// @param most for everything before the first transaction
    Watch(Socket plain, Duration most) {
        this.plain = plain;
        endBy(now() + most.toNanos());
    }

    /// The action that is watched.
    @FunctionalInterface
    interface Doing<T> {
        T run() throws IOException;
    }

    /// Does something with the connection within a time. An end that is in force already stays so.
    ///
    /// @throws SocketTimeoutException when the time is over; the connection is closed
    <T> T within(Duration most, Doing<T> doing) throws IOException {
        long before = end;
        endBy(Math.min(before, now() + most.toNanos()));
        try {
            return doing.run();
        } catch (IOException e) {
            throw explained(e);
        } finally {
            end = before;
        }
    }

    /// The set-up is done; only actions have an end from now on.
    void setUpDone() {
        end = NEVER;
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

    /// Watches no more.
    @Override
    public void close() {
        end = NEVER;
        setting.lock();
        try {
            if (alarm != null) {
                alarm.cancel(false);
            }
            // An end that is set later needs an alarm of its own.
            alarmAt = NEVER;
        } finally {
            setting.unlock();
        }
    }

    private static long now() {
        return System.nanoTime() - BEGUN;
    }

    private void endBy(long at) {
        end = at;
        if (at < alarmAt) {
            setAlarm(at);
        }
    }

    private void setAlarm(long at) {
        setting.lock();
        try {
            if (alarm != null) {
                alarm.cancel(false);
            }
            alarmAt = at;
            alarm = TIMER.schedule(this::look, at - now(), TimeUnit.NANOSECONDS);
        } finally {
            setting.unlock();
        }
    }

    /// Closes the connection when its time is over. An end that is set meanwhile finds that there is no alarm, or
    /// is found here.
    private void look() {
        alarmAt = NEVER;
        long at = end;
        if (at <= now()) {
            over = true;
            closeConnection();
        } else if (at != NEVER) {
            setAlarm(at);
        }
    }

    private void closeConnection() {
        try {
            plain.close();
        } catch (IOException e) {
            // A thread that waits on the socket finds out there.
            return;
        }
    }

    private static ScheduledThreadPoolExecutor timer() {
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("smtp-watch").factory());
        timer.setRemoveOnCancelPolicy(true);
        return timer;
    }
}
