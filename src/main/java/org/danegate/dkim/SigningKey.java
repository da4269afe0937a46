package org.danegate.dkim;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/// A key that signs mail.
///
/// @param name of the key
/// @param publicKey what verifiers find in DNS
public record SigningKey(String name, KeyAlgorithm algorithm, PrivateKey privateKey, PublicKey publicKey) {

    /// Octets of an Ed25519 public key, at the end of its encoding.
    private static final int ED25519_OCTETS = 32;

    /// Size in bits.
    public int bits() {
        return publicKey instanceof RSAPublicKey rsa ? rsa.getModulus().bitLength() : 256;
    }

    /// The value of `p=`: SubjectPublicKeyInfo for RSA, the bare 32 octets for Ed25519 (RFC 8463 4.2).
    public String published() {
        byte[] encoded = publicKey.getEncoded();
        byte[] octets = algorithm == KeyAlgorithm.ED25519
                ? Arrays.copyOfRange(encoded, encoded.length - ED25519_OCTETS, encoded.length)
                : encoded;
        return Base64.getEncoder().encodeToString(octets);
    }

    /// SHA-256 of the encoded public key, in hexadecimal digits.
    public String fingerprint() {
        return HexFormat.of().formatHex(sha256().digest(publicKey.getEncoded()));
    }

    /// Signs the input of a signature.
    ///
    /// @throws GeneralSecurityException when the key cannot sign
    byte[] sign(byte[] input) throws GeneralSecurityException {
        Signature signature = Signature.getInstance(algorithm.platform());
        signature.initSign(privateKey);
        signature.update(algorithm == KeyAlgorithm.ED25519 ? sha256().digest(input) : input);
        return signature.sign();
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (GeneralSecurityException cannotBe) {
            throw new IllegalStateException(cannotBe);
        }
    }

    /// Never contains the private key, because the text may go to a log.
    @Override
    public String toString() {
        return "signing key " + name;
    }
}
