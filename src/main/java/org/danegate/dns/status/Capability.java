package org.danegate.dns.status;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a probe found out about a resolver.
///
/// @param server as listed in the settings
/// @param reachable true when it answered the first question
/// @param latency of the first answer, null when there was none
/// @param dnssec true when it passes all that DNSSEC needs; the previous value when it is unreachable now; null when it
///     never answered
/// @param ednsSize the UDP size it advertises in octets, zero without EDNS
/// @param findings each check in the order made, empty when unreachable
/// @param fault why it counts as unreachable, empty when it answered
/// @param probedName the signed name that was asked for, `.` for the root
/// @param checkedAt when it was probed
/// @param since when `reachable` or `dnssec` last changed
public record Capability(
        ListedServer server,
        boolean reachable,
        @Nullable Duration latency,
        @Nullable Boolean dnssec,
        int ednsSize,
        List<Finding> findings,
        String fault,
        String probedName,
        Instant checkedAt,
        Instant since) {

    public Capability {
        findings = List.copyOf(findings);
    }

    /// One check.
    ///
    /// @param check what was looked for, such as `RRSIG returned`
    /// @param needed true when DNSSEC cannot do without it
    /// @param detail what was seen, one phrase
    public record Finding(String check, boolean passed, boolean needed, String detail) {}

    /// True when it is known to pass DNSSEC.
    public boolean capable() {
        return Boolean.TRUE.equals(dnssec);
    }

    /// True when it is known not to.
    public boolean incapable() {
        return Boolean.FALSE.equals(dnssec);
    }

    /// The same result for a server that is listed differently, at the same address and port.
    Capability as(ListedServer other) {
        return new Capability(
                other, reachable, latency, dnssec, ednsSize, findings, fault, probedName, checkedAt, since);
    }

    /// The same with `since` taken from the previous result when nothing changed.
    Capability after(@Nullable Capability before) {
        if (before == null) {
            return this;
        }
        Boolean known = dnssec == null ? before.dnssec : dnssec;
        boolean same = before.reachable == reachable && java.util.Objects.equals(before.dnssec, known);
        return new Capability(
                server,
                reachable,
                latency,
                known,
                reachable ? ednsSize : before.ednsSize,
                findings,
                fault,
                probedName,
                checkedAt,
                same ? before.since : checkedAt);
    }
}
