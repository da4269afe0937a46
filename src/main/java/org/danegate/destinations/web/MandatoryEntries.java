package org.danegate.destinations.web;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.danegate.address.DomainName;
import org.danegate.policy.DaneSupport;
import org.danegate.policy.DestinationControls;
import org.danegate.policy.DestinationEntry;
import org.danegate.policy.DestinationSetting;
import org.danegate.policy.DomainPattern;

/// Turns destinations to DANE Mandatory.
final class MandatoryEntries {

    private MandatoryEntries() {}

    /// The table with DANE Support Mandatory in the own entry of each domain. An entry that is missing is made as a
    /// copy
    /// of the one that applied to the domain so far, so that nothing else changes for it.
    static DestinationControls in(DestinationControls controls, Collection<DomainName> domains) {
        List<DestinationEntry> entries = new ArrayList<>(controls.entries());
        for (DomainName domain : domains) {
            DomainPattern pattern = new DomainPattern(domain, false);
            DestinationEntry applied = controls.effectiveFor(domain).entry();
            DestinationEntry own =
                    applied == null ? DestinationEntry.of(pattern) : new DestinationEntry(pattern, applied.own());
            entries.removeIf(entry -> entry.pattern().equals(pattern));
            entries.add(own.with(DestinationSetting.DANE, DaneSupport.MANDATORY));
        }
        return new DestinationControls(controls.defaultProfile(), entries, controls.global());
    }
}
