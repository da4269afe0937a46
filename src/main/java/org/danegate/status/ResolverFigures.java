package org.danegate.status;

/// What the room of DNS has counted, for the status of the appliance's form.
@FunctionalInterface
public interface ResolverFigures {

    /// Lookups since the start.
    ///
    /// @param requests all lookups
    /// @param network questions to servers
    /// @param hits lookups that the cache answered
    /// @param misses lookups that it could not answer
    /// @param exceptions lookups that failed or were bogus
    /// @param expired misses because the time of the kept answer was over
    record Counts(long requests, long network, long hits, long misses, long exceptions, long expired) {

        /// Nothing was looked up.
        public static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0);
    }

    /// The counts at this moment.
    Counts counts();
}
