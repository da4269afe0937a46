package org.danegate.practice;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeSet;
import org.xbill.DNS.DClass;
import org.xbill.DNS.NSECRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.RRset;
import org.xbill.DNS.Type;

/// NSEC records over the names of a zone in canonical order (RFC 4034 section 6.1, RFC 4035 section 3.1.3).
record NsecChain(Name apex, NavigableMap<Name, Set<Integer>> types, long ttl) implements DenialChain {

    @Override
    public List<RRset> nameDenied(Name name, Name closestEncloser) {
        return distinct(at(name), at(DenialChain.wildcardBelow(closestEncloser)));
    }

    @Override
    public List<RRset> typeDenied(Name name, Name closestEncloser) {
        return distinct(at(name));
    }

    @Override
    public List<RRset> wildcardExpanded(Name name, Name closestEncloser) {
        return distinct(at(name));
    }

    @Override
    public List<RRset> wildcardTypeDenied(Name name, Name closestEncloser) {
        return distinct(at(DenialChain.wildcardBelow(closestEncloser)), at(name));
    }

    /// The NSEC record that matches the name or covers it.
    private NSECRecord at(Name name) {
        Name floor = types.floorKey(name);
        Name owner = floor == null ? apex : floor;
        Name higher = types.higherKey(owner);
        Set<Integer> bitmap = new TreeSet<>(types.getOrDefault(owner, Set.of()));
        bitmap.add(Type.RRSIG);
        bitmap.add(Type.NSEC);
        return new NSECRecord(
                owner,
                DClass.IN,
                ttl,
                higher == null ? apex : higher,
                bitmap.stream().mapToInt(Integer::intValue).toArray());
    }

    private static List<RRset> distinct(NSECRecord... records) {
        Map<Name, RRset> byOwner = new LinkedHashMap<>();
        for (NSECRecord record : records) {
            byOwner.putIfAbsent(record.getName(), new RRset(record));
        }
        return new ArrayList<>(byOwner.values());
    }
}
