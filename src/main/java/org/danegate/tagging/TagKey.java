package org.danegate.tagging;

import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/// A key of bounce verification.
///
/// @param number 0 to 9, written into each tag
/// @param secret the HMAC-SHA1 key; never shown
public record TagKey(int number, SecretKey secret) {

    /// Creates a key from these octets.
    public static TagKey of(int number, byte[] secret) {
        return new TagKey(number, new SecretKeySpec(secret, BounceTag.ALGORITHM));
    }

    /// Only the number: the secret must not get into a log.
    @Override
    public String toString() {
        return "key " + number;
    }
}
