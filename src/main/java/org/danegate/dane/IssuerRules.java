package org.danegate.dane;

import java.io.IOException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Rules for a certificate that issues others, including the trust anchor. The platform trusts an anchor blindly, but
/// other senders (Postfix, with OpenSSL) enforce the anchor's own limits.
final class IssuerRules {

    private static final int KEY_CERT_SIGN = 5;
    private static final int DNS_NAME = 2;
    private static final String NAME_CONSTRAINTS = "2.5.29.30";
    private static final String SERVER_AUTHENTICATION = "1.3.6.1.5.5.7.3.1";
    private static final String ANY_PURPOSE = "2.5.29.37.0";
    /// Critical extensions that this class checks, or that have no effect on a server's name: key usage,
    /// alternative names, basic constraints, name constraints, policies, distribution points, extended key usage.
    private static final Set<String> KNOWN_CRITICAL = Set.of(
            "2.5.29.15",
            "2.5.29.17",
            "2.5.29.18",
            "2.5.29.19",
            NAME_CONSTRAINTS,
            "2.5.29.31",
            "2.5.29.32",
            "2.5.29.33",
            "2.5.29.35",
            "2.5.29.36",
            "2.5.29.37",
            "2.5.29.54");

    private IssuerRules() {}

    /// Why this certificate may not issue others, at any position in a path; null when it may.
    static @Nullable String fault(X509Certificate issuer, Instant now) {
        try {
            issuer.checkValidity(Date.from(now));
            return extensionFault(issuer);
        } catch (CertificateException e) {
            return words(e);
        }
    }

    private static @Nullable String extensionFault(X509Certificate issuer) throws CertificateException {
        boolean[] usage = issuer.getKeyUsage();
        if (issuer.getVersion() >= 3 && issuer.getBasicConstraints() < 0) {
            return "the matched certificate is not a certificate authority";
        }
        if (usage != null && !usage[KEY_CERT_SIGN]) {
            return "the matched certificate may not sign certificates (key usage)";
        }
        if (!servesServers(issuer)) {
            return "the matched certificate is not for server authentication";
        }
        Set<String> critical = issuer.getCriticalExtensionOIDs();
        return critical == null || KNOWN_CRITICAL.containsAll(critical)
                ? null
                : "the matched certificate has a critical extension that is not known";
    }

    /// What is wrong with a certificate itself, in words.
    static String words(CertificateException e) {
        return switch (e) {
            case CertificateExpiredException expired -> "certificate expired";
            case CertificateNotYetValidException early -> "certificate not yet valid";
            default -> "certificate cannot be read";
        };
    }

    /// Whether its extended key usage, if present, allows it or the certificates it issues to act as a server (RFC
    /// 5280 4.2.1.12).
    static boolean servesServers(X509Certificate certificate) throws CertificateException {
        List<String> purposes = certificate.getExtendedKeyUsage();
        return purposes == null || purposes.contains(SERVER_AUTHENTICATION) || purposes.contains(ANY_PURPOSE);
    }

    /// Why the anchor's own limits forbid a path that is valid otherwise; null when they allow it.
    ///
    /// @param anchor null for a bare key, which has no limits
    /// @param path the server's certificate first, the one that the anchor issued last
    static @Nullable String pathFault(@Nullable X509Certificate anchor, List<X509Certificate> path) {
        List<X509Certificate> constrained = Stream.concat(path.stream().skip(1), Stream.ofNullable(anchor))
                .filter(c -> c.getExtensionValue(NAME_CONSTRAINTS) != null)
                .toList();
        if (!constrained.isEmpty() && !hasDnsName(path.getFirst())) {
            // Constraints apply to alternative names: a name that is only in the subject would not
            // be checked.
            return "name constraints, and the server's certificate has its name in the subject alone";
        }
        if (anchor == null) {
            return null;
        }
        long below = path.stream().skip(1).filter(c -> !selfIssued(c)).count();
        if (anchor.getVersion() >= 3 && below > anchor.getBasicConstraints()) {
            return "the path is longer than the trust anchor allows";
        }
        byte[] extension = anchor.getExtensionValue(NAME_CONSTRAINTS);
        return extension == null || allows(extension, path)
                ? null
                : "the trust anchor's name constraints forbid the server's certificate or one between";
    }

    /// Self-issued certificates in between do not count (RFC 5280 6.1.3 b).
    private static boolean allows(byte[] extension, List<X509Certificate> path) {
        X509CertSelector selector = new X509CertSelector();
        try {
            selector.setNameConstraints(octetsIn(extension));
        } catch (IOException | IllegalArgumentException e) {
            return false;
        }
        return path.stream()
                .filter(c -> c.equals(path.getFirst()) || !selfIssued(c))
                .allMatch(selector::match);
    }

    private static boolean selfIssued(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
    }

    private static boolean hasDnsName(X509Certificate certificate) {
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            return names != null && names.stream().anyMatch(n -> n.getFirst().equals(DNS_NAME));
        } catch (CertificateException e) {
            return false;
        }
    }

    /// The content of a DER OCTET STRING.
    private static byte[] octetsIn(byte[] der) {
        int length = der[1] & 0xff;
        int from = length < 0x80 ? 2 : 2 + (length & 0x7f);
        return Arrays.copyOfRange(der, from, der.length);
    }
}
