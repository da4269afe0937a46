package org.danegate.tlsrpt;

import java.time.Instant;
import java.util.List;
import org.danegate.address.DomainName;
import org.danegate.sts.StsTrouble;

/// What a failed fetch of an MTA-STS policy counts as (RFC 8461 section 6): one failure for each fetch, whatever mail
/// there is.
public final class FetchRules {

    private FetchRules() {}

    /// The count of a fetch; the policy has the lines that were fetched when they are no policy.
    public static SessionCount of(Instant at, DomainName domain, StsTrouble trouble) {
        AppliedPolicy policy = new AppliedPolicy(PolicyType.STS, trouble.lines(), domain.ascii(), List.of());
        return new SessionCount(at, domain, policy, List.of(detail(trouble)));
    }

    static FailureDetail detail(StsTrouble trouble) {
        ResultType type = switch (trouble.kind()) {
            case RECORD, FETCH -> ResultType.STS_POLICY_FETCH_ERROR;
            case CERTIFICATE -> ResultType.STS_WEBPKI_INVALID;
            case POLICY -> ResultType.STS_POLICY_INVALID;
        };
        return new FailureDetail(type, "", "", trouble.code());
    }
}
