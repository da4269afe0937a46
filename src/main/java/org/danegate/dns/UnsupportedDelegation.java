package org.danegate.dns;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DNSSEC;
import org.xbill.DNS.DSRecord;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/// Zones whose DS records are all of an algorithm or a digest that is not supported here: they count as unsigned (RFC
/// 4035 5.2). The validator looks up their keys first, and judges keys that an unsupported digest names as bogus.
final class UnsupportedDelegation {

    private static final Set<Integer> ALGORITHMS = Set.of(
            DNSSEC.Algorithm.RSASHA256,
            DNSSEC.Algorithm.RSASHA512,
            DNSSEC.Algorithm.ECDSAP256SHA256,
            DNSSEC.Algorithm.ECDSAP384SHA384,
            DNSSEC.Algorithm.ED25519,
            DNSSEC.Algorithm.ED448);
    private static final Set<Integer> DIGESTS = Set.of(DNSSEC.Digest.SHA1, DNSSEC.Digest.SHA256, DNSSEC.Digest.SHA384);

    private UnsupportedDelegation() {}

    /// The nearest such zone at or above a name, according to the answers that the lookup saw, which are not
    /// validated here; null when there is none.
    @Nullable
    static Name above(LookupTrace trace, Name name) {
        for (Name zone = name; zone.labels() > 1; zone = new Name(zone, 1)) {
            Message known = trace.known(zone, Type.DS);
            List<DSRecord> ds = known == null ? List.of() : records(known, zone);
            if (!ds.isEmpty()) {
                return ds.stream().noneMatch(UnsupportedDelegation::isSupported) ? zone : null;
            }
        }
        return null;
    }

    private static List<DSRecord> records(Message answer, Name zone) {
        return answer.getSection(Section.ANSWER).stream()
                .filter(r -> r instanceof DSRecord && r.getName().equals(zone))
                .map(DSRecord.class::cast)
                .toList();
    }

    private static boolean isSupported(DSRecord ds) {
        return ALGORITHMS.contains(ds.getAlgorithm()) && DIGESTS.contains(ds.getDigestID());
    }
}
