package org.danegate.dane;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import org.danegate.address.DomainName;
import org.danegate.address.OutsideText;

/// Names of a certificate for reference checks (RFC 7672 3.2.3). The dNSName entries count; the common name counts only
/// when there are none. A wildcard is the whole leftmost label and covers one label. IP entries never match.
public final class CertificateNames {

    private static final int DNS_NAME = 2;

    private CertificateNames() {}

    /// The names that count, lower case, in order.
    public static List<String> of(X509Certificate certificate) {
        List<String> names = alternatives(certificate);
        return names.isEmpty() ? commonName(certificate) : names;
    }

    /// The first names for people, and how many more there are.
    ///
    /// @param most names to return, 1 or more
    /// @param longest characters of each name, 1 or more
    public static List<String> some(X509Certificate certificate, int most, int longest) {
        List<String> names = of(certificate);
        Stream<String> first = names.stream().limit(most).map(name -> OutsideText.brief(name, longest));
        return names.size() <= most
                ? first.toList()
                : Stream.concat(first, Stream.of("… and " + (names.size() - most) + " more names"))
                        .toList();
    }

    /// Whether the common name covers any of the reference names, even when there are alternative names.
    public static boolean commonNameMatches(X509Certificate certificate, List<DomainName> references) {
        return anyCovers(commonName(certificate), references);
    }

    /// Whether any dNSName covers any of the reference names.
    public static boolean alternativeMatches(X509Certificate certificate, List<DomainName> references) {
        return anyCovers(alternatives(certificate), references);
    }

    private static List<String> alternatives(X509Certificate certificate) {
        try {
            Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
            return alternatives == null
                    ? List.of()
                    : alternatives.stream()
                            .filter(entry -> Integer.valueOf(DNS_NAME).equals(entry.getFirst()))
                            .map(entry -> String.valueOf(entry.get(1)).toLowerCase(Locale.ROOT))
                            .toList();
        } catch (CertificateParsingException e) {
            return List.of();
        }
    }

    private static List<String> commonName(X509Certificate certificate) {
        try {
            return new LdapName(certificate.getSubjectX500Principal().getName())
                    .getRdns().reversed().stream()
                            .filter(rdn -> rdn.getType().equalsIgnoreCase("CN"))
                            .map(rdn -> String.valueOf(rdn.getValue()).toLowerCase(Locale.ROOT))
                            .limit(1)
                            .toList();
        } catch (InvalidNameException e) {
            return List.of();
        }
    }

    /// Whether any name of the certificate covers any of the reference names.
    public static boolean anyMatches(X509Certificate certificate, List<DomainName> references) {
        return anyCovers(of(certificate), references);
    }

    private static boolean anyCovers(List<String> names, List<DomainName> references) {
        return references.stream().anyMatch(r -> names.stream().anyMatch(n -> covers(n, r.ascii())));
    }

    private static boolean covers(String presented, String reference) {
        if (presented.startsWith("*.")) {
            int dot = reference.indexOf('.');
            return dot > 0 && presented.substring(1).equals(reference.substring(dot));
        }
        return presented.equals(reference);
    }
}
