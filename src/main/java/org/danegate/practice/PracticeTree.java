package org.danegate.practice;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DNSSEC;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

/// A DNS tree of our own: a signed root, top-level domains and domains, with keys made together with the tree. It may
/// grow and change while servers answer from it.
///
/// ```java
/// var tree = new PracticeTree();
/// tree.zone("ok.practice").mx(10, "mx.ok.practice").address("mx.ok.practice", "127.25.0.1");
/// ```
public final class PracticeTree {
    private static final int MAX_ALIASES = 32;
    private static final long DEFAULT_TTL = 60;

    private final Map<Name, PracticeZone> zones = new ConcurrentHashMap<>();
    private final PracticeZone root;
    private final long ttl;
    private final InstantSource clock;

    /// A tree with a TTL of 60 seconds and the system's clock.
    public PracticeTree() {
        this(DEFAULT_TTL, InstantSource.system());
    }

    /// @param ttl seconds, of every record
    /// @param clock decides the validity period of signatures
    public PracticeTree(long ttl, InstantSource clock) {
        this.ttl = ttl;
        this.clock = clock;
        this.root = new PracticeZone(Name.root, ZoneStyle.NSEC, null, ttl, clock);
        zones.put(Name.root, root);
    }

    /// The zone of exactly that name, made as a signed zone (NSEC) when missing. See [#zone(String, ZoneStyle)].
    public PracticeZone zone(String name) {
        PracticeZone found = zones.get(Records.name(name));
        return found == null ? zone(name, ZoneStyle.NSEC) : found;
    }

    /// Makes a zone. It also makes a missing top-level domain, signed, but no other ancestors: `a.b.practice`
    /// without a zone `b.practice` is delegated by `practice`.
    ///
    /// @throws IllegalArgumentException when the zone exists already
    public PracticeZone zone(String name, ZoneStyle style) {
        Name apex = Records.name(name);
        if (zones.containsKey(apex)) {
            throw new IllegalArgumentException("zone exists: " + name);
        }
        PracticeZone parent = parent(apex);
        PracticeZone zone = new PracticeZone(apex, style, parent, ttl, clock);
        zones.put(apex, zone);
        parent.adopt(zone);
        return zone;
    }

    private PracticeZone parent(Name apex) {
        PracticeZone topmost = apex.labels() > 2 ? topLevel(apex) : root;
        for (Name above = new Name(apex, 1); above.labels() > 1; above = new Name(above, 1)) {
            PracticeZone nearer = zones.get(above);
            if (nearer != null) {
                return nearer;
            }
        }
        return topmost;
    }

    private PracticeZone topLevel(Name apex) {
        return zone(new Name(apex, apex.labels() - 2).toString());
    }

    /// The trust anchor of this tree's root, one DS record in zone-file form with line end.
    public String trustAnchor() {
        return root.key().ds(ttl, DNSSEC.Digest.SHA256) + "\n";
    }

    /// Writes the trust anchor to a file, replacing it.
    public void writeTrustAnchor(Path file) throws IOException {
        Files.writeString(file, trustAnchor());
    }

    /// Answers like a recursive resolver: it follows aliases through all zones.
    TreeAnswer answer(Name name, int type) {
        TreeAnswer out = new TreeAnswer();
        Name asked = name;
        for (int links = 0; links <= MAX_ALIASES; links++) {
            Name next = zoneFor(asked, type).content().answer(asked, type, out);
            if (next == null || type == Type.CNAME) {
                return out;
            }
            asked = next;
        }
        TreeAnswer loop = new TreeAnswer();
        loop.rcode(Rcode.SERVFAIL);
        return loop;
    }

    private PracticeZone zoneFor(Name name, int type) {
        // DS lives on the parent's side of a cut (RFC 4035 section 3.1.4.1).
        boolean askParent = type == Type.DS && zones.containsKey(name) && !name.equals(Name.root);
        for (Name at = askParent ? new Name(name, 1) : name; at.labels() > 1; at = new Name(at, 1)) {
            @Nullable PracticeZone zone = zones.get(at);
            if (zone != null) {
                return zone;
            }
        }
        return root;
    }
}
