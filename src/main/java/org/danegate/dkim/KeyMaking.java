package org.danegate.dkim;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.interfaces.EdECPrivateKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.RSAPublicKeySpec;

/// Makes signing keys, and finds the public part of a private one.
final class KeyMaking {

    /// Sizes that every verifier must accept (RFC 8301 3.2), in bits.
    static final int LEAST_RSA = 1024;
    static final int MOST_RSA = 4096;

    private KeyMaking() {}

    /// A new key.
    ///
    /// @throws GeneralSecurityException when the platform cannot make it
    static SigningKey generate(String name, NewKey kind) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(kind.bits() == 0 ? "Ed25519" : "RSA");
        if (kind.bits() != 0) {
            generator.initialize(kind.bits());
        }
        KeyPair pair = generator.generateKeyPair();
        return new SigningKey(name, kind.algorithm(), pair.getPrivate(), pair.getPublic());
    }

    /// A key with its public part.
    ///
    /// @throws GeneralSecurityException when no mail can be signed with it
    static SigningKey of(String name, PrivateKey key) throws GeneralSecurityException {
        return switch (key) {
            case RSAPrivateCrtKey rsa -> new SigningKey(name, KeyAlgorithm.RSA, rsa, publicPart(rsa));
            case EdECPrivateKey ed
            when ed.getParams().getName().equals("Ed25519") ->
                new SigningKey(name, KeyAlgorithm.ED25519, ed, publicPart(ed));
            default -> throw new GeneralSecurityException("neither RSA nor Ed25519");
        };
    }

    private static PublicKey publicPart(RSAPrivateCrtKey key) throws GeneralSecurityException {
        return KeyFactory.getInstance("RSA")
                .generatePublic(new RSAPublicKeySpec(key.getModulus(), key.getPublicExponent()));
    }

    /// The platform derives the public part only where it makes a key, so it makes this one from its own octets.
    private static PublicKey publicPart(EdECPrivateKey key) throws GeneralSecurityException {
        byte[] seed = key.getBytes().orElseThrow(() -> new GeneralSecurityException("the key cannot be read"));
        KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
        generator.initialize(NamedParameterSpec.ED25519, new Given(seed));
        return generator.generateKeyPair().getPublic();
    }

    /// Gives these octets and no others.
    private static final class Given extends SecureRandom {

        private static final long serialVersionUID = 1L;

        private final byte[] octets;

        Given(byte[] octets) {
            this.octets = octets;
        }

        @Override
        public void nextBytes(byte[] bytes) {
            System.arraycopy(octets, 0, bytes, 0, bytes.length);
        }
    }
}
