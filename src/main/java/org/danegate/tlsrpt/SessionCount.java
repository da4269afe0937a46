package org.danegate.tlsrpt;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.danegate.address.DomainName;

/// What one session adds to the report of a domain under one policy.
///
/// @param at start of the session; its UTC day is the day of the report
/// @param domain that the report is for
/// @param failures what was wrong, one failed session in all; empty for a success
public record SessionCount(Instant at, DomainName domain, AppliedPolicy policy, List<FailureDetail> failures) {
    public SessionCount {
        failures = List.copyOf(failures);
    }

    /// Whether the session met the policy.
    public boolean success() {
        return failures.isEmpty();
    }

    /// The UTC day that it counts for.
    public LocalDate day() {
        return LocalDate.ofInstant(at, ZoneOffset.UTC);
    }
}
