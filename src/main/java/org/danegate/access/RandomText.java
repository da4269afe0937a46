package org.danegate.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;

/// Makes random texts that people copy by hand, and hashes them for storage.
final class RandomText {

    /// Leaves out letters and digits that are easily confused.
    private static final String ALPHABET = "abcdefghijkmnpqrstuvwxyzACDEFGHJKLMNPQRTUVWXY34679";

    private static final SecureRandom RANDOM = new SecureRandom();

    private RandomText() {}

    /// Groups of characters with hyphens between them; about 5.6 bits for each character.
    static String grouped(int groups, int groupLength) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < groups * groupLength; i++) {
            if (i > 0 && i % groupLength == 0) {
                text.append('-');
            }
            text.append(ALPHABET.charAt(RANDOM.nextInt(ALPHABET.length())));
        }
        return text.toString();
    }

    /// A password of about 113 bits.
    static String password() {
        return grouped(5, 4);
    }

    /// SHA-256 in hexadecimal. This is enough for random texts, which no word list contains, but not for passwords.
    static String hash(String text) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
