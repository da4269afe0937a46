package org.danegate.runs;

import java.util.List;
import org.danegate.address.DomainName;

/// Which domains a run verifies.
public sealed interface RunScope {

    /// The most domains of a list.
    int MOST_LISTED = 10_000;

    /// The days that the nightly run looks back.
    int NIGHTLY_DAYS = 7;

    /// The name of a scope, in the database and for scripts.
    enum Kind {
        DESTINATIONS,
        SEEN,
        LIST,
        NIGHTLY
    }

    Kind kind();

    /// Days of mail that count, 0 where mail does not count.
    int days();

    /// The exact domains of Destination Controls, in the policy in force.
    record Destinations() implements RunScope {
        @Override
        public Kind kind() {
            return Kind.DESTINATIONS;
        }

        @Override
        public int days() {
            return 0;
        }
    }

    /// The domains with mail in the last days.
    ///
    /// @param days 1 or more
    record Seen(int days) implements RunScope {
        @Override
        public Kind kind() {
            return Kind.SEEN;
        }
    }

    /// Domains that somebody listed.
    record Listed(List<DomainName> domains) implements RunScope {
        public Listed {
            domains = List.copyOf(domains);
        }

        @Override
        public Kind kind() {
            return Kind.LIST;
        }

        @Override
        public int days() {
            return 0;
        }
    }

    /// What the schedule verifies: the exact domains of Destination Controls, and those with mail in the last
    /// {@link #NIGHTLY_DAYS} days.
    record Nightly() implements RunScope {
        @Override
        public Kind kind() {
            return Kind.NIGHTLY;
        }

        @Override
        public int days() {
            return NIGHTLY_DAYS;
        }
    }
}
