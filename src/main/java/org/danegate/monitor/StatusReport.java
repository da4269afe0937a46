package org.danegate.monitor;

import java.time.Instant;
import java.util.List;
import java.util.function.ToLongFunction;

/// The destinations at a moment.
///
/// @param since start of counting
/// @param totals sums over all destinations that match the query
/// @param matching number of matching destinations, shown or not
/// @param page which page of them is shown, counted from 1
/// @param pages number of pages, 1 or more
/// @param destinations the destinations shown, in order
public record StatusReport(
        Instant updatedAt,
        Instant since,
        Totals totals,
        int matching,
        int page,
        int pages,
        List<Destination> destinations) {

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
