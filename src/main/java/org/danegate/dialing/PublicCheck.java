package org.danegate.dialing;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import org.danegate.smtp.ChainCheck;
import org.jspecify.annotations.Nullable;

/// The check of TLS Support against public authorities: *Preferred - Verify* continues encrypted when it fails.
final class PublicCheck implements ChainCheck {

    private final Hop hop;
    private final PublicTrust trust;
    private @Nullable String unverified;

    PublicCheck(Hop hop, PublicTrust trust) {
        this.hop = hop;
        this.trust = trust;
    }

    @Override
    public void check(List<X509Certificate> chain) throws CertificateException {
        switch (hop.tls()) {
            case NONE, PREFERRED, REQUIRED -> unverified = null;
            case REQUIRED_VERIFY -> trust.check(chain, VerifiedNames.of(false, hop.references()));
            case REQUIRED_VERIFY_HOSTED_DOMAINS -> trust.check(chain, VerifiedNames.of(true, hop.references()));
            case PREFERRED_VERIFY -> {
                try {
                    trust.check(chain, VerifiedNames.of(false, hop.references()));
                } catch (CertificateException e) {
                    unverified = String.valueOf(e.getMessage());
                }
            }
        }
    }

    /// Why the certificate was not verified; null when it was, or need not be.
    @Nullable
    String unverified() {
        return unverified;
    }
}
