package org.danegate.monitor.web;

import java.util.List;
import java.util.Optional;
import org.danegate.monitor.DeliveryStatus;
import org.danegate.monitor.Destination;

/// The destinations that an act on many applies to: the selected ones, or all that match the list.
///
/// @param destinations in the order of the list
/// @param all whether they are all that match
/// @param ask the list that they come from
public record BulkSelection(List<Destination> destinations, boolean all, Ask ask) {

    private static final int NAMED = 20;

    /// @param selected domains of the ticked rows
    static BulkSelection of(DeliveryStatus status, List<String> selected, boolean all, Ask ask) {
        List<Destination> destinations = all
                ? status.report(ask.query().whole()).destinations()
                : selected.stream()
                        .map(Words::domain)
                        .flatMap(Optional::stream)
                        .distinct()
                        .map(status::find)
                        .flatMap(Optional::stream)
                        .toList();
        return new BulkSelection(destinations, all, ask);
    }

    /// Their domains.
    public List<String> domains() {
        return destinations.stream().map(Destination::domain).toList();
    }

    /// Number of destinations.
    public int size() {
        return destinations.size();
    }

    /// The domains that a page names.
    public List<String> named() {
        return domains().stream().limit(NAMED).toList();
    }

    /// The number of domains that a page does not name.
    public int more() {
        return Math.max(0, size() - NAMED);
    }

    /// Active recipients of all of them.
    public long recipients() {
        return destinations.stream()
                .mapToLong(d -> d.backlog().activeRecipients())
                .sum();
    }
}
