package org.danegate.dns.answer;

/// The words for a lookup's result (seed "DANE Opportunistic o DANE Obligatorio"; RFC 4035 4.3).
public enum SecurityStatus {
    SECURE,
    INSECURE,
    BOGUS,
    NXDOMAIN,
    NODATA,
    FAILED
}
