package org.danegate.dane;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// How a conversation with an address went until mail could have been sent.
///
/// @param halt where it ended; null when it became ready for mail, or when nobody connected
/// @param connect time until the greeting was read, or until the connection failed; null when not measured
/// @param greeting the part of `connect` after the connection was open, which the peer took to greet; null when not
///     measured
/// @param secure time from STARTTLS until the certificate was judged; null when not measured
public record Course(
        @Nullable Halt halt,
        @Nullable Duration connect,
        @Nullable Duration greeting,
        @Nullable Duration secure) {

    /// Nothing is known.
    public static final Course UNKNOWN = new Course(null, null, null, null);

    /// Without the time of the greeting.
    public Course(@Nullable Halt halt, @Nullable Duration connect, @Nullable Duration secure) {
        this(halt, connect, null, secure);
    }

    /// Where a conversation ended before it was ready for mail.
    public enum Halt {
        /// The IP interface of ours cannot be connected from.
        OUR_INTERFACE,
        /// The host did not answer.
        NOT_CONNECTED,
        /// The host answered, and refused the conversation in its greeting or its reply to EHLO.
        TURNED_AWAY,
        /// The connection broke, or what came was not SMTP.
        BROKEN_OFF,
        /// EHLO did not offer STARTTLS, and TLS is compulsory.
        NO_STARTTLS,
        /// STARTTLS was refused, and TLS is compulsory.
        STARTTLS_REFUSED,
        /// TLS could not be established.
        HANDSHAKE,
        /// The certificate was refused.
        CERTIFICATE,
        /// The host did not accept the login that its SMTP route has.
        AUTHENTICATION
    }
}
