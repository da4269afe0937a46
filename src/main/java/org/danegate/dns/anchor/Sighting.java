package org.danegate.dns.anchor;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.xbill.DNS.Message;

/// What one answer for the root's DNSKEY shows, after its signatures were checked.
///
/// @param validated true when a key that is trusted, and not revoked in this very set, has signed the set
/// @param present secure entry points of the set that are not revoked
/// @param revoked keys that carry the REVOKE bit and have signed the set themselves (RFC 5011 section 2.1)
/// @param originalTtl of the set as signed; zero when nothing was verified
/// @param signatureLeft until the verifying signature ends; zero when nothing was verified
public record Sighting(
        boolean validated, Set<RootKey> present, Set<RootKey> revoked, Duration originalTtl, Duration signatureLeft) {

    public Sighting {
        present = Set.copyOf(present);
        revoked = Set.copyOf(revoked);
    }

    /// True when the set contains nothing that may be acted on.
    boolean worthless() {
        return !validated && revoked.isEmpty();
    }

    /// Checks an answer. One with more keys or signatures than any root has is cut, and then does not verify.
    ///
    /// @param trusted the keys trusted now
    /// @param now decides which signatures are in time
    public static Sighting of(Message answer, Set<RootKey> trusted, Instant now) {
        RootKeySet set = RootKeySet.of(answer, now);
        Set<RootKey> revoked = set.revoked();
        Set<RootKey> present = set.unrevoked();
        present.removeAll(revoked);
        Set<RootKey> signers = new HashSet<>(present);
        signers.retainAll(trusted);
        return set.signatureByOneOf(signers)
                .map(signature -> new Sighting(
                        true,
                        present,
                        revoked,
                        Duration.ofSeconds(signature.getOrigTTL()),
                        Duration.between(now, signature.getExpire())))
                .orElseGet(() -> new Sighting(false, present, revoked, Duration.ZERO, Duration.ZERO));
    }
}
