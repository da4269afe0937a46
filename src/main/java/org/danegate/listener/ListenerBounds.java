package org.danegate.listener;

import java.time.Duration;

/// Limits on the connections and time that clients of the listeners may use. The defaults are constants. They stop
/// attacks and do not affect honest hosts, even one that keeps its connections open for days or submits thousands of
/// messages in each.
///
/// @param connections simultaneous conversations over all listeners; further ones get 421
/// @param silence longest wait for a whole command line, for each block of a message, and for the client to accept its
///     replies (RFC 5321 4.5.3.2.7: five minutes)
/// @param handshake longest TLS handshake, as a whole
/// @param withoutMail longest time that a conversation may go on without submitting a message; the time in which one
///     arrives is not counted
/// @param errorPause wait before the reply to each error beyond {@link Patience#SOFT_LIMIT}
public record ListenerBounds(
        int connections, Duration silence, Duration handshake, Duration withoutMail, Duration errorPause) {

    /// The lowest rate of an incoming message, in octets per second, in addition to the time for one block. Postfix
    /// has the same figure (`smtpd_min_data_rate`).
    static final int LEAST_OCTETS_PER_SECOND = 500;

    /// 1,000 conversations, 5 minutes of silence, 1 minute for TLS, 30 minutes without mail, 1 second for an error.
    public static final ListenerBounds DEFAULTS = new ListenerBounds(
            1000, Duration.ofMinutes(5), Duration.ofMinutes(1), Duration.ofMinutes(30), Duration.ofSeconds(1));
}
