package org.danegate.tagging;

import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/// A key of bounce verification.
///
/// @param number 0 to 9, written into each tag
/// @param secret the HMAC-SHA1 key; never shown
public record TagKey(int number, SecretKey secret) {

    /// A key of these octets.
    public static TagKey of(int number, byte[] secret) {
        return new TagKey(number, new SecretKeySpec(secret, BounceTag.ALGORITHM));
    }

    /// The number alone: the secret must not come into a log.
    @Override
    public String toString() {
        return "key " + number;
    }
}
