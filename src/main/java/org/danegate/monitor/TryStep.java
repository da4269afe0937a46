package org.danegate.monitor;

import java.time.Instant;

/// Something that happened in an attempt that somebody asked for.
///
/// @param host of the receiver; empty when it concerns no host
/// @param detail in the words of the log; may be empty
public record TryStep(Instant at, Kind kind, String host, String detail) {

    /// What happened.
    public enum Kind {
        DNS_TROUBLE,
        CONNECTED,
        NOT_CONNECTED,
        DANE_VERIFIED,
        ENCRYPTED,
        TLS_FAILED,
        DELIVERED,
        DELAYED,
        BOUNCED,
        /// The attempt is over.
        ENDED
    }
}
