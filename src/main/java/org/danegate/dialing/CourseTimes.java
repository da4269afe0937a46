package org.danegate.dialing;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.danegate.dane.Course;
import org.jspecify.annotations.Nullable;

/// Measures the course of one conversation, on the thread of the call.
final class CourseTimes {

    private final LongSupplier nanos;
    private long begun;
    private @Nullable Duration open;
    private @Nullable Duration connect;
    private @Nullable Duration secure;

    /// @param nanos a clock that only goes forward
    CourseTimes(LongSupplier nanos) {
        this.nanos = nanos;
        this.begun = nanos.getAsLong();
    }

    /// The connection is open; the peer has not greeted yet.
    void opened() {
        open = sinceBegun();
    }

    /// The peer has greeted, or there is no connection.
    void connected() {
        connect = sinceBegun();
    }

    /// STARTTLS begins.
    void securing() {
        begun = nanos.getAsLong();
    }

    /// The handshake is over.
    void secured() {
        secure = sinceBegun();
    }

    private Duration sinceBegun() {
        return Duration.ofNanos(nanos.getAsLong() - begun);
    }

    /// @param halt null when the conversation is ready for mail
    Course course(Course.@Nullable Halt halt) {
        Duration greeting = open == null || connect == null ? null : connect.minus(open);
        return new Course(halt, connect, greeting, secure);
    }
}
