package org.danegate.tlsreports;

import java.time.LocalDate;
import org.danegate.address.DomainName;
import org.jspecify.annotations.Nullable;

/// The sessions of a UTC day with a domain, under all policies.
///
/// @param record what the domain publishes; null until it was looked up
public record DayLine(
        LocalDate day,
        DomainName domain,
        long successes,
        long failures,
        @Nullable RecordFound record) {}
