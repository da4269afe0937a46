package org.danegate.dns;

import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.NSEC3Record;
import org.xbill.DNS.NSECRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.NameTooLongException;
import org.xbill.DNS.Type;
import org.xbill.DNS.utils.base32;

/// The NSEC and NSEC3 records of one zone in one answer, and what they prove by themselves (RFC 4035 5.4, RFC 5155 8,
/// RFC 6840 4). Signatures are not checked here.
///
/// @param zone the signer of the records
record Proofs(Name zone, List<NSECRecord> nsec, List<NSEC3Record> nsec3) {

    private static final base32 HEX = new base32(base32.Alphabet.BASE32HEX, false, false);
    private static final Name WILD = Name.fromConstantString("*");

    /// Whether a name has no data of a type, or does not exist; also true when the proof is not computed because of
    /// its iterations.
    boolean denies(Name name, int type) {
        if (!name.subdomain(zone)) {
            return false;
        }
        return nsecDenies(name, type) || hashed(() -> nsec3Denies(name, type));
    }

    /// Whether nothing exists between a name and the wildcard its data came from (RFC 4035 5.3.4, RFC
    /// 5155 8.8).
    ///
    /// @param encloser the wildcard without its first label
    boolean allowsWildcard(Name name, Name encloser) {
        if (nsec.stream().anyMatch(n -> covers(n, name) && encloser(n, name).equals(encloser))) {
            return true;
        }
        Name next = new Name(name, name.labels() - encloser.labels() - 1);
        return hashed(() -> covering(next) != null);
    }

    private boolean nsecDenies(Name name, int type) {
        for (NSECRecord n : nsec) {
            if (n.getName().equals(name)) {
                return lacks(n::hasType, name, type);
            }
            boolean emptyNonTerminal =
                    n.getNext().subdomain(name) && !n.getNext().equals(name);
            if (emptyNonTerminal && n.getName().compareTo(name) < 0) {
                return true;
            }
        }
        return nsec.stream().filter(n -> covers(n, name)).anyMatch(n -> {
            Name wild = wild(encloser(n, name));
            return wild != null
                    && nsec.stream()
                            .anyMatch(w -> w.getName().equals(wild) ? lacks(w::hasType, wild, type) : covers(w, wild));
        });
    }

    /// The conclusion from the types at a name (RFC 6840 4.1, 4.3; RFC 4035 5.4): an alias has no other data, and
    /// the parent's side of a cut only covers DS.
    private static boolean lacks(IntPredicate has, Name name, int type) {
        boolean cut = has.test(Type.NS) && !has.test(Type.SOA);
        boolean wrongSide = type == Type.DS ? has.test(Type.SOA) && !name.equals(Name.root) : cut;
        return !has.test(type) && !has.test(Type.CNAME) && !wrongSide;
    }

    private boolean covers(NSECRecord n, Name name) {
        Name owner = n.getName();
        Name next = n.getNext();
        boolean above = name.subdomain(owner);
        boolean cut = n.hasType(Type.NS) && !n.hasType(Type.SOA);
        if (name.equals(owner) || !next.subdomain(zone) || above && (cut || n.hasType(Type.DNAME))) {
            return false;
        }
        // The last record of the zone leads back to its apex.
        return owner.compareTo(next) >= 0
                ? owner.compareTo(name) < 0 && name.subdomain(zone) && !name.equals(next)
                : owner.compareTo(name) < 0 && name.compareTo(next) < 0;
    }

    private static Name encloser(NSECRecord n, Name name) {
        Name one = common(name, n.getName());
        Name other = common(name, n.getNext());
        return one.labels() > other.labels() ? one : other;
    }

    private static Name common(Name name, Name other) {
        Name at = name;
        while (!other.subdomain(at)) {
            at = new Name(at, 1);
        }
        return at;
    }

    /// A proof that would cost too much to compute is left to the validator, which refuses it as a whole (RFC
    /// 9276 3.2).
    private boolean hashed(BooleanSupplier proof) {
        return !nsec3.isEmpty()
                && (nsec3.stream().anyMatch(n -> n.getIterations() > DenialProof.MOST_ITERATIONS)
                        || proof.getAsBoolean());
    }

    private boolean nsec3Denies(Name name, int type) {
        NSEC3Record exact = matching(name);
        if (exact != null) {
            return lacks(exact::hasType, name, type);
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
        Name wild = wild(encloser);
        if (cover == null || wild == null) {
            return false;
        }
        NSEC3Record atWild = matching(wild);
        boolean optsOut = (cover.getFlags() & DenialProof.OPT_OUT) != 0;
        return atWild == null ? optsOut || covering(wild) != null : lacks(atWild::hasType, wild, type);
    }

    private @Nullable NSEC3Record matching(Name name) {
        String hash = HEX.toString(hash(name));
        return nsec3.stream()
                .filter(n -> n.getName().getLabelString(0).equalsIgnoreCase(hash))
                .findFirst()
                .orElse(null);
    }

    private @Nullable NSEC3Record covering(Name name) {
        byte[] hash = hash(name);
        return nsec3.stream().filter(n -> covers(n, hash)).findFirst().orElse(null);
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
            return nsec3.getFirst().hashName(name);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-1 is missing", e);
        }
    }

    private static @Nullable Name wild(Name encloser) {
        try {
            return Name.concatenate(WILD, encloser);
        } catch (NameTooLongException e) {
            return null;
        }
    }
}
