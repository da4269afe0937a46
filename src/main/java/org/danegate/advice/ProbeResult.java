package org.danegate.advice;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Predicate;
import org.danegate.dns.answer.SecurityStatus;
import org.jspecify.annotations.Nullable;

/// What a probe found out about a domain.
///
/// @param dialled whether the hosts were connected to; otherwise only DNS and the MTA-STS policy were looked at
/// @param complete whether every MX host was looked at
/// @param mx status of the MX record; null when the domain has no route
/// @param hosts in the order of their preference
/// @param policy the domain's MTA-STS policy
/// @param ending the first signature of an MX, address or TLSA record that ends soon; null when none does
/// @param reason why there is no host; empty when there is one
public record ProbeResult(
        Instant at,
        boolean dialled,
        boolean complete,
        @Nullable SecurityStatus mx,
        List<ProbedHost> hosts,
        StsSeen policy,
        @Nullable EndingSignature ending,
        String reason) {

    public ProbeResult {
        hosts = List.copyOf(hosts);
    }

    /// The UTC day that it counts on.
    public LocalDate day() {
        return LocalDate.ofInstant(at, ZoneOffset.UTC);
    }

    /// Whether DANE would authenticate at least one host.
    boolean offersDane() {
        return mx == SecurityStatus.SECURE && any(h -> h.plan() == ProbedHost.Plan.AUTHENTICATE);
    }

    boolean any(Predicate<ProbedHost> which) {
        return hosts.stream().anyMatch(which);
    }

    /// Whether every host, and at least one, fulfils a condition.
    boolean all(Predicate<ProbedHost> which) {
        return !hosts.isEmpty() && complete && hosts.stream().allMatch(which);
    }
}
