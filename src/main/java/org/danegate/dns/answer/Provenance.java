package org.danegate.dns.answer;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.danegate.address.ShortText;
import org.jspecify.annotations.Nullable;

/// Where an answer came from.
///
/// @param reason why the status is what it is, one sentence for people; never empty, cut at
/// {@link #MOST_REASON}
/// @param resolver the server that answered as `address` or `address:port`, null when none did
/// @param ttl how long the answer may still be used, zero or more
/// @param signatures that data depends on: first the data's own, then those of aliases and, as far as they are known,
///     of the signers' keys and delegations; empty for anything but secure data
/// @param elapsed time the lookup took; zero for an answer from the cache
/// @param cached true when the answer came from the cache
/// @param response what came with the records
public record Provenance(
        String reason,
        @Nullable String resolver,
        Duration ttl,
        List<Signature> signatures,
        Duration elapsed,
        boolean cached,
        Response response) {

    /// The most characters of a reason: a resolver decides how long it is.
    public static final int MOST_REASON = 1000;

    public Provenance {
        reason = ShortText.of(reason, MOST_REASON);
        signatures = List.copyOf(signatures);
    }

    /// Where a result without signed data came from, such as a failure.
    public static Provenance unsigned(String reason, @Nullable String resolver, Duration ttl, Duration elapsed) {
        return new Provenance(reason, resolver, ttl, List.of(), elapsed, false, Response.NONE);
    }

    /// The same with another reason and what came with the records.
    public Provenance with(String why, Response came) {
        return new Provenance(why, resolver, ttl, signatures, elapsed, cached, came);
    }

    /// The same as found in the cache.
    ///
    /// @param left how long it may still be used
    public Provenance cached(Duration left) {
        return new Provenance(reason, resolver, left, signatures, Duration.ZERO, true, response);
    }

    /// The signature of the data; empty when it is unsigned.
    public Optional<Signature> signature() {
        return signatures.stream().findFirst();
    }
}
