package org.danegate.certificate;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;

/// How near a certificate's expiry is.
public enum Validity {
    /// It is not valid yet.
    NOT_YET,
    /// More than 30 days are left.
    GOOD,
    /// At most 30 days are left.
    SOON,
    /// At most 7 days are left.
    VERY_SOON,
    EXPIRED;

    private static final Duration MONTH = Duration.ofDays(30);
    private static final Duration WEEK = Duration.ofDays(7);

    static Validity of(X509Certificate certificate, Instant now) {
        Instant end = certificate.getNotAfter().toInstant();
        if (end.isBefore(now)) {
            return EXPIRED;
        }
        if (certificate.getNotBefore().toInstant().isAfter(now)) {
            return NOT_YET;
        }
        Duration left = Duration.between(now, end);
        if (left.compareTo(WEEK) <= 0) {
            return VERY_SOON;
        }
        return left.compareTo(MONTH) <= 0 ? SOON : GOOD;
    }

    /// The mark used by `console/fragments :: badge`.
    public String mark() {
        return switch (this) {
            case GOOD -> "good";
            case SOON, VERY_SOON -> "warn";
            case NOT_YET -> "wait";
            case EXPIRED -> "bad";
        };
    }
}
