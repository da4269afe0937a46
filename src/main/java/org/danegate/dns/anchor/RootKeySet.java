package org.danegate.dns.anchor;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
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

/// The root's DNSKEY set as one answer has it, and which keys have signed it.
///
/// @param keys the records of the set
/// @param signatures that claim to cover it
/// @param now decides which signatures are in time
record RootKeySet(List<DNSKEYRecord> keys, List<RRSIGRecord> signatures, RRset set, Instant now) {

    private static final int MOST_RECORDS = 24;

    /// Reads an answer. One with more keys or signatures than any root has is cut, and then does not verify.
    static RootKeySet of(Message answer, Instant now) {
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
        RRset set = new RRset();
        keys.forEach(set::addRR);
        return new RootKeySet(keys, signatures, set, now);
    }

    /// Keys that carry the REVOKE bit and have signed the set themselves (RFC 5011 section 2.1).
    Set<RootKey> revoked() {
        Set<RootKey> revoked = new HashSet<>();
        for (DNSKEYRecord record : keys) {
            RootKey.of(record)
                    .filter(key ->
                            RootKey.revoked(record) && signatureBy(record).isPresent())
                    .ifPresent(revoked::add);
        }
        return revoked;
    }

    /// Secure entry points without the REVOKE bit.
    Set<RootKey> unrevoked() {
        Set<RootKey> present = new HashSet<>();
        for (DNSKEYRecord record : keys) {
            RootKey.of(record).filter(key -> !RootKey.revoked(record)).ifPresent(present::add);
        }
        return present;
    }

    /// The first signature that one of these keys made.
    Optional<RRSIGRecord> signatureByOneOf(Set<RootKey> signers) {
        return keys.stream()
                .filter(record -> !RootKey.revoked(record)
                        && RootKey.of(record).filter(signers::contains).isPresent())
                .flatMap(record -> signatureBy(record).stream())
                .findFirst();
    }

    private Optional<RRSIGRecord> signatureBy(DNSKEYRecord key) {
        return signatures.stream().filter(signature -> verifies(signature, key)).findFirst();
    }

    private boolean verifies(RRSIGRecord signature, DNSKEYRecord key) {
        try {
            DNSSEC.verify(set, signature, key, now);
            return true;
        } catch (DNSSECException | IllegalArgumentException e) {
            return false;
        }
    }
}
