package org.danegate.dns.status;

/// Who wants to hear of each probe of the resolvers.
@FunctionalInterface
public interface ResolverNews {

    /// Called after each probe, on the probing thread.
    void probed(ResolverStatus.Report report);
}
