package org.danegate.certificate;

import java.security.cert.X509Certificate;
import java.security.interfaces.RSAKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.danegate.wording.Fault;
import org.danegate.wording.Wording;

/// Advice about the unusual properties of a chain, which stop nothing.
final class ChainAdvice {

    private final List<Fault> advice = new ArrayList<>();

    private ChainAdvice() {}

    /// @param given the certificates as the administrator ordered them
    /// @param chain the same in the order of a chain, its own certificate first
    static List<Fault> of(List<X509Certificate> given, List<X509Certificate> chain, Instant now) {
        ChainAdvice about = new ChainAdvice();
        if (!given.equals(chain)) {
            about.add("ordered");
        }
        chain.forEach(one -> about.validity(one, now));
        X509Certificate own = chain.getFirst();
        if (own.getPublicKey() instanceof RSAKey rsa && rsa.getModulus().bitLength() < 2048) {
            about.add("weak", String.valueOf(rsa.getModulus().bitLength()));
        }
        if (chain.size() == 1 && !Chains.issued(own, own)) {
            about.add("no-chain", InstalledCertificate.name(own.getIssuerX500Principal()));
        }
        return about.advice;
    }

    private void validity(X509Certificate one, Instant now) {
        String subject = InstalledCertificate.name(one.getSubjectX500Principal());
        switch (Validity.of(one, now)) {
            case EXPIRED -> add("expired", subject);
            case NOT_YET -> add("not-yet", subject);
            case SOON, VERY_SOON -> add("soon", subject);
            case GOOD -> {}
        }
    }

    private void add(String code, String... places) {
        advice.add(Fault.advice("", Wording.of("certificate.advice." + code, (Object[]) places)));
    }
}
