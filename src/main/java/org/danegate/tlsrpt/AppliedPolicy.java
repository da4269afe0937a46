package org.danegate.tlsrpt;

import java.util.List;

/// A policy that could have changed what happened to a session.
///
/// @param text TLSA records such as `3 1 1 8D02…`, sorted, or the lines of an MTA-STS policy as served; empty when
///     there is none or it is not known
/// @param domain that publishes it: for DANE the TLSA base domain
/// @param mxHosts for DANE the host, for MTA-STS the patterns of the policy; empty when there are none
public record AppliedPolicy(PolicyType type, List<String> text, String domain, List<String> mxHosts) {
    public AppliedPolicy {
        text = List.copyOf(text);
        mxHosts = List.copyOf(mxHosts);
    }

    /// No policy was found for the domain.
    public static AppliedPolicy none(String domain) {
        return new AppliedPolicy(PolicyType.NONE, List.of(), domain, List.of());
    }
}
