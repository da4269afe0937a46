package org.danegate.dns.anchor;

import java.time.Duration;

/// Calculates how long to wait before the root's key set is queried again (RFC 5011 section 2.3).
public final class RefreshTimes {

    private static final Duration LEAST = Duration.ofHours(1);
    private static final Duration MOST = Duration.ofDays(15);
    private static final Duration MOST_RETRY = Duration.ofDays(1);

    private RefreshTimes() {}

    /// After a good answer: half the TTL or half the time the signature is still good, 1 hour to 15 days.
    public static Duration interval(Duration originalTtl, Duration signatureLeft) {
        return between(MOST, originalTtl.dividedBy(2), signatureLeft.dividedBy(2));
    }

    /// After a failure: a tenth of those of the last good answer, 1 hour to 1 day.
    public static Duration retry(Duration originalTtl, Duration signatureLeft) {
        return between(MOST_RETRY, originalTtl.dividedBy(10), signatureLeft.dividedBy(10));
    }

    private static Duration between(Duration most, Duration a, Duration b) {
        Duration least = a.compareTo(b) < 0 ? a : b;
        least = least.compareTo(most) < 0 ? least : most;
        return least.compareTo(LEAST) > 0 ? least : LEAST;
    }
}
