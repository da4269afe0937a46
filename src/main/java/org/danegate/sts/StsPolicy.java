package org.danegate.sts;

import java.time.Duration;
import java.util.List;
import org.danegate.address.DomainName;

/// A valid policy of a domain (RFC 8461 section 3.2).
///
/// @param mx patterns for the domain's MX hosts; empty only in mode none
/// @param maxAge how long the policy may be used after it was fetched: zero to {@link #LONGEST}
public record StsPolicy(StsMode mode, List<MxPattern> mx, Duration maxAge) {

    /// The longest life of a policy: 31,557,600 seconds, about a year.
    public static final Duration LONGEST = Duration.ofHours(8766);

    public StsPolicy {
        mx = List.copyOf(mx);
    }

    /// Whether a pattern covers the name of an MX host.
    public boolean covers(DomainName host) {
        return mx.stream().anyMatch(pattern -> pattern.covers(host));
    }
}
