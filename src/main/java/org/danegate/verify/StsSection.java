package org.danegate.verify;

import org.danegate.dane.EvidenceNode;
import org.danegate.dane.StsNodes;
import org.danegate.sts.StsPolicies;

/// What a verified domain publishes by MTA-STS: a section after the transcript, which DANE does not need.
public final class StsSection {

    private final StsPolicies policies;

    /// @param policies the engine's own
    public StsSection(StsPolicies policies) {
        this.policies = policies;
    }

    /// Blocks for the lookup of the record, and for the fetch of a policy that is not kept: a minute at most.
    public EvidenceNode of(Verification verification) {
        return StsNodes.section(
                policies.standing(verification.domain()),
                verification.evidence().hosts());
    }
}
