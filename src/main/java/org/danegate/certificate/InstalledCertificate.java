package org.danegate.certificate;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.danegate.address.OutsideText;

/// A certificate in the folder, as it is shown. The key is not part of it.
///
/// @param name name that listeners and global settings use
/// @param chain the certificate itself, then those that lead to its root; never empty
/// @param uses places in the policy in force and the working copy that name it
public record InstalledCertificate(String name, List<X509Certificate> chain, List<CertificateUse> uses) {

    private static final int MOST_IN_NAME = 500;
    private static final int DNS_NAME = 2;
    private static final int IP_ADDRESS = 7;

    public InstalledCertificate {
        chain = List.copyOf(chain);
        uses = List.copyOf(uses);
    }

    /// The certificate itself.
    public X509Certificate own() {
        return chain.getFirst();
    }

    /// Distinguished name (RFC 2253).
    public String subject() {
        return name(own().getSubjectX500Principal());
    }

    /// Distinguished name of the issuer.
    public String issuer() {
        return name(own().getIssuerX500Principal());
    }

    /// A name as certificates write it (RFC 2253), in one line and cut: the signer chose its words.
    static String name(X500Principal principal) {
        return OutsideText.brief(principal.getName(), MOST_IN_NAME);
    }

    /// Host names and addresses that the certificate is valid for.
    public List<String> alternatives() {
        try {
            Collection<List<?>> names = own().getSubjectAlternativeNames();
            return names == null
                    ? List.of()
                    : names.stream()
                            .filter(n -> n.getFirst().equals(DNS_NAME)
                                    || n.getFirst().equals(IP_ADDRESS))
                            .map(n -> OutsideText.line(String.valueOf(n.getLast())))
                            .toList();
        } catch (CertificateParsingException unreadable) {
            return List.of();
        }
    }

    /// Start of its validity.
    public Instant from() {
        return own().getNotBefore().toInstant();
    }

    /// End of its validity.
    public Instant to() {
        return own().getNotAfter().toInstant();
    }

    /// How near its expiry is.
    public Validity validity(Instant now) {
        return Validity.of(own(), now);
    }

    /// Whole days until it expires; negative after expiry.
    public long daysLeft(Instant now) {
        return Math.floorDiv(Duration.between(now, to()).toSeconds(), 86_400);
    }

    /// Whether it is signed with its own key.
    public boolean selfSigned() {
        return Chains.issued(own(), own());
    }

    /// Type and size of its key, such as `EC 256` or `RSA 3072`.
    public String key() {
        return key(own().getPublicKey());
    }

    private static String key(PublicKey key) {
        return switch (key) {
            case RSAPublicKey rsa -> "RSA " + rsa.getModulus().bitLength();
            case ECPublicKey ec -> "EC " + ec.getParams().getOrder().bitLength();
            default -> key.getAlgorithm();
        };
    }

    /// SHA-256 of the whole certificate, in the usual pairs with colons.
    public String fingerprint() {
        return fingerprint(own());
    }

    static String fingerprint(X509Certificate one) {
        try {
            return Sha256.fingerprint(one.getEncoded());
        } catch (GeneralSecurityException cannotBe) {
            throw new IllegalStateException(cannotBe);
        }
    }

    /// A certificate of the chain as it is shown.
    public record Link(String subject, String issuer, Instant to, String key, String fingerprint) {}

    /// The chain, the certificate itself first.
    public List<Link> links() {
        return chain.stream()
                .map(c -> new Link(
                        name(c.getSubjectX500Principal()),
                        name(c.getIssuerX500Principal()),
                        c.getNotAfter().toInstant(),
                        key(c.getPublicKey()),
                        fingerprint(c)))
                .toList();
    }

    /// A TLSA record that an administrator may publish (RFC 6698 section 2.1; RFC 7672 section 3.1).
    ///
    /// @param parameters `3 1 1` or `2 1 1`
    /// @param about subject of the certificate whose key the record names
    /// @param record the whole record as a line of a zone file
    public record Tlsa(String parameters, String about, String record) {}

    /// `3 1 1` for the certificate's own key, and `2 1 1` for each authority of the chain.
    public List<Tlsa> tlsa() {
        String host = alternatives().stream()
                .filter(n -> !n.startsWith("*") && n.matches(".*[A-Za-z].*"))
                .findFirst()
                .orElse("mail.example.com");
        return chain.stream()
                .filter(c -> c.equals(own()) || c.getBasicConstraints() >= 0)
                .map(c -> tlsa(host, c.equals(own()) ? "3 1 1" : "2 1 1", c))
                .toList();
    }

    private static Tlsa tlsa(String host, String parameters, X509Certificate one) {
        String digest = Sha256.hex(one.getPublicKey().getEncoded());
        return new Tlsa(
                parameters,
                name(one.getSubjectX500Principal()),
                "_25._tcp." + host + ". IN TLSA " + parameters + " " + digest);
    }
}
