package org.danegate.certificate;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;

/// SHA-256 digests as texts.
final class Sha256 {

    private Sha256() {}

    /// In the usual pairs with colons, as people compare fingerprints.
    static String fingerprint(byte[] octets) {
        return HexFormat.ofDelimiter(":").withUpperCase().formatHex(digest(octets));
    }

    /// In lower case without separators, as in a zone file.
    static String hex(byte[] octets) {
        return HexFormat.of().formatHex(digest(octets));
    }

    private static byte[] digest(byte[] octets) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(octets);
        } catch (GeneralSecurityException cannotBe) {
            throw new IllegalStateException(cannotBe);
        }
    }
}
