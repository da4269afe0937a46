package org.danegate.tlsrpt;

import java.util.List;

/// The sessions of one day and domain under one policy.
///
/// @param successes sessions, zero or more
/// @param failures sessions, zero or more; need not be the sum of those of the details
public record PolicyCount(AppliedPolicy policy, long successes, long failures, List<Detail> details) {
    public PolicyCount {
        details = List.copyOf(details);
    }

    /// Failed sessions with the same detail.
    ///
    /// @param sessions one or more
    public record Detail(FailureDetail detail, long sessions) {}
}
