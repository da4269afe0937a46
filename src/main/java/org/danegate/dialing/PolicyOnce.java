package org.danegate.dialing;

import java.util.stream.Stream;
import org.danegate.address.DomainName;
import org.danegate.dane.DanePlan;
import org.danegate.sts.StsPlan;
import org.danegate.sts.StsPolicies;
import org.danegate.sts.StsStanding;
import org.jspecify.annotations.Nullable;

/// The MTA-STS policy of the domain that a call is for, looked up when a host needs it and then once: a domain whose
/// hosts are all judged by DANE is never asked for its policy.
final class PolicyOnce {

    private final StsPolicies policies;
    private final DomainName domain;
    private final boolean wanted;
    private @Nullable StsStanding standing;

    /// @param wanted whether MTA-STS Support is on
    PolicyOnce(StsPolicies policies, DomainName domain, boolean wanted) {
        this.policies = policies;
        this.domain = domain;
        this.wanted = wanted;
    }

    /// What the policy asks of a host. DANE comes first: where it applies, its verdict holds (RFC 8461 section 2).
    StsPlan planFor(DanePlan plan, DomainName host) {
        return switch (plan) {
            case DanePlan.Authenticate p -> new StsPlan.NotAsked("DANE decides");
            case DanePlan.Refuse p -> new StsPlan.NotAsked("DANE forbids delivery");
            case DanePlan.EncryptOnly p -> planFor(host);
            case DanePlan.FallBack p -> planFor(host);
            case DanePlan.NotAsked p -> planFor(host);
        };
    }

    private StsPlan planFor(DomainName host) {
        return wanted ? StsPlan.of(standing(), host) : new StsPlan.NotAsked("MTA-STS Support is None");
    }

    private StsStanding standing() {
        StsStanding known = standing;
        if (known == null) {
            known = policies.standing(domain);
            standing = known;
        }
        return known;
    }

    /// The plan by a newer policy, for a host that failed the known one; empty when there is none.
    Stream<StsPlan> again(StsPlan.Apply failed) {
        StsStanding now = policies.again(failed.standing());
        if (now.equals(failed.standing())) {
            return Stream.empty();
        }
        standing = now;
        return Stream.of(StsPlan.of(now, failed.host()));
    }
}
