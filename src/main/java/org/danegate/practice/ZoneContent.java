package org.danegate.practice;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.DNAMERecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.NameTooLongException;
import org.xbill.DNS.RRSIGRecord;
import org.xbill.DNS.RRset;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/// One immutable state of a zone; signatures are made when first requested and kept.
final class ZoneContent {
    private record SignatureKey(Name owner, int type, Signatures signatures) {}

    private record Cached(RRSIGRecord signature, Instant renewAfter) {}

    private final Name apex;
    private final NavigableMap<Name, Map<Integer, RRset>> records;
    private final Set<Name> delegations;
    private final DenialChain denial;
    private final @Nullable ZoneKey key;
    private final @Nullable ZoneKey dataKey;
    private final SignatureFaults faults;
    private final InstantSource clock;
    private final Map<SignatureKey, Cached> cache = new ConcurrentHashMap<>();

    ZoneContent(
            Name apex,
            NavigableMap<Name, Map<Integer, RRset>> records,
            Set<Name> delegations,
            DenialChain denial,
            @Nullable ZoneKey key,
            @Nullable ZoneKey dataKey,
            SignatureFaults faults,
            InstantSource clock) {
        this.apex = apex;
        this.records = records;
        this.delegations = delegations;
        this.denial = denial;
        this.key = key;
        this.dataKey = dataKey;
        this.faults = faults;
        this.clock = clock;
    }

    /// The types at each name, as the denial chain needs them.
    static NavigableMap<Name, Set<Integer>> types(NavigableMap<Name, Map<Integer, RRset>> records) {
        NavigableMap<Name, Set<Integer>> types = new TreeMap<>();
        records.forEach((name, sets) -> types.put(name, Set.copyOf(sets.keySet())));
        return types;
    }

    /// Adds this zone's part of the answer. The result is the name to continue with after an alias, or null at
    /// the end.
    @Nullable
    Name answer(Name name, int type, TreeAnswer out) {
        Map<Integer, RRset> node = records.get(name);
        if (node != null) {
            return atNode(name, type, node, out);
        }
        if (exists(name)) {
            deny(name, type, denial.typeDenied(name, name), out);
            return null;
        }
        Name encloser = closestEncloser(name);
        Map<Integer, RRset> above = records.get(encloser);
        RRset dname = above == null ? null : above.get(Type.DNAME);
        if (dname != null) {
            return throughDname(name, dname, out);
        }
        Map<Integer, RRset> wildcard = records.get(DenialChain.wildcardBelow(encloser));
        if (wildcard != null) {
            return atWildcard(name, type, encloser, wildcard, out);
        }
        out.rcode(Rcode.NXDOMAIN);
        deny(name, type, denial.nameDenied(name, encloser), out);
        return null;
    }

    private @Nullable Name atNode(Name name, int type, Map<Integer, RRset> node, TreeAnswer out) {
        if (type == Type.ANY) {
            node.values().forEach(set -> out.answer(signed(set)));
            return null;
        }
        RRset wanted = node.get(type);
        if (wanted != null) {
            out.answer(signed(wanted));
            return null;
        }
        RRset alias = node.get(Type.CNAME);
        if (alias != null && type != Type.NSEC) {
            out.answer(signed(alias));
            return ((CNAMERecord) alias.first()).getTarget();
        }
        deny(name, type, denial.typeDenied(name, name), out);
        return null;
    }

    private @Nullable Name atWildcard(
            Name name, int type, Name encloser, Map<Integer, RRset> wildcard, TreeAnswer out) {
        RRset wanted = wildcard.get(type);
        RRset found = wanted == null ? wildcard.get(Type.CNAME) : wanted;
        if (found == null) {
            deny(name, type, denial.wildcardTypeDenied(name, encloser), out);
            return null;
        }
        out.answer(signed(found).stream()
                .map(record -> Records.renamed(record, name))
                .toList());
        Signatures signatures = faults.of(found.getName(), found.getType());
        denial.wildcardExpanded(name, encloser).forEach(set -> out.authority(signed(set, signatures)));
        return wanted == null ? ((CNAMERecord) found.first()).getTarget() : null;
    }

    private Name throughDname(Name name, RRset dname, TreeAnswer out) {
        out.answer(signed(dname));
        try {
            Name target = name.fromDNAME((DNAMERecord) dname.first());
            // The synthesised alias carries no signature of its own (RFC 6672 section 5.3.1).
            out.answer(List.of(new CNAMERecord(name, DClass.IN, dname.getTTL(), target)));
            return target;
        } catch (NameTooLongException e) {
            throw new IllegalStateException("DNAME substitution is too long at " + name, e);
        }
    }

    private void deny(Name name, int type, List<RRset> proof, TreeAnswer out) {
        Signatures signatures = faults.of(name, type);
        RRset soa = records.getOrDefault(apex, Map.of()).get(Type.SOA);
        if (soa != null) {
            out.authority(signed(soa, signatures));
        }
        if (signatures != Signatures.MISSING) {
            proof.forEach(set -> out.authority(signed(set, signatures)));
        }
    }

    private List<Record> signed(RRset set) {
        return signed(set, faults.of(set.getName(), set.getType()));
    }

    private List<Record> signed(RRset set, Signatures signatures) {
        List<Record> all = new ArrayList<>(set.rrs(false));
        boolean parentSide = delegations.contains(set.getName()) && set.getType() == Type.NS;
        ZoneKey signer = set.getType() == Type.DNSKEY ? key : dataKey;
        if (signer != null && !parentSide && signatures != Signatures.MISSING) {
            all.add(signature(signer, set, signatures));
        }
        return all;
    }

    private RRSIGRecord signature(ZoneKey signer, RRset set, Signatures signatures) {
        Instant now = clock.instant();
        return cache.compute(
                        new SignatureKey(set.getName(), set.getType(), signatures),
                        (k, old) -> old != null && now.isBefore(old.renewAfter)
                                ? old
                                : new Cached(
                                        signer.sign(set, signatures, now), now.plus(ZoneKey.LIFETIME.dividedBy(2))))
                .signature();
    }

    private boolean exists(Name name) {
        Name following = records.higherKey(name);
        return records.containsKey(name) || (following != null && following.subdomain(name));
    }

    private Name closestEncloser(Name name) {
        Name above = new Name(name, 1);
        while (!exists(above)) {
            above = new Name(above, 1);
        }
        return above;
    }
}
