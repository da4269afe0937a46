package org.danegate.dialing;

import java.security.cert.X509Certificate;
import java.util.List;
import org.danegate.address.DomainName;
import org.danegate.dane.CertificateNames;

/// Names that a certificate must contain under TLS Support with Verify (esa-webui.md 1.3). A wildcard must be the whole
/// leftmost label.
sealed interface VerifiedNames {

    /// Whether the certificate has one of the names where the rule looks.
    boolean match(X509Certificate leaf);

    /// *Preferred - Verify* and *Required - Verify*: the common name is that of the machine or the destination, or
    /// a dNSName is that of the destination.
    ///
    /// @param machine names of the machine; empty when only its address is known
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

    /// *Required - Verify Hosted Domains*: a dNSName (or the common name when there is none) is that of the
    /// destination, one of its MX hosts or the SMTP route (RFC 6125).
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

    /// The name of the host: a dNSName only (RFC 8689 4.2.1; RFC 8461 4.2).
    record Host(DomainName name) implements VerifiedNames {

        @Override
        public boolean match(X509Certificate leaf) {
            return CertificateNames.alternativeMatches(leaf, List.of(name));
        }

        @Override
        public String toString() {
            return name.toString();
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
