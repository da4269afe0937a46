package org.danegate.dialing;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;
import org.danegate.address.DomainName;
import org.danegate.smtp.ChainCheck;

/// The check of a host before it gets a login: its public key is the given one, or a public authority vouches for the
/// name in the route. It does not depend on TLS Support, which may ask for less.
final class LoginCheck implements ChainCheck {

    private final LoginTerms terms;
    private final String serverKey;
    private final PublicTrust trust;

    /// @param serverKey as in {@link RouteLogin}
    LoginCheck(LoginTerms terms, String serverKey, PublicTrust trust) {
        this.terms = terms;
        this.serverKey = serverKey;
        this.trust = trust;
    }

    @Override
    public void check(List<X509Certificate> chain) throws CertificateException {
        DomainName host = terms.host();
        if (!serverKey.isEmpty()) {
            String shown = sha256(chain.getFirst());
            if (!shown.equals(serverKey)) {
                throw new CertificateException(
                        "the public key of the host has SHA-256 " + shown + ", not that of profile " + terms.profile());
            }
        } else if (host == null) {
            throw new CertificateException("no certificate can be verified for an address: name the host in the SMTP"
                    + " route, or give its key in profile " + terms.profile());
        } else {
            trust.check(chain, new VerifiedNames.Hosted(List.of(host)));
        }
    }

    private static String sha256(X509Certificate leaf) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(leaf.getPublicKey().getEncoded()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
