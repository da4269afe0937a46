package org.danegate.dns;

import org.danegate.policy.DnsSettings;

/// Makes lookups under settings that are not in force, with a cache of their own: what a change would see.
@FunctionalInterface
public interface LookupsUnder {

    /// Lookups under the settings.
    DnsLookup under(DnsSettings settings);
}
