package org.danegate.monitor;

import java.time.Instant;
import java.util.List;
import java.util.function.ToLongFunction;

/// Destinations at a moment.
///
/// @param since since when the counters count
/// @param totals sums over all that match the query
/// @param matching how many match, shown or not
/// @param destinations those shown, in order
public record StatusReport(
        Instant updatedAt, Instant since, Totals totals, int matching, List<Destination> destinations) {

    public StatusReport {
        destinations = List.copyOf(destinations);
    }

    /// Sums.
    ///
    /// @param waitingDomains destinations with at least one active recipient
    public record Totals(
            long activeRecipients,
            long connectionsOut,
            long deliveredRecipients,
            long softBouncedEvents,
            long hardBouncedRecipients,
            long waitingDomains) {

        static Totals of(List<Destination> all) {
            return new Totals(
                    sum(all, d -> d.backlog().activeRecipients()),
                    sum(all, d -> d.count().connectionsOut()),
                    sum(all, d -> d.count().deliveredRecipients()),
                    sum(all, d -> d.count().softBouncedEvents()),
                    sum(all, d -> d.count().hardBouncedRecipients()),
                    sum(all, d -> d.backlog().activeRecipients() > 0 ? 1 : 0));
        }

        private static long sum(List<Destination> all, ToLongFunction<Destination> value) {
            return all.stream().mapToLong(value).sum();
        }
    }
}
