package org.danegate.destinations.web;

import java.util.Collection;
import org.danegate.address.DomainName;
import org.danegate.policy.DaneSupport;
import org.danegate.policy.DestinationControls;
import org.danegate.policy.DestinationSetting;

/// Turns destinations to DANE Mandatory.
final class MandatoryEntries {

    private MandatoryEntries() {}

    /// The table with DANE Support Mandatory in the own entry of each domain. An entry that is missing is made as a
    /// copy
    /// of the one that applied to the domain so far, so that nothing else changes for it.
    static DestinationControls in(DestinationControls controls, Collection<DomainName> domains) {
        DestinationControls next = controls;
        for (DomainName domain : domains) {
            next = next.withOwn(domain, DestinationSetting.DANE, DaneSupport.MANDATORY);
        }
        return next;
    }
}
