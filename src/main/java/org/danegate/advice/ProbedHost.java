package org.danegate.advice;

import java.time.Instant;
import org.danegate.dns.answer.SecurityStatus;
import org.jspecify.annotations.Nullable;

/// What a probe found out about an MX host.
///
/// @param plan what DANE Opportunistic would do at the host
/// @param tlsa status of its TLSA records; null when they were not looked up
/// @param usable how many TLSA records are usable, 0 or more
/// @param match whether the certificate matches one; unknown when nobody connected or there is none
/// @param verifies whether the chain leads to a public authority and names the host
/// @param named whether the MTA-STS policy of the domain names the host; unknown without a policy
/// @param certificateEnds when the certificate of the host ends; null when it is not known
/// @param anchorMissing whether a record names a trust anchor by digest only, and the host does not send it
/// @param reason why, one sentence or phrase
public record ProbedHost(
        String host,
        Plan plan,
        @Nullable SecurityStatus tlsa,
        int usable,
        Judged match,
        Judged verifies,
        Judged named,
        @Nullable Instant certificateEnds,
        boolean anchorMissing,
        String reason) {

    /// What DANE Opportunistic would do.
    public enum Plan {
        /// The certificate must match.
        AUTHENTICATE,
        /// TLS is compulsory, the certificate is not checked.
        ENCRYPT,
        /// TLS Support applies.
        FALL_BACK,
        /// Nothing is sent.
        REFUSE,
        /// The host has no address.
        NO_ADDRESS
    }
}
