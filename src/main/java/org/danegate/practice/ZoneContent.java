package org.danegate.practice;

import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.DNAMERecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.NameTooLongException;
import org.xbill.DNS.RRset;
import org.xbill.DNS.Type;

/// One immutable state of a zone.
final class ZoneContent {
    private final Name apex;
    private final NavigableMap<Name, Map<Integer, RRset>> records;
    private final DenialChain denial;
    private final ZoneSignatures signatures;

    ZoneContent(
            Name apex, NavigableMap<Name, Map<Integer, RRset>> records, DenialChain denial, ZoneSignatures signatures) {
        this.apex = apex;
        this.records = records;
        this.denial = denial;
        this.signatures = signatures;
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
        return belowEncloser(name, type, closestEncloser(name), out);
    }

    /// The answer for a name that does not exist: through a DNAME or a wildcard of the closest encloser, or none.
    private @Nullable Name belowEncloser(Name name, int type, Name encloser, TreeAnswer out) {
        Map<Integer, RRset> above = records.get(encloser);
        RRset dname = above == null ? null : above.get(Type.DNAME);
        if (dname != null) {
            return throughDname(name, dname, out);
        }
        Map<Integer, RRset> wildcard = records.get(DenialChain.wildcardBelow(encloser));
        if (wildcard != null) {
            return atWildcard(name, type, encloser, wildcard, out);
        }
        out.rcode(denial.rcodeOfMissingName());
        deny(name, type, denial.nameDenied(name, encloser), out);
        return null;
    }

    private @Nullable Name atNode(Name name, int type, Map<Integer, RRset> node, TreeAnswer out) {
        if (type == Type.ANY) {
            node.values().forEach(set -> out.answer(signatures.with(set)));
            return null;
        }
        RRset wanted = node.get(type);
        if (wanted != null) {
            out.answer(signatures.with(wanted));
            return null;
        }
        RRset alias = node.get(Type.CNAME);
        if (alias != null && type != Type.NSEC) {
            out.answer(signatures.with(alias));
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
        if (denial.signsOnline()) {
            out.answer(signatures.with(renamed(found, name)));
            return wanted == null ? ((CNAMERecord) found.first()).getTarget() : null;
        }
        out.answer(signatures.with(found).stream()
                .map(record -> Records.renamed(record, name))
                .toList());
        Signatures form = signatures.formOf(found.getName(), found.getType());
        denial.wildcardExpanded(name, encloser).forEach(set -> out.authority(signatures.with(set, form)));
        return wanted == null ? ((CNAMERecord) found.first()).getTarget() : null;
    }

    private static RRset renamed(RRset set, Name owner) {
        RRset renamed = new RRset();
        set.rrs(false).forEach(record -> renamed.addRR(Records.renamed(record, owner)));
        return renamed;
    }

    private Name throughDname(Name name, RRset dname, TreeAnswer out) {
        out.answer(signatures.with(dname));
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
        Signatures form = signatures.formOf(name, type);
        RRset soa = records.getOrDefault(apex, Map.of()).get(Type.SOA);
        if (soa != null) {
            out.authority(signatures.with(soa, form));
        }
        if (form != Signatures.MISSING) {
            proof.forEach(set -> out.authority(signatures.with(set, form)));
        }
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
