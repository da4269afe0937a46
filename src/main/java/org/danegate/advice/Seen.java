package org.danegate.advice;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.danegate.address.DomainName;

/// A session with a host, or an attempt at one.
///
/// @param at when it began
/// @param domain of the recipients
/// @param host name, or address as text
public record Seen(Instant at, DomainName domain, String host, SessionFacts facts) {

    /// The UTC day that it counts on.
    public LocalDate day() {
        return LocalDate.ofInstant(at, ZoneOffset.UTC);
    }
}
