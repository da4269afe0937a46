package org.danegate.dns.status;

import java.time.Duration;
import org.danegate.dns.answer.Answer;
import org.danegate.dns.answer.MxRecord;
import org.danegate.dns.answer.SecurityStatus;

/// What *Test Resolvers* found for one server.
///
/// @param capability what it can do, probed with the domain
/// @param status of the domain's MX record, queried at this server only and validated here
/// @param reason why it has that status
/// @param passed true when the status is SECURE, or a denial that is proven
/// @param elapsed time of the validated lookup
public record ResolverTrial(
        Capability capability, SecurityStatus status, String reason, boolean passed, Duration elapsed) {

    static ResolverTrial of(Capability capability, Answer<MxRecord> answer) {
        boolean passed = switch (answer) {
            case Answer.Found<MxRecord> f -> f.secure();
            case Answer.Denied<MxRecord> d -> d.secure();
            case Answer.Bogus<MxRecord> b -> false;
            case Answer.Failed<MxRecord> f -> false;
        };
        return new ResolverTrial(
                capability,
                answer.status(),
                answer.provenance().reason(),
                passed,
                answer.provenance().elapsed());
    }
}
