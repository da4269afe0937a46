package org.danegate.dns;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.NSECRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/// The NSEC records of one zone in one answer, and what they prove (RFC 4035 5.4).
///
/// @param zone the signer of the records
record NsecChain(Name zone, List<NSECRecord> records) {

    /// Whether a name in the zone has no data of a type, or does not exist.
    boolean denies(Name name, int type) {
        for (NSECRecord n : records) {
            if (n.getName().equals(name)) {
                return Proofs.lacks(n::hasType, name, type);
            }
            boolean emptyNonTerminal =
                    n.getNext().subdomain(name) && !n.getNext().equals(name);
            if (emptyNonTerminal && n.getName().compareTo(name) < 0) {
                return true;
            }
        }
        return records.stream()
                .filter(n -> covers(n, name))
                .anyMatch(n -> deniesWildcard(Proofs.wild(encloser(n, name)), type));
    }

    private boolean deniesWildcard(@Nullable Name wild, int type) {
        return wild != null
                && records.stream()
                        .anyMatch(
                                w -> w.getName().equals(wild) ? Proofs.lacks(w::hasType, wild, type) : covers(w, wild));
    }

    /// Whether nothing exists between a name and the wildcard its data came from (RFC 4035 5.3.4).
    ///
    /// @param encloser the wildcard without its first label
    boolean allowsWildcard(Name name, Name encloser) {
        return records.stream()
                .anyMatch(n -> covers(n, name) && encloser(n, name).equals(encloser));
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
}
