package org.danegate.tlsrpt;

import java.util.Locale;

/// Why a session failed: the registry of RFC 8460 section 6.6.
public enum ResultType {
    /// STARTTLS was not offered, or was refused.
    STARTTLS_NOT_SUPPORTED,
    /// The chain is good, the certificate has other names.
    CERTIFICATE_HOST_MISMATCH,
    /// A certificate of the chain is out of date.
    CERTIFICATE_EXPIRED,
    /// There is no valid path to an authority.
    CERTIFICATE_NOT_TRUSTED,
    /// Any other failure of the session.
    VALIDATION_FAILURE,
    /// No TLSA record is usable.
    TLSA_INVALID,
    /// A signature of the MX, address or TLSA record does not verify.
    DNSSEC_INVALID,
    /// DANE is mandatory, and there is no secure TLSA record.
    DANE_REQUIRED,
    /// The MTA-STS policy could not be looked up or fetched.
    STS_POLICY_FETCH_ERROR,
    /// The server of the MTA-STS policy has no valid certificate.
    STS_WEBPKI_INVALID,
    /// The MTA-STS policy cannot be read.
    STS_POLICY_INVALID;

    /// As in a report.
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
