package org.danegate.dkim;

import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads private keys as others write them: PKCS #8 and PKCS #1 as PEM, and an Ed25519 seed as 32 octets in base64.
final class KeyReading {

    private static final Pattern PEM =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END \\1-----", Pattern.DOTALL);

    /// Version and algorithm of PKCS #8 for RSA; the key follows as an octet string (RFC 5208 5).
    private static final byte[] RSA_HEAD = HexFormat.of().parseHex("020100300d06092a864886f70d0101010500");

    private static final int SEED = 32;

    private KeyReading() {}

    /// What a text contains.
    sealed interface Found {

        /// A private key.
        record Key(PrivateKey key) implements Found {}

        /// None that can be used.
        ///
        /// @param code end of the code of the wording that says why
        record None(String code) implements Found {}
    }

    static Found read(String text) {
        Matcher pem = PEM.matcher(text);
        if (!pem.find()) {
            return text.contains("-----BEGIN") ? new Found.None("malformed") : seed(text);
        }
        do {
            String kind = pem.group(1);
            String body = pem.group(2);
            if (kind.equals("ENCRYPTED PRIVATE KEY") || body.contains("ENCRYPTED")) {
                return new Found.None("encrypted");
            }
            if (kind.equals("PRIVATE KEY") || kind.equals("RSA PRIVATE KEY")) {
                return key(kind, body);
            }
        } while (pem.find());
        return new Found.None(text.contains("PRIVATE KEY") ? "unknown" : "no-key");
    }

    private static Found key(String kind, String body) {
        try {
            byte[] der = Base64.getMimeDecoder().decode(body.strip());
            return new Found.Key(pkcs8(kind.equals("PRIVATE KEY") ? der : wrapped(der)));
        } catch (InvalidKeySpecException unknown) {
            return new Found.None("unknown");
        } catch (GeneralSecurityException | IllegalArgumentException malformed) {
            return new Found.None("malformed");
        }
    }

    /// The key of a PKCS #8 structure.
    ///
    /// @throws GeneralSecurityException when it is neither RSA nor Ed25519
    static PrivateKey pkcs8(byte[] der) throws GeneralSecurityException {
        PKCS8EncodedKeySpec spec = new PKCS8EncodedKeySpec(der);
        try {
            return KeyFactory.getInstance("RSA").generatePrivate(spec);
        } catch (InvalidKeySpecException noRsa) {
            return KeyFactory.getInstance("Ed25519").generatePrivate(spec);
        }
    }

    private static Found seed(String text) {
        try {
            byte[] octets = Base64.getDecoder().decode(text.replaceAll("\\s", ""));
            return octets.length == SEED
                    ? new Found.Key(KeyFactory.getInstance("Ed25519")
                            .generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, octets)))
                    : new Found.None("no-key");
        } catch (GeneralSecurityException | IllegalArgumentException none) {
            return new Found.None("no-key");
        }
    }

    /// A PKCS #1 key as PKCS #8.
    private static byte[] wrapped(byte[] pkcs1) {
        ByteArrayOutputStream inner = new ByteArrayOutputStream();
        inner.writeBytes(RSA_HEAD);
        element(inner, 0x04, pkcs1);
        ByteArrayOutputStream outer = new ByteArrayOutputStream();
        element(outer, 0x30, inner.toByteArray());
        return outer.toByteArray();
    }

    private static void element(ByteArrayOutputStream out, int tag, byte[] content) {
        out.write(tag);
        int length = content.length;
        if (length < 0x80) {
            out.write(length);
        } else if (length < 0x100) {
            out.write(0x81);
            out.write(length);
        } else {
            out.write(0x82);
            out.write(length >> 8);
            out.write(length);
        }
        out.writeBytes(content);
    }
}
