package org.danegate.sasl;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/// What a server keeps of a password (RFC 5802 section 3, with SHA-256): enough to check a proof or the password
/// itself, and not enough to prove to another server.
///
/// @param salt random, for this password only
/// @param iterations of PBKDF2, at least 4,096 (RFC 7677 section 4)
/// @param storedKey hash of the client's key, 32 octets
/// @param serverKey with which the server proves that it knows the password, 32 octets
public record ScramKeys(byte[] salt, int iterations, byte[] storedKey, byte[] serverKey) {

    /// The least that a client accepts from a server.
    public static final int LEAST_ITERATIONS = 4096;

    /// The most that a client computes for a server.
    static final int MOST_ITERATIONS = 1_000_000;

    /// The keys of a password. Takes about half a millisecond for each thousand iterations.
    public static ScramKeys of(String password, byte[] salt, int iterations) {
        byte[] salted = Digests.salted(password, salt, iterations);
        byte[] clientKey = Digests.hmac(salted, "Client Key".getBytes(StandardCharsets.US_ASCII));
        return new ScramKeys(
                salt,
                iterations,
                Digests.sha256(clientKey),
                Digests.hmac(salted, "Server Key".getBytes(StandardCharsets.US_ASCII)));
    }

    /// Whether a password is the one of these keys. Takes the same time for every password of the same length.
    public boolean fit(String password) {
        return MessageDigest.isEqual(of(password, salt, iterations).storedKey, storedKey);
    }

    @Override
    public String toString() {
        return "keys of a password";
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ScramKeys keys
                && iterations == keys.iterations
                && MessageDigest.isEqual(salt, keys.salt)
                && MessageDigest.isEqual(storedKey, keys.storedKey)
                && MessageDigest.isEqual(serverKey, keys.serverKey);
    }

    @Override
    public int hashCode() {
        return java.util.Arrays.hashCode(salt);
    }
}
