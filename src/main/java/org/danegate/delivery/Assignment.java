package org.danegate.delivery;

import org.danegate.address.MailDestination;
import org.danegate.dialing.CallTerms;
import org.danegate.dialing.VirtualGateway;
import org.danegate.event.Lane;
import org.danegate.policy.BounceProfile;
import org.danegate.policy.CommittedPolicy;
import org.danegate.policy.DaneSupport;
import org.danegate.policy.DestinationProfile;
import org.danegate.policy.Policy;

/// What one attempt delivers, and the settings it keeps until it ends, even if another policy is committed.
///
/// @param policy the policy in force when the attempt began
/// @param profile the destination's profile under it
/// @param bounces the destination's bounce profile under it
/// @param terms the settings of its calls
record Assignment(Lane lane, Policy policy, DestinationProfile profile, BounceProfile bounces, CallTerms terms) {

    /// @param destination domain as A-labels, or an address literal in brackets
    static Assignment of(String destination, Lane lane, Policy policy) {
        DestinationProfile profile = profile(destination, policy);
        // DANE is for mail that came in under RELAY (seed "Mail Direction").
        DaneSupport dane = lane.relayed() ? profile.dane() : DaneSupport.NONE;
        VirtualGateway gateway = VirtualGateway.of(lane.gateway(), policy);
        return new Assignment(
                lane,
                policy,
                profile,
                policy.bounceProfile(profile.bounceProfile()),
                CallTerms.of(destination, profile, dane, gateway));
    }

    /// Matches the destination's profile; an address literal has the Default profile.
    static DestinationProfile profile(String destination, Policy policy) {
        return policy.destinationControls()
                .effectiveFor(MailDestination.of(destination))
                .profile();
    }

    /// Whether another policy has been committed since the attempt began.
    boolean isOutdated(CommittedPolicy committed) {
        return committed.current().policy() != policy;
    }

    /// Domain as A-labels, or an address literal in brackets.
    String destination() {
        return terms.destination();
    }
}
