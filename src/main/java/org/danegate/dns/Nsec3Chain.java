package org.danegate.dns;

import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.NSEC3Record;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;
import org.xbill.DNS.utils.base32;

/// The NSEC3 records of one zone in one answer, and what they prove (RFC 5155 8).
///
/// @param zone the signer of the records
record Nsec3Chain(Name zone, List<NSEC3Record> records) {

    private static final base32 HEX = new base32(base32.Alphabet.BASE32HEX, false, false);

    /// Whether a name in the zone has no data of a type, or does not exist; also true when the proof is not
    /// computed because of its iterations.
    boolean denies(Name name, int type) {
        return hashed(() -> proves(name, type));
    }

    /// Whether nothing exists between a name and the wildcard its data came from (RFC 5155 8.8); also true when the
    /// proof is not computed because of its iterations.
    ///
    /// @param encloser the wildcard without its first label
    boolean allowsWildcard(Name name, Name encloser) {
        Name next = new Name(name, name.labels() - encloser.labels() - 1);
        return hashed(() -> covering(next) != null);
    }

    /// A proof that would cost too much to compute is left to the validator, which refuses it as a whole (RFC
    /// 9276 3.2).
    private boolean hashed(BooleanSupplier proof) {
        return !records.isEmpty()
                && (records.stream().anyMatch(n -> n.getIterations() > DenialProof.MOST_ITERATIONS)
                        || proof.getAsBoolean());
    }

    private boolean proves(Name name, int type) {
        NSEC3Record exact = matching(name);
        if (exact != null) {
            return Proofs.lacks(exact::hasType, name, type);
        }
        Name next = name;
        Name encloser = name;
        NSEC3Record match = null;
        while (match == null && encloser.labels() > zone.labels()) {
            next = encloser;
            encloser = new Name(encloser, 1);
            match = matching(encloser);
        }
        boolean cut = match != null && match.hasType(Type.NS) && !match.hasType(Type.SOA);
        NSEC3Record cover = match == null || cut || match.hasType(Type.DNAME) ? null : covering(next);
        Name wild = Proofs.wild(encloser);
        if (cover == null || wild == null) {
            return false;
        }
        NSEC3Record atWild = matching(wild);
        boolean optsOut = (cover.getFlags() & DenialProof.OPT_OUT) != 0;
        return atWild == null ? optsOut || covering(wild) != null : Proofs.lacks(atWild::hasType, wild, type);
    }

    private @Nullable NSEC3Record matching(Name name) {
        String hash = HEX.toString(hash(name));
        return records.stream()
                .filter(n -> n.getName().getLabelString(0).equalsIgnoreCase(hash))
                .findFirst()
                .orElse(null);
    }

    private @Nullable NSEC3Record covering(Name name) {
        byte[] hash = hash(name);
        return records.stream().filter(n -> covers(n, hash)).findFirst().orElse(null);
    }

    private static boolean covers(NSEC3Record n, byte[] hash) {
        byte[] owner = HEX.fromString(n.getName().getLabelString(0));
        if (owner == null) {
            return false;
        }
        boolean afterOwner = Arrays.compareUnsigned(owner, hash) < 0;
        boolean beforeNext = Arrays.compareUnsigned(hash, n.getNext()) < 0;
        // The last record of the chain leads back to the first.
        return Arrays.compareUnsigned(owner, n.getNext()) < 0 ? afterOwner && beforeNext : afterOwner || beforeNext;
    }

    private byte[] hash(Name name) {
        try {
            return records.getFirst().hashName(name);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-1 is missing", e);
        }
    }
}
