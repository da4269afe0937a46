package org.danegate.practice;

import java.util.List;
import org.xbill.DNS.Name;
import org.xbill.DNS.RRset;
import org.xbill.DNS.Rcode;

/// The records by which a zone proves that something is absent, not yet signed. One implementation per kind of proof.
sealed interface DenialChain permits NsecChain, Nsec3Chain, CompactDenial, DenialChain.Unproven {

    /// Neither the name nor a wildcard for it exists.
    List<RRset> nameDenied(Name name, Name closestEncloser);

    /// The name exists, but has no record of the queried type.
    List<RRset> typeDenied(Name name, Name closestEncloser);

    /// An answer was made from the wildcard below the closest encloser; the name itself does not exist.
    List<RRset> wildcardExpanded(Name name, Name closestEncloser);

    /// The wildcard matches the name, but has no record of the queried type.
    List<RRset> wildcardTypeDenied(Name name, Name closestEncloser);

    /// The response code for a name that does not exist.
    default int rcodeOfMissingName() {
        return Rcode.NXDOMAIN;
    }

    /// True when answers are signed as they are given, so that data from a wildcard looks like data of its own.
    default boolean signsOnline() {
        return false;
    }

    /// An unsigned zone proves nothing.
    record Unproven() implements DenialChain {
        @Override
        public List<RRset> nameDenied(Name name, Name closestEncloser) {
            return List.of();
        }

        @Override
        public List<RRset> typeDenied(Name name, Name closestEncloser) {
            return List.of();
        }

        @Override
        public List<RRset> wildcardExpanded(Name name, Name closestEncloser) {
            return List.of();
        }

        @Override
        public List<RRset> wildcardTypeDenied(Name name, Name closestEncloser) {
            return List.of();
        }
    }

    /// The wildcard directly below a name.
    static Name wildcardBelow(Name closestEncloser) {
        return Records.name("*." + (closestEncloser.equals(Name.root) ? "" : closestEncloser.toString()));
    }

    /// The ancestor of `name` that is one label longer than the closest encloser (RFC 5155 section 1.3).
    static Name nextCloser(Name name, Name closestEncloser) {
        return new Name(name, name.labels() - closestEncloser.labels() - 1);
    }
}
