package org.danegate.practice;

import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeSet;
import org.xbill.DNS.DClass;
import org.xbill.DNS.NSEC3Record;
import org.xbill.DNS.NSECRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.NameTooLongException;
import org.xbill.DNS.RRset;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;
import org.xbill.DNS.utils.base32;

/// Compact denial (RFC 9824): a single record at the queried name itself, made for the query, says which types are
/// there; for a name that does not exist it has the type NXNAME. The response code is NOERROR in either case.
///
/// @param hashed true for NSEC3 instead of NSEC
record CompactDenial(Name apex, NavigableMap<Name, Set<Integer>> types, boolean hashed, long ttl)
        implements DenialChain {
    private static final base32 HEX = new base32(base32.Alphabet.BASE32HEX, false, true);
    private static final Name SMALLEST = Name.fromConstantString("\\000");
    private static final byte[] NO_SALT = {};

    @Override
    public List<RRset> nameDenied(Name name, Name closestEncloser) {
        return at(name, Set.of(Type.NXNAME));
    }

    @Override
    public List<RRset> typeDenied(Name name, Name closestEncloser) {
        return at(name, types.getOrDefault(name, Set.of()));
    }

    @Override
    public List<RRset> wildcardExpanded(Name name, Name closestEncloser) {
        return List.of();
    }

    @Override
    public List<RRset> wildcardTypeDenied(Name name, Name closestEncloser) {
        return at(name, types.getOrDefault(DenialChain.wildcardBelow(closestEncloser), Set.of()));
    }

    @Override
    public int rcodeOfMissingName() {
        return Rcode.NOERROR;
    }

    @Override
    public boolean signsOnline() {
        return true;
    }

    private List<RRset> at(Name name, Set<Integer> present) {
        Set<Integer> bitmap = new TreeSet<>(present);
        // The next name is signed in the letters in which it is sent (RFC 6840 section 5.1).
        Name plain = name.canonicalize();
        return List.of(new RRset(hashed ? nsec3(plain, bitmap) : nsec(plain, bitmap)));
    }

    private Record nsec(Name name, Set<Integer> bitmap) {
        bitmap.add(Type.RRSIG);
        bitmap.add(Type.NSEC);
        try {
            return new NSECRecord(name, DClass.IN, ttl, Name.concatenate(SMALLEST, name), numbers(bitmap));
        } catch (NameTooLongException e) {
            return new NSECRecord(name, DClass.IN, ttl, apex, numbers(bitmap));
        }
    }

    private Record nsec3(Name name, Set<Integer> bitmap) {
        if (!bitmap.isEmpty() && !bitmap.contains(Type.NXNAME)) {
            bitmap.add(Type.RRSIG);
        }
        byte[] hash = hash(name);
        Name owner = Records.name(
                HEX.toString(hash).toLowerCase(Locale.ROOT) + "." + (apex.equals(Name.root) ? "" : apex.toString()));
        return new NSEC3Record(
                owner, DClass.IN, ttl, NSEC3Record.Digest.SHA1, 0, 0, NO_SALT, next(hash), numbers(bitmap));
    }

    private byte[] hash(Name name) {
        try {
            return new NSEC3Record(
                            apex, DClass.IN, ttl, NSEC3Record.Digest.SHA1, 0, 0, NO_SALT, new byte[20], new int[0])
                    .hashName(name);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-1 is missing", e);
        }
    }

    private static byte[] next(byte[] hash) {
        byte[] next = hash.clone();
        for (int i = next.length - 1; i >= 0 && ++next[i] == 0; i--) {
            // The carry goes on to the octet before.
        }
        return next;
    }

    private static int[] numbers(Set<Integer> bitmap) {
        return bitmap.stream().mapToInt(Integer::intValue).toArray();
    }
}
