package org.danegate.advice;

import java.util.Locale;

/// How a session was protected, the best first.
public enum Level {
    /// The certificate matched a TLSA record.
    DANE,
    /// The session met an MTA-STS policy in mode enforce.
    STS,
    /// The certificate leads to a public authority and names the host; nothing required it.
    WEBPKI,
    /// TLS without a certificate that verifies.
    ENCRYPTED,
    /// No TLS.
    CLEAR,
    /// No mail could be sent: a policy forbade the host, or TLS was not established.
    REFUSED,
    /// The host did not answer. Nothing is known of TLS, and it is not a session.
    UNREACHED;

    /// Whether mail could be sent.
    public boolean reached() {
        return compareTo(CLEAR) <= 0;
    }

    /// Whether it is a session: TLS was judged, or mail went out without.
    public boolean session() {
        return this != UNREACHED;
    }

    /// Whether the other one is better.
    public boolean isBelow(Level other) {
        return compareTo(other) > 0;
    }

    /// Short word for scripts.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
