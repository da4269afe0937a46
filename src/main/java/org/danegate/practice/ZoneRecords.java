package org.danegate.practice;

import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.xbill.DNS.Name;
import org.xbill.DNS.RRset;
import org.xbill.DNS.Record;

/// The own records of a zone, by name and type. Guarded by the lock of [PracticeZone].
final class ZoneRecords {
    private final NavigableMap<Name, Map<Integer, RRset>> records = new TreeMap<>();

    void add(Record record) {
        records.computeIfAbsent(record.getName(), n -> new TreeMap<>())
                .computeIfAbsent(record.getType(), t -> new RRset())
                .addRR(record);
    }

    /// Removes all records of the type from the name; a name without records no longer exists.
    void remove(Name name, int type) {
        records.computeIfPresent(name, (n, sets) -> {
            sets.remove(type);
            return sets.isEmpty() ? null : sets;
        });
    }

    List<Record> at(Name name, int type) {
        RRset own = records.getOrDefault(name, Map.of()).get(type);
        return own == null ? List.of() : own.rrs();
    }

    /// A copy that later changes do not reach.
    NavigableMap<Name, Map<Integer, RRset>> copy() {
        NavigableMap<Name, Map<Integer, RRset>> all = new TreeMap<>();
        records.forEach((name, sets) -> all.put(name, copy(sets)));
        return all;
    }

    private static Map<Integer, RRset> copy(Map<Integer, RRset> sets) {
        Map<Integer, RRset> copies = new TreeMap<>();
        sets.forEach((type, set) -> copies.put(type, new RRset(set)));
        return copies;
    }
}
