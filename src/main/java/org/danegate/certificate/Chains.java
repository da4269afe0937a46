package org.danegate.certificate;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/// Checks how certificates and keys belong together.
final class Chains {

    private Chains() {}

    /// Whether `issuer` signed `certificate`.
    static boolean issued(X509Certificate issuer, X509Certificate certificate) {
        if (!certificate.getIssuerX500Principal().equals(issuer.getSubjectX500Principal())) {
            return false;
        }
        try {
            certificate.verify(issuer.getPublicKey());
            return true;
        } catch (GeneralSecurityException anothersSignature) {
            return false;
        }
    }

    /// The certificate, its issuer, and so on, as far as `others` contains them.
    static List<X509Certificate> from(X509Certificate own, List<X509Certificate> others) {
        List<X509Certificate> chain = new ArrayList<>(List.of(own));
        List<X509Certificate> left = new ArrayList<>(others);
        left.remove(own);
        while (true) {
            X509Certificate last = chain.getLast();
            X509Certificate next =
                    left.stream().filter(c -> issued(c, last)).findFirst().orElse(null);
            if (next == null) {
                return chain;
            }
            left.remove(next);
            chain.add(next);
        }
    }

    /// Whether the public key verifies what the key signs.
    static boolean fit(PrivateKey key, PublicKey publicKey) {
        try {
            String algorithm = signature(key.getAlgorithm());
            byte[] text = new byte[32];
            new SecureRandom().nextBytes(text);
            Signature sign = Signature.getInstance(algorithm);
            sign.initSign(key);
            sign.update(text);
            Signature verify = Signature.getInstance(algorithm);
            verify.initVerify(publicKey);
            verify.update(text);
            return verify.verify(sign.sign());
        } catch (GeneralSecurityException otherKind) {
            return false;
        }
    }

    /// Whether two certificates have the same key.
    static boolean sameKey(X509Certificate one, X509Certificate other) {
        return MessageDigest.isEqual(
                one.getPublicKey().getEncoded(), other.getPublicKey().getEncoded());
    }

    /// Whether TLS can use a key of that algorithm here.
    static boolean usable(String keyAlgorithm) {
        return List.of("RSA", "EC", "EdDSA", "Ed25519", "Ed448").contains(keyAlgorithm);
    }

    private static String signature(String keyAlgorithm) {
        return switch (keyAlgorithm) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> "EdDSA";
        };
    }
}
