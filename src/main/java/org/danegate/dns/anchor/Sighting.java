package org.danegate.dns.anchor;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.xbill.DNS.DNSKEYRecord;
import org.xbill.DNS.DNSSEC;
import org.xbill.DNS.DNSSEC.DNSSECException;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.RRSIGRecord;
import org.xbill.DNS.RRset;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/// What one answer for the root's DNSKEY shows, after its signatures were checked.
///
/// @param validated true when a key that is trusted, and not revoked in this very set, has signed the set
/// @param present secure entry points of the set that are not revoked
/// @param revoked keys that carry the REVOKE bit and have signed the set themselves (RFC 5011 section 2.1)
/// @param originalTtl of the set as signed; zero when nothing was verified
/// @param signatureLeft until the verifying signature ends; zero when nothing was verified
public record Sighting(
        boolean validated, Set<RootKey> present, Set<RootKey> revoked, Duration originalTtl, Duration signatureLeft) {

    private static final int MOST_RECORDS = 24;

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
        RRset set = new RRset();
        List<Record> records = answer.getSection(Section.ANSWER).stream()
                .filter(r -> r.getName().equals(Name.root))
                .toList();
        List<DNSKEYRecord> keys = records.stream()
                .filter(DNSKEYRecord.class::isInstance)
                .map(DNSKEYRecord.class::cast)
                .limit(MOST_RECORDS)
                .toList();
        List<RRSIGRecord> signatures = records.stream()
                .filter(r -> r instanceof RRSIGRecord s && s.getTypeCovered() == Type.DNSKEY)
                .map(RRSIGRecord.class::cast)
                .limit(MOST_RECORDS)
                .toList();
        keys.forEach(set::addRR);
        Set<RootKey> present = new HashSet<>();
        Set<RootKey> revoked = new HashSet<>();
        for (DNSKEYRecord record : keys) {
            RootKey.of(record).ifPresent(key -> {
                if (!RootKey.revoked(record)) {
                    present.add(key);
                } else if (signatures.stream().anyMatch(s -> verifies(set, s, record, now))) {
                    revoked.add(key);
                }
            });
        }
        present.removeAll(revoked);
        for (DNSKEYRecord record : keys) {
            RootKey key = RootKey.of(record).orElse(null);
            if (key != null && present.contains(key) && trusted.contains(key) && !RootKey.revoked(record)) {
                for (RRSIGRecord signature : signatures) {
                    if (verifies(set, signature, record, now)) {
                        Duration left = Duration.between(now, signature.getExpire());
                        return new Sighting(true, present, revoked, Duration.ofSeconds(signature.getOrigTTL()), left);
                    }
                }
            }
        }
        return new Sighting(false, present, revoked, Duration.ZERO, Duration.ZERO);
    }

    private static boolean verifies(RRset set, RRSIGRecord signature, DNSKEYRecord key, Instant now) {
        try {
            DNSSEC.verify(set, signature, key, now);
            return true;
        } catch (DNSSECException | IllegalArgumentException e) {
            return false;
        }
    }
}
