package org.danegate.policy;

import java.time.Duration;
import org.danegate.address.MailAddress;
import org.jspecify.annotations.Nullable;

/// The rules for when a recipient is tried again and when it is given up.
///
/// @param maxRetries 0 to 10,000
/// @param maxTimeInQueue 0 to 3,000,000 s
/// @param initialRetry 1 to 86,400 s (the appliance's form starts at 60 s)
/// @param maxRetryInterval 1 to 86,400 s
/// @param delayWarningAfter time in queue before a delay warning, and between warnings
/// @param delayWarningCount warnings per recipient at most
/// @param bounceSender recipient of bounce and warning messages; null: the envelope sender
/// @param dkimSigning whether bounce and delay messages are signed with DKIM. On, unlike on the appliance: mail with
/// the
///     null sender passes DMARC by its signature
public record BounceProfile(
        String name,
        int maxRetries,
        Duration maxTimeInQueue,
        Duration initialRetry,
        Duration maxRetryInterval,
        boolean sendHardBounces,
        boolean sendDelayWarnings,
        Duration delayWarningAfter,
        int delayWarningCount,
        @Nullable MailAddress bounceSender,
        boolean dkimSigning) {

    /// Name of the profile that is always present.
    public static final String DEFAULT_NAME = "Default";

    /// A profile whose messages are signed.
    public BounceProfile(
            String name,
            int maxRetries,
            Duration maxTimeInQueue,
            Duration initialRetry,
            Duration maxRetryInterval,
            boolean sendHardBounces,
            boolean sendDelayWarnings,
            Duration delayWarningAfter,
            int delayWarningCount,
            @Nullable MailAddress bounceSender) {
        this(
                name,
                maxRetries,
                maxTimeInQueue,
                initialRetry,
                maxRetryInterval,
                sendHardBounces,
                sendDelayWarnings,
                delayWarningAfter,
                delayWarningCount,
                bounceSender,
                true);
    }

    /// The appliance's Default profile: 100 retries, 72 h, 60 s growing to 3,600 s.
    public static BounceProfile defaults() {
        return new BounceProfile(
                DEFAULT_NAME,
                100,
                Duration.ofSeconds(259_200),
                Duration.ofSeconds(60),
                Duration.ofSeconds(3_600),
                true,
                false,
                Duration.ofSeconds(14_400),
                1,
                null);
    }
}
