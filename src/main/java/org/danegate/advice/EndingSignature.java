package org.danegate.advice;

import java.time.Duration;
import java.time.Instant;
import org.danegate.dns.answer.Signature;

/// A signature of an MX, address or TLSA record that ends soon.
///
/// @param owner name of the signed records
/// @param covers their type
public record EndingSignature(String owner, String covers, Instant ends) {

    /// What a signature should be good for.
    static final Duration LEAST = Duration.ofDays(3);

    /// Servers that sign each answer give signatures of a day or two, which are never good for three days.
    private static final Duration SIGNED_EACH_TIME = Duration.ofDays(4);

    private static final int PART = 4;

    /// Whether a signature ends soon: in less than three days, and not because it is made for a day or two.
    public static boolean endsSoon(Signature signature, Instant now) {
        Duration left = signature.left(now);
        boolean shortLived = signature.lifetime().compareTo(SIGNED_EACH_TIME) < 0;
        return shortLived ? left.multipliedBy(PART).compareTo(signature.lifetime()) < 0 : left.compareTo(LEAST) < 0;
    }
}
