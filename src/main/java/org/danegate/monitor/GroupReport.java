package org.danegate.monitor;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Destinations with waiting mail in groups, at a moment.
///
/// @param since start of counting
/// @param totals sums over all destinations that match the query, whether mail waits for them or not
/// @param matching number of destinations that match the query
/// @param number number of groups, shown or not
/// @param groups those with the most active recipients first, at most {@link #MOST}
public record GroupReport(
        Instant updatedAt,
        Instant since,
        StatusReport.Totals totals,
        int matching,
        int number,
        List<DestinationGroup> groups) {

    /// The most groups that are shown.
    public static final int MOST = 200;

    private static final Comparator<DestinationGroup> LARGEST = Comparator.comparingLong(DestinationGroup::recipients)
            .thenComparingInt(DestinationGroup::domains)
            .reversed()
            .thenComparing(DestinationGroup::example);

    public GroupReport {
        groups = List.copyOf(groups);
    }

    static GroupReport of(List<Destination> matching, GroupBy way, Instant now, Instant since) {
        Map<Narrowing, DestinationGroup> groups = new HashMap<>();
        for (Destination destination : matching) {
            if (destination.reason(now).holdsMail()) {
                Narrowing common = way.of(destination, now);
                groups.merge(common, DestinationGroup.of(common, destination), DestinationGroup::with);
            }
        }
        Topmost<DestinationGroup> largest = new Topmost<>(LARGEST, MOST);
        groups.values().forEach(largest::add);
        return new GroupReport(
                now, since, StatusReport.Totals.of(matching), matching.size(), groups.size(), largest.inOrder());
    }
}
