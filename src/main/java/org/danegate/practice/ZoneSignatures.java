package org.danegate.practice;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;
import org.xbill.DNS.RRSIGRecord;
import org.xbill.DNS.RRset;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/// The signatures of one state of a zone, made when first requested and kept.
final class ZoneSignatures {
    private record SignatureKey(Name owner, int type, Signatures form) {}

    private record Cached(RRSIGRecord signature, Instant renewAfter) {}

    private final Set<Name> delegations;
    private final @Nullable ZoneKey key;
    private final @Nullable ZoneKey dataKey;
    private final SignatureFaults faults;
    private final InstantSource clock;
    private final Map<SignatureKey, Cached> cache = new ConcurrentHashMap<>();

    /// @param delegations names whose NS records belong to a child, and are not signed here
    /// @param key signs the key set; null for an unsigned zone
    /// @param dataKey signs everything else
    ZoneSignatures(
            Set<Name> delegations,
            @Nullable ZoneKey key,
            @Nullable ZoneKey dataKey,
            SignatureFaults faults,
            InstantSource clock) {
        this.delegations = delegations;
        this.key = key;
        this.dataKey = dataKey;
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
        ZoneKey signer = set.getType() == Type.DNSKEY ? key : dataKey;
        if (signer != null && !parentSide && form != Signatures.MISSING) {
            all.add(signature(signer, set, form));
        }
        return all;
    }

    private RRSIGRecord signature(ZoneKey signer, RRset set, Signatures form) {
        Instant now = clock.instant();
        return cache.compute(
                        new SignatureKey(set.getName(), set.getType(), form),
                        (k, old) -> old != null && now.isBefore(old.renewAfter)
                                ? old
                                : new Cached(signer.sign(set, form, now), now.plus(ZoneKey.LIFETIME.dividedBy(2))))
                .signature();
    }
}
