package org.danegate.access;

import com.eatthepath.otp.TimeBasedOneTimePasswordGenerator;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import javax.crypto.spec.SecretKeySpec;
import org.apache.commons.codec.binary.Base32;

/// Time-based codes as authenticator apps show them: HMAC-SHA-1, six digits, a new one every 30 seconds (RFC 6238). It
/// uses SHA-1 because most apps ignore any other choice.
final class TimeCodes {

    /// How long one code is shown.
    static final Duration STEP = Duration.ofSeconds(30);
    /// Digits of a code.
    static final int DIGITS = 6;

    /// Steps before and after the current one that count too: clocks differ, and typing takes time (RFC 6238 5.2).
    private static final int DRIFT = 1;
    /// Bytes of a secret, as long as the hash (RFC 4226 4, R6).
    private static final int SECRET_BYTES = 20;

    private final TimeBasedOneTimePasswordGenerator generator = new TimeBasedOneTimePasswordGenerator(
            STEP, DIGITS, TimeBasedOneTimePasswordGenerator.TOTP_ALGORITHM_HMAC_SHA1);
    private final SecureRandom random = new SecureRandom();

    /// A new secret in Base32 (RFC 4648), the form for manual entry in apps.
    String newSecret() {
        byte[] secret = new byte[SECRET_BYTES];
        random.nextBytes(secret);
        return new Base32().encodeToString(secret);
    }

    /// The code that an app shows at the time.
    ///
    /// @throws IllegalArgumentException for an empty secret
    String codeAt(String secret, Instant time) {
        try {
            return generator.generateOneTimePasswordString(
                    new SecretKeySpec(new Base32().decode(secret), generator.getAlgorithm()), time);
        } catch (InvalidKeyException e) {
            throw new IllegalArgumentException("not a secret for codes", e);
        }
    }

    /// The step of a code, if that step counts now and is later than the last one used: a code seen over a shoulder
    /// does not work again (RFC 6238 5.2).
    ///
    /// @param code as typed, without blanks
    /// @param lastStep step of the code that was accepted last
    OptionalLong acceptedStep(String secret, String code, Instant now, long lastStep) {
        byte[] typed = code.getBytes(StandardCharsets.UTF_8);
        long present = stepAt(now);
        return LongStream.rangeClosed(present - DRIFT, present + DRIFT)
                .filter(step -> step > lastStep)
                .filter(step -> MessageDigest.isEqual(
                        typed, codeAt(secret, startOf(step)).getBytes(StandardCharsets.UTF_8)))
                .findFirst();
    }

    private static long stepAt(Instant time) {
        return Math.floorDiv(time.getEpochSecond(), STEP.toSeconds());
    }

    private static Instant startOf(long step) {
        return Instant.ofEpochSecond(step * STEP.toSeconds());
    }
}
