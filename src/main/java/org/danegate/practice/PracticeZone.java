package org.danegate.practice;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.danegate.dns.answer.TlsaRecord;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DNSSEC;
import org.xbill.DNS.DSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.RRset;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/// One zone of the practice tree. Everything may be changed while servers answer from it: the next query sees the
/// change, newly signed. Names are fully qualified, with or without the final dot. Safe for many threads.
public final class PracticeZone {
    private final Name apex;
    private final ZoneStyle style;
    private final @Nullable PracticeZone parent;
    private final long ttl;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final ZoneRecords records = new ZoneRecords();
    private final Map<Name, PracticeZone> children = new LinkedHashMap<>();
    private final Map<SignatureFaults.Place, Signatures> singleFaults = new HashMap<>();
    private Signatures everywhere = Signatures.VALID;
    private DsLink link = DsLink.PRESENT;
    private int nsec3Iterations;
    private List<ZoneKey> keys;
    private List<ZoneKey> dataKeys;
    private List<Integer> digests = List.of(DNSSEC.Digest.SHA256);
    private volatile @Nullable ZoneContent content;

    PracticeZone(Name apex, ZoneStyle style, @Nullable PracticeZone parent, long ttl, InstantSource clock) {
        this.apex = apex;
        this.style = style;
        this.parent = parent;
        this.ttl = ttl;
        this.clock = clock;
        this.keys = style.signed() ? List.of(ZoneKey.generate(apex, ttl)) : List.of();
        this.dataKeys = keys;
        records.add(Records.record(
                apex, Type.SOA, ttl, nameServer() + " hostmaster.practice. 1 3600 600 86400 " + Math.min(ttl, 60)));
        records.add(Records.record(apex, Type.NS, ttl, nameServer()));
        keys.forEach(key -> records.add(key.dnskey()));
    }

    /// The zone's name, without the final dot; empty for the root.
    public String name() {
        return apex.toString(true);
    }

    /// Adds an MX record at the zone's own name. `host` may be `.` for a null MX (RFC 7505).
    public PracticeZone mx(int preference, String host) {
        return add(name() + ".", "MX", preference + " " + absolute(host));
    }

    /// Adds an A or AAAA record, depending on the address.
    public PracticeZone address(String owner, String address) {
        return add(owner, address.contains(":") ? "AAAA" : "A", address);
    }

    /// Adds a TLSA record at `_port._tcp.host`.
    public PracticeZone tlsa(String host, int port, TlsaRecord tlsa) {
        return add("_" + port + "._tcp." + host, "TLSA", tlsa.text());
    }

    /// Adds a CNAME record.
    public PracticeZone cname(String owner, String target) {
        return add(owner, "CNAME", absolute(target));
    }

    /// Adds any record: `add("*.ok.practice", "TXT", "hello")`. Names inside `rdata` are taken as fully qualified.
    ///
    /// @throws IllegalArgumentException when the record cannot be read or does not belong in this zone
    public PracticeZone add(String owner, String type, String rdata) {
        Name name = Records.name(owner);
        if (!name.subdomain(apex)) {
            throw new IllegalArgumentException(owner + " is not in the zone " + apex);
        }
        return change(() -> records.add(Records.record(name, Type.value(type), ttl, rdata)));
    }

    /// Removes all records of one type from a name; does nothing when there are none.
    public PracticeZone remove(String owner, String type) {
        Name name = Records.name(owner);
        return change(() -> records.remove(name, Type.value(type)));
    }

    /// Replaces all records of that type at that name with one record, in one step.
    public PracticeZone replace(String owner, String type, String rdata) {
        Record record = Records.record(Records.name(owner), Type.value(type), ttl, rdata);
        return change(() -> {
            records.remove(record.getName(), record.getType());
            records.add(record);
        });
    }

    /// Gives all signatures of this zone (including those of its keys) this form.
    public PracticeZone signatures(Signatures signatures) {
        return change(() -> everywhere = signatures);
    }

    /// Gives the signatures of one RRset this form, or those of its denial when the RRset does not exist.
    public PracticeZone signatures(String owner, String type, Signatures signatures) {
        var place = new SignatureFaults.Place(Records.name(owner), Type.value(type));
        return change(() -> singleFaults.put(place, signatures));
    }

    /// What the parent says about this zone's key. No effect on an unsigned zone or the root.
    public PracticeZone link(DsLink newLink) {
        change(() -> link = newLink);
        return changedAtParent();
    }

    /// Extra hash iterations of NSEC3, 0 to 65535 (RFC 9276 wants 0).
    public PracticeZone nsec3Iterations(int iterations) {
        return change(() -> nsec3Iterations = iterations);
    }

    /// Makes another key, added to the key set, sign everything except the key set.
    ///
    /// @param flags 256 or 257 for a zone key, with 128 for a revoked one (RFC 5011 section 7), 0 for none
    /// @param protocol 3 (RFC 4034 section 2.1.2), or another value, which a validator must refuse
    public PracticeZone dataSignedBy(int flags, int protocol) {
        ZoneKey other = ZoneKey.generate(apex, ttl, flags, protocol);
        return change(() -> {
            dataKeys = List.of(other);
            records.add(other.dnskey());
        });
    }

    /// Replaces the keys: one for each algorithm, and each signs everything.
    ///
    /// @param algorithms numbers of RFC 8624, of 5, 7, 8 and 13
    public PracticeZone algorithms(int... algorithms) {
        List<ZoneKey> made = Arrays.stream(algorithms)
                .mapToObj(algorithm -> ZoneKey.generate(apex, ttl, algorithm))
                .toList();
        change(() -> {
            records.remove(apex, Type.DNSKEY);
            made.forEach(key -> records.add(key.dnskey()));
            keys = made;
            dataKeys = made;
        });
        return changedAtParent();
    }

    /// The digests by which the parent names this zone's keys, one DS record for each key and digest.
    ///
    /// @param numbers of RFC 8624, such as 1 for SHA-1 and 2 for SHA-256
    public PracticeZone digests(Integer... numbers) {
        change(() -> digests = List.of(numbers));
        return changedAtParent();
    }

    private PracticeZone changedAtParent() {
        if (parent != null) {
            parent.change(() -> {});
        }
        return this;
    }

    void adopt(PracticeZone child) {
        change(() -> children.put(child.apex, child));
    }

    ZoneKey key() {
        return keys.getFirst();
    }

    Name apex() {
        return apex;
    }

    ZoneContent content() {
        ZoneContent ready = content;
        if (ready != null) {
            return ready;
        }
        lock.lock();
        try {
            ZoneContent built = build();
            content = built;
            return built;
        } finally {
            lock.unlock();
        }
    }

    private ZoneContent build() {
        NavigableMap<Name, Map<Integer, RRset>> all = records.copy();
        children.forEach((name, child) -> all.put(name, delegation(child, records.at(name, Type.DS))));
        NavigableMap<Name, Set<Integer>> types = ZoneContent.types(all);
        var faults = new SignatureFaults(everywhere, Map.copyOf(singleFaults));
        var signatures = new ZoneSignatures(Set.copyOf(children.keySet()), keys, dataKeys, faults, clock);
        return new ZoneContent(apex, all, denial(types), signatures);
    }

    private DenialChain denial(NavigableMap<Name, Set<Integer>> types) {
        return switch (style) {
            case NSEC -> new NsecChain(apex, types, ttl);
            case NSEC3 -> new Nsec3Chain(apex, types, false, nsec3Iterations, ttl);
            case NSEC3_OPT_OUT -> new Nsec3Chain(apex, types, true, nsec3Iterations, ttl);
            case COMPACT -> new CompactDenial(apex, types, false, ttl);
            case COMPACT_NSEC3 -> new CompactDenial(apex, types, true, ttl);
            case UNSIGNED -> new DenialChain.Unproven();
        };
    }

    /// DS records made by a test are added to the child's own, or replace it.
    private Map<Integer, RRset> delegation(PracticeZone child, List<Record> ownDs) {
        Map<Integer, RRset> cut = new TreeMap<>();
        cut.put(Type.NS, new RRset(Records.record(child.apex, Type.NS, ttl, child.nameServer())));
        List<Record> all = new ArrayList<>(style.signed() ? child.ds() : List.of());
        all.addAll(ownDs);
        all.forEach(own -> cut.computeIfAbsent(Type.DS, t -> new RRset()).addRR(own));
        return cut;
    }

    private List<DSRecord> ds() {
        List<ZoneKey> named = switch (link) {
            case PRESENT -> keys;
            case MISSING -> List.of();
            case WRONG -> keys.isEmpty() ? List.of() : List.of(ZoneKey.generate(apex, ttl));
        };
        return named.stream()
                .flatMap(key -> digests.stream().map(digest -> key.ds(ttl, digest)))
                .toList();
    }

    private PracticeZone change(Runnable step) {
        lock.lock();
        try {
            step.run();
            content = null;
        } finally {
            lock.unlock();
        }
        return this;
    }

    /// Applies several changes; a convenience for builders.
    public PracticeZone with(Consumer<PracticeZone> changes) {
        changes.accept(this);
        return this;
    }

    private String nameServer() {
        return apex.equals(Name.root) ? "ns." : "ns." + apex;
    }

    private static String absolute(String host) {
        return host.endsWith(".") ? host : host + ".";
    }
}
