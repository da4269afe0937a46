package org.danegate.config;

import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.danegate.policy.Policy;
import org.danegate.policy.file.PolicyDocument;
import org.jspecify.annotations.Nullable;

/// Distinguishes two states of the working copy: a caller sends back the fingerprint of the state that it saw.
public final class PolicyFingerprint {

    /// The last fingerprint: pages ask for the same working copy again and again.
    private static volatile @Nullable Known last;

    private record Known(WeakReference<Policy> policy, String fingerprint) {}

    private PolicyFingerprint() {}

    /// SHA-256 of the policy file, 64 hexadecimal digits.
    public static String of(Policy policy) {
        Known known = last;
        if (known != null && known.policy().refersTo(policy)) {
            return known.fingerprint();
        }
        String made = of(PolicyDocument.yaml(policy));
        last = new Known(new WeakReference<>(policy), made);
        return made;
    }

    /// SHA-256 of a text in UTF-8, 64 hexadecimal digits.
    public static String of(String text) {
        try {
            byte[] octets = text.getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(octets));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is part of every Java", e);
        }
    }
}
