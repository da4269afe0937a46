package org.danegate.dialing;

import java.security.cert.X509Certificate;
import java.util.List;
import org.danegate.address.DomainName;
import org.danegate.dane.CertificateNames;

/// Names that a certificate must carry under TLS Support with Verify (esa-webui.md 1.3). A wildcard is the whole
/// leftmost label.
sealed interface VerifiedNames {

    /// Whether the certificate carries one of them where the rule looks.
    boolean match(X509Certificate leaf);

    /// *Preferred - Verify* and *Required - Verify*: the common name is the machine's or the destination's, or a
    /// dNSName
    /// is the destination's.
    ///
    /// @param machine names of the machine, empty where only its address is known
    record Machine(List<DomainName> machine, List<DomainName> destination) implements VerifiedNames {

        @Override
        public boolean match(X509Certificate leaf) {
            return CertificateNames.commonNameMatches(leaf, machine)
                    || CertificateNames.commonNameMatches(leaf, destination)
                    || CertificateNames.alternativeMatches(leaf, destination);
        }

        @Override
        public String toString() {
            return "common name " + machine + " or any name " + destination;
        }
    }

    /// *Required - Verify Hosted Domains*: a dNSName, or the common name where there is none, is the destination's,
    /// one of its MX hosts' or the SMTP route's (RFC 6125).
    record Hosted(List<DomainName> names) implements VerifiedNames {

        @Override
        public boolean match(X509Certificate leaf) {
            return CertificateNames.anyMatches(leaf, names);
        }

        @Override
        public String toString() {
            return "any of " + names;
        }
    }

    /// @param references the destination first, then the machine, then other MX hosts of the destination
    static VerifiedNames of(boolean hosted, List<DomainName> references) {
        return hosted
                ? new Hosted(references)
                : new Machine(
                        references.stream().skip(1).limit(1).toList(),
                        references.stream().limit(1).toList());
    }
}
