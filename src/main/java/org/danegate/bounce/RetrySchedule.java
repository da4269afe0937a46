package org.danegate.bounce;

import java.time.Duration;
import java.time.Instant;
import org.danegate.policy.BounceProfile;

/// Decides when a soft-bounced recipient is retried and when it is given up (the appliance's bounce profiles). The
/// first retry comes after the initial wait; each later wait is twice the one before, up to the longest wait.
public final class RetrySchedule {

    private RetrySchedule() {}

    /// When to retry after `attempts` failed attempts: never later than the end of the time in queue, so that the
    /// last attempt and the bounce come in time.
    ///
    /// @param attempts attempts made, 1 or more
    public static Instant next(BounceProfile profile, int attempts, Instant receivedAt, Instant now) {
        Duration wait = profile.initialRetry();
        for (int i = 1; i < attempts && wait.compareTo(profile.maxRetryInterval()) < 0; i++) {
            wait = wait.multipliedBy(2);
        }
        Duration capped = wait.compareTo(profile.maxRetryInterval()) > 0 ? profile.maxRetryInterval() : wait;
        Instant at = now.plus(capped);
        Instant end = receivedAt.plus(profile.maxTimeInQueue());
        return at.isAfter(end) && end.isAfter(now) ? end : at;
    }

    /// Whether all retries are used: with 2 retries the third failed attempt is the last.
    ///
    /// @param attempts attempts made, all failed
    public static boolean retriesOver(BounceProfile profile, int attempts) {
        return attempts > profile.maxRetries();
    }

    /// Whether the time in queue is over. Call it after a failed attempt: the first attempt is always made.
    public static boolean timeOver(BounceProfile profile, Instant receivedAt, Instant now) {
        return !now.isBefore(receivedAt.plus(profile.maxTimeInQueue()));
    }
}
