package org.danegate.listener;

import java.time.Duration;

/// What clients of the listeners may take of connections and time. The defaults are constants: they end attacks and
/// leave honest hosts alone, also one that keeps its connections open for days or hands in thousands of messages in
/// each.
///
/// @param connections conversations at once over all listeners; more are told 421
/// @param silence longest wait for a whole command line, for each block of a message, and for the client to take
///     its replies (RFC 5321 4.5.3.2.7: five minutes)
/// @param handshake longest TLS handshake, as a whole
/// @param withoutMail longest time that a conversation goes on without handing in a message; the time in which one
///     comes in is not counted
/// @param errorPause wait before the reply to each error beyond {@link Patience#SOFT_LIMIT}
public record ListenerBounds(
        int connections, Duration silence, Duration handshake, Duration withoutMail, Duration errorPause) {

    /// Octets per second that a message comes in at, the least; beside the time for one block. Postfix has the same
    /// figure (`smtpd_min_data_rate`).
    static final int LEAST_OCTETS_PER_SECOND = 500;

    /// 1,000 conversations, 5 minutes of silence, 1 minute for TLS, 30 minutes without mail, 1 second for an error.
    public static final ListenerBounds DEFAULTS = new ListenerBounds(
            1000, Duration.ofMinutes(5), Duration.ofMinutes(1), Duration.ofMinutes(30), Duration.ofSeconds(1));
}
