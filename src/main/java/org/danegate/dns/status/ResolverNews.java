package org.danegate.dns.status;

/// Receives the result of each probe of the resolvers.
@FunctionalInterface
public interface ResolverNews {

    /// Called after each probe, on the probing thread.
    void probed(ResolverReport report);
}
