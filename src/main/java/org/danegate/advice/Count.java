package org.danegate.advice;

/// How much was counted.
///
/// @param sessions new connections, or hosts that were refused in an attempt
/// @param messages that were delivered over them
/// @param octets of these messages as received; those of messages whose size is not known are missing
public record Count(long sessions, long messages, long octets) {

    public static final Count NONE = new Count(0, 0, 0);

    /// One session.
    public static final Count SESSION = new Count(1, 0, 0);

    /// A delivered message.
    public static Count message(long octets) {
        return new Count(0, 1, octets);
    }

    public Count plus(Count other) {
        return new Count(sessions + other.sessions, messages + other.messages, octets + other.octets);
    }
}
