package org.danegate.policy;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.danegate.wording.Wording;

/// Rules of the bounce profiles.
final class BounceProfileRules {

    private BounceProfileRules() {}

    static void check(List<BounceProfile> profiles, Findings findings) {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < profiles.size(); i++) {
            BounceProfile b = profiles.get(i);
            String field = "bounceProfiles[" + i + "]";
            findings.name(field, b.name(), seen, "policy.bounce.name");
            findings.range(field + ".maxRetries", b.maxRetries(), 0, 10_000);
            findings.range(field + ".maxTimeInQueue", b.maxTimeInQueue(), 0, 3_000_000);
            findings.range(field + ".initialRetry", b.initialRetry(), 1, 86_400);
            findings.range(field + ".maxRetryInterval", b.maxRetryInterval(), 1, 86_400);
            if (b.initialRetry().compareTo(b.maxRetryInterval()) > 0) {
                findings.error(field + ".initialRetry", Wording.of("policy.bounce.retry"));
            }
            findings.range(field + ".delayWarningAfter", b.delayWarningAfter(), 1, 3_000_000);
            findings.range(field + ".delayWarningCount", b.delayWarningCount(), 0, 1000);
        }
    }
}
