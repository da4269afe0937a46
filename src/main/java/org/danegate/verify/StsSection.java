package org.danegate.verify;

import java.util.List;
import java.util.Optional;
import org.danegate.address.DomainName;
import org.danegate.dane.Evidence.HostResult;
import org.danegate.dane.EvidenceNode;
import org.danegate.dane.StsNodes;
import org.danegate.sts.StsMode;
import org.danegate.sts.StsPolicies;
import org.danegate.sts.StsStanding;

/// What a verified domain publishes by MTA-STS, and whether its hosts meet it: a section after the transcript, which
/// DANE does not need.
public final class StsSection {

    private final StsPolicies policies;
    private final Calls calls;

    /// Calls the MX hosts of a domain that has a policy.
    @FunctionalInterface
    public interface Calls {

        /// For where nobody is called.
        Calls NONE = domain -> Optional.empty();

        /// The hosts of the domain as their sessions were judged; empty when nobody could be called now.
        Optional<List<HostResult>> hosts(DomainName domain);
    }

    /// @param policies the engine's own
    public StsSection(StsPolicies policies, Calls calls) {
        this.policies = policies;
        this.calls = calls;
    }

    /// Blocks for the lookup of the record, for the fetch of a policy that is not kept, and for a call to each MX
    /// host where there is a policy: a minute at most for each of the two.
    public EvidenceNode of(Verification verification) {
        DomainName domain = verification.domain();
        StsStanding standing = policies.standing(domain);
        List<HostResult> known = verification.evidence().hosts();
        if (!(standing instanceof StsStanding.InForce policy) || policy.policy().mode() == StsMode.NONE) {
            return StsNodes.section(standing, known);
        }
        return calls.hosts(domain)
                .map(called -> StsNodes.called(standing, called))
                .orElseGet(() -> StsNodes.section(standing, known));
    }
}
