package org.danegate.dns;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.danegate.policy.Sha1Signatures;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DNSSEC;
import org.xbill.DNS.DSRecord;
import org.xbill.DNS.ExtendedErrorCodeOption;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/// A zone whose DS records are all of an algorithm or a digest that is not supported here: it counts as unsigned (RFC
/// 4035 5.2). The validator looks up its keys first, and judges keys that an unsupported digest names as bogus.
///
/// @param records its DS records, at least one
record UnsupportedDelegation(Name zone, List<DSRecord> records) {

    private static final Set<Integer> ALGORITHMS = Set.of(
            DNSSEC.Algorithm.RSASHA256,
            DNSSEC.Algorithm.RSASHA512,
            DNSSEC.Algorithm.ECDSAP256SHA256,
            DNSSEC.Algorithm.ECDSAP384SHA384,
            DNSSEC.Algorithm.ED25519,
            DNSSEC.Algorithm.ED448);
    private static final Set<Integer> SHA1_ALGORITHMS =
            Set.of(DNSSEC.Algorithm.RSASHA1, DNSSEC.Algorithm.RSA_NSEC3_SHA1);
    private static final Set<Integer> DIGESTS = Set.of(DNSSEC.Digest.SHA256, DNSSEC.Digest.SHA384);

    /// The nearest such zone at or above a name, according to answers that are not validated here; null when there
    /// is none.
    ///
    /// @param known answers to questions for DS records
    @Nullable
    static UnsupportedDelegation above(Signing.Known known, Name name, Sha1Signatures sha1) {
        for (Name zone = name; zone.labels() > 1; zone = new Name(zone, 1)) {
            Message answer = known.answer(zone, Type.DS);
            List<DSRecord> ds = answer == null ? List.of() : records(answer, zone);
            if (!ds.isEmpty()) {
                return ds.stream().noneMatch(record -> isSupported(record, sha1))
                        ? new UnsupportedDelegation(zone, ds)
                        : null;
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

    private static boolean isSupported(DSRecord ds, Sha1Signatures sha1) {
        boolean weak = sha1 == Sha1Signatures.VALIDATED;
        return (ALGORITHMS.contains(ds.getAlgorithm()) || weak && SHA1_ALGORITHMS.contains(ds.getAlgorithm()))
                && (DIGESTS.contains(ds.getDigestID()) || weak && ds.getDigestID() == DNSSEC.Digest.SHA1);
    }

    /// Whether the zone could be validated if SHA-1 were supported.
    boolean onlySha1() {
        return records.stream().anyMatch(record -> isSupported(record, Sha1Signatures.VALIDATED));
    }

    /// The code of RFC 8914: an algorithm, or only the digests.
    int code() {
        boolean algorithm = records.stream().noneMatch(record -> ALGORITHMS.contains(record.getAlgorithm()));
        return algorithm
                ? ExtendedErrorCodeOption.UNSUPPORTED_DNSKEY_ALGORITHM
                : ExtendedErrorCodeOption.UNSUPPORTED_DS_DIGEST_TYPE;
    }

    /// Why an answer from the zone is insecure.
    String words() {
        String name = zone.toString(true);
        if (!onlySha1()) {
            return "proven to be unsigned: no DS record of " + name + " is of a supported kind";
        }
        boolean signatures = code() == ExtendedErrorCodeOption.UNSUPPORTED_DNSKEY_ALGORITHM;
        String what = signatures
                ? name + " is signed with SHA-1 only (" + algorithms() + ")"
                : name + " has DS records with SHA-1 digests only";
        return "not validated: " + what + ", and SHA-1 signatures are set to unsupported";
    }

    private String algorithms() {
        return records.stream()
                .map(DSRecord::getAlgorithm)
                .filter(SHA1_ALGORITHMS::contains)
                .distinct()
                .map(DNSSEC.Algorithm::string)
                .collect(Collectors.joining(", "));
    }
}
