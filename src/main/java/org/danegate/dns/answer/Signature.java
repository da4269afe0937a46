package org.danegate.dns.answer;

import java.time.Duration;
import java.time.Instant;

/// A signature that a secure answer depends on (RFC 4034 section 3).
///
/// @param owner name of the signed records, without the final dot
/// @param covers their type, such as `MX` or `DNSKEY`
/// @param signer zone that signed, without the final dot
/// @param algorithm DNSSEC algorithm mnemonic such as `ECDSAP256SHA256`
/// @param inception when it becomes valid
/// @param expiration when it ceases to be valid
public record Signature(
        String owner, String covers, String signer, String algorithm, Instant inception, Instant expiration) {

    /// How long it is valid in all.
    public Duration lifetime() {
        return Duration.between(inception, expiration);
    }

    /// How long it is still valid; negative when it has expired.
    public Duration left(Instant now) {
        return Duration.between(now, expiration);
    }
}
