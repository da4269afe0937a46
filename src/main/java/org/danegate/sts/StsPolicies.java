package org.danegate.sts;

import org.danegate.address.DomainName;

/// Knows the policies of domains.
public interface StsPolicies {

    /// For where no policies are looked up.
    StsPolicies NONE = new StsPolicies() {

        @Override
        public StsStanding standing(DomainName domain) {
            return new StsStanding.Absent("MTA-STS policies are not looked up here", null);
        }

        @Override
        public StsStanding again(StsStanding.InForce known) {
            return known;
        }
    };

    /// The policy of a domain. Blocks for the lookup of its record, and for the fetch where the policy is new.
    ///
    /// @param domain of the recipients as addressed
    StsStanding standing(DomainName domain);

    /// The policy of a domain after a session failed it: fetched again when it may have changed (S-35). Blocks.
    ///
    /// @return the same standing when it has not
    StsStanding again(StsStanding.InForce known);
}
