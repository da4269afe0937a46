package org.danegate.access;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.zip.CRC32;

/// The text of an API token: a prefix by which scanners of leaked secrets know it, 256 random bits, and a checksum by
/// which they tell a token from a text that only looks like one. Tokens of earlier versions have no checksum.
final class TokenText {

    private static final String PREFIX = "dgt_";
    private static final String DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final int RANDOM_BYTES = 32;
    private static final int RANDOM_LENGTH = 43;
    private static final int CHECKSUM_LENGTH = 6;

    private TokenText() {}

    /// A new one: `dgt_`, 43 characters of base64url, and the CRC-32 of these as six digits of base 62.
    static String random(SecureRandom random) {
        byte[] bits = new byte[RANDOM_BYTES];
        random.nextBytes(bits);
        String text = Base64.getUrlEncoder().withoutPadding().encodeToString(bits);
        return PREFIX + text + checksum(text);
    }

    /// Whether a text can be a token at all.
    static boolean isOne(String text) {
        if (!text.startsWith(PREFIX)) {
            return false;
        }
        String rest = text.substring(PREFIX.length());
        return rest.length() == RANDOM_LENGTH
                || rest.length() == RANDOM_LENGTH + CHECKSUM_LENGTH
                        && rest.endsWith(checksum(rest.substring(0, RANDOM_LENGTH)));
    }

    private static String checksum(String text) {
        CRC32 sum = new CRC32();
        sum.update(text.getBytes(StandardCharsets.US_ASCII));
        StringBuilder digits = new StringBuilder();
        long rest = sum.getValue();
        for (int i = 0; i < CHECKSUM_LENGTH; i++) {
            digits.append(DIGITS.charAt((int) (rest % DIGITS.length())));
            rest /= DIGITS.length();
        }
        return digits.reverse().toString();
    }
}
