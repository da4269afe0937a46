package org.danegate.dns;

import org.danegate.policy.DnsSettings;

/// Performs lookups under settings that are not in force, with a separate cache: the results that a change would bring.
@FunctionalInterface
public interface LookupsUnder {

    /// Lookups under the settings.
    DnsLookup under(DnsSettings settings);
}
