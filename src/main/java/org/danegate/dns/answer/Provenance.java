package org.danegate.dns.answer;

import java.time.Duration;
import org.danegate.address.ShortText;
import org.jspecify.annotations.Nullable;

/// Where an answer came from.
///
/// @param reason why the status is what it is, one sentence for people; never empty, cut at
/// {@link #MOST_REASON}
/// @param resolver the server that answered as `address` or `address:port`, null when none did
/// @param ttl how long the answer may still be used, zero or more
/// @param signer zone that signed the data, null when unsigned
/// @param algorithm DNSSEC algorithm mnemonic such as `ECDSAP256SHA256`, null when unsigned
/// @param elapsed time the lookup took; zero for an answer from the cache
/// @param cached true when the answer came from the cache
public record Provenance(
        String reason,
        @Nullable String resolver,
        Duration ttl,
        @Nullable String signer,
        @Nullable String algorithm,
        Duration elapsed,
        boolean cached) {

    /// The most characters of a reason: a resolver decides how long it is.
    public static final int MOST_REASON = 1000;

    public Provenance {
        reason = ShortText.of(reason, MOST_REASON);
    }
}
