package org.danegate.advice;

import java.util.Locale;

/// Why a session had not the protection of DANE, or of MTA-STS.
public enum Cause {
    /// It had it.
    NOTHING,
    /// Our own settings do not ask for it.
    NOT_ASKED,
    /// There is no TLSA record.
    TLSA_NONE,
    /// The MX record is not signed.
    MX_INSECURE,
    /// The address of the host is not signed.
    A_INSECURE,
    /// The TLSA record is not signed.
    TLSA_INSECURE,
    /// No TLSA record is usable.
    UNUSABLE,
    /// The domain has no MTA-STS policy.
    STS_ABSENT,
    /// The MTA-STS policy that was kept has expired, and no other can be fetched.
    STS_EXPIRED,
    /// The MTA-STS policy cannot be fetched.
    STS_FETCH_FAILED,
    /// The host does not offer STARTTLS, or refused it.
    NO_STARTTLS,
    /// TLS could not be established.
    TLS_FAILED,
    /// The certificate does not verify, or does not match.
    CERTIFICATE,
    /// A DNS answer is BOGUS, or could not be looked up.
    DNS_FAILED,
    /// The MTA-STS policy does not name the host.
    MX_UNNAMED;

    /// Short word for scripts, such as `tlsa-none`.
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
