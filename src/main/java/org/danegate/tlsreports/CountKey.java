package org.danegate.tlsreports;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.util.HexFormat;
import org.danegate.address.DomainName;
import org.danegate.tlsrpt.AppliedPolicy;
import org.danegate.tlsrpt.FailureDetail;

/// What sessions are counted by.
///
/// @param day in UTC
/// @param domain that is reported to
record CountKey(LocalDate day, DomainName domain, AppliedPolicy policy) {

    /// The policy as 64 hex digits, because its text is too long for a key.
    String policyKey() {
        return hash(
                policy.type().word(),
                policy.domain(),
                String.join("\n", policy.text()),
                String.join("\n", policy.mxHosts()));
    }

    /// A detail as 64 hex digits.
    static String detailKey(FailureDetail detail) {
        return hash(detail.type().word(), detail.host(), detail.address(), detail.sender(), detail.code());
    }

    static String hash(String... parts) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256")
                            .digest(String.join("\0", parts).getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every platform has SHA-256", e);
        }
    }
}
