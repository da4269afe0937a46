package org.danegate.practice;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.xbill.DNS.Name;
import org.xbill.DNS.RRSIGRecord;
import org.xbill.DNS.RRset;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/// The signatures of one state of a zone, made when first requested and kept.
final class ZoneSignatures {
    private record SignatureKey(int keyTag, Name owner, int type, Signatures form) {}

    private record Cached(RRSIGRecord signature, Instant renewAfter) {}

    private final Set<Name> delegations;
    private final List<ZoneKey> keys;
    private final List<ZoneKey> dataKeys;
    private final SignatureFaults faults;
    private final InstantSource clock;
    private final Map<SignatureKey, Cached> cache = new ConcurrentHashMap<>();

    /// @param delegations names whose NS records belong to a child, and are not signed here
    /// @param keys sign the key set; none for an unsigned zone
    /// @param dataKeys sign everything else
    ZoneSignatures(
            Set<Name> delegations,
            List<ZoneKey> keys,
            List<ZoneKey> dataKeys,
            SignatureFaults faults,
            InstantSource clock) {
        this.delegations = delegations;
        this.keys = List.copyOf(keys);
        this.dataKeys = List.copyOf(dataKeys);
        this.faults = faults;
        this.clock = clock;
    }

    /// The form of the signatures over an RRset, or over its denial.
    Signatures formOf(Name owner, int type) {
        return faults.of(owner, type);
    }

    /// The records with their signatures in the form that their faults give them.
    List<Record> with(RRset set) {
        return with(set, formOf(set.getName(), set.getType()));
    }

    /// The records with their signatures in this form.
    List<Record> with(RRset set, Signatures form) {
        List<Record> all = new ArrayList<>(set.rrs(false));
        boolean parentSide = delegations.contains(set.getName()) && set.getType() == Type.NS;
        if (!parentSide && form != Signatures.MISSING) {
            List<ZoneKey> signers = set.getType() == Type.DNSKEY ? keys : dataKeys;
            signers.forEach(signer -> all.add(signature(signer, set, form)));
        }
        return all;
    }

    private RRSIGRecord signature(ZoneKey signer, RRset set, Signatures form) {
        Instant now = clock.instant();
        return cache.compute(
                        new SignatureKey(signer.dnskey().getFootprint(), set.getName(), set.getType(), form),
                        (k, old) -> old != null && now.isBefore(old.renewAfter)
                                ? old
                                : new Cached(signer.sign(set, form, now), now.plus(ZoneKey.LIFETIME.dividedBy(2))))
                .signature();
    }
}
