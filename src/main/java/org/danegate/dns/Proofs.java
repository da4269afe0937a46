package org.danegate.dns;

import java.util.ArrayList;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.NSEC3Record;
import org.xbill.DNS.NSECRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.NameTooLongException;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/// The NSEC and NSEC3 records of one zone in one answer, and what they prove by themselves (RFC 4035 5.4, RFC 5155 8,
/// RFC 6840 4). Signatures are not checked here.
///
/// @param zone the signer of the records
record Proofs(Name zone, NsecChain nsec, Nsec3Chain nsec3) {

    private static final Name WILD = Name.fromConstantString("*");

    /// No records yet.
    static Proofs of(Name zone) {
        return new Proofs(zone, new NsecChain(zone, new ArrayList<>()), new Nsec3Chain(zone, new ArrayList<>()));
    }

    void add(Record record) {
        if (record instanceof NSECRecord n) {
            nsec.records().add(n);
        } else if (record instanceof NSEC3Record n) {
            nsec3.records().add(n);
        }
    }

    /// Whether a name has no data of a type, or does not exist; also true when the proof is not computed because of
    /// its iterations.
    boolean denies(Name name, int type) {
        return name.subdomain(zone) && (nsec.denies(name, type) || nsec3.denies(name, type));
    }

    /// Whether nothing exists between a name and the wildcard its data came from (RFC 4035 5.3.4, RFC
    /// 5155 8.8).
    ///
    /// @param encloser the wildcard without its first label
    boolean allowsWildcard(Name name, Name encloser) {
        return nsec.allowsWildcard(name, encloser) || nsec3.allowsWildcard(name, encloser);
    }

    /// The conclusion from the types at a name (RFC 6840 4.1, 4.3; RFC 4035 5.4): an alias has no other data, and
    /// the parent's side of a cut only covers DS.
    static boolean lacks(IntPredicate has, Name name, int type) {
        boolean cut = has.test(Type.NS) && !has.test(Type.SOA);
        boolean wrongSide = type == Type.DS ? has.test(Type.SOA) && !name.equals(Name.root) : cut;
        return !has.test(type) && !has.test(Type.CNAME) && !wrongSide;
    }

    /// The wildcard below a name; null when its name would be too long.
    static @Nullable Name wild(Name encloser) {
        try {
            return Name.concatenate(WILD, encloser);
        } catch (NameTooLongException e) {
            return null;
        }
    }
}
