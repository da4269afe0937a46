package org.danegate.console;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Hits of one kind, as a section of the results.
///
/// @param kind key of the section's title, such as `menu.network.listeners`
/// @param list address of the page that lists all of them; empty when there is none
/// @param hits the best ones first, at most {@link #MOST}
/// @param more whether there are more hits
public record SearchGroup(String kind, String list, List<SearchHit> hits, boolean more) {

    /// The most hits of a group. A target need not collect more than one hit above it.
    public static final int MOST = 10;

    public SearchGroup {
        hits = List.copyOf(hits);
    }

    /// The best of the hits.
    ///
    /// @param found all hits, or at least the first {@link #MOST} and one more
    public static SearchGroup of(String kind, String list, List<SearchHit> found) {
        List<SearchHit> best = found.stream()
                .sorted(Comparator.comparing(SearchHit::certainty))
                .limit(MOST)
                .toList();
        return new SearchGroup(kind, list, best, found.size() > best.size());
    }

    /// A group of hits without a list of their own.
    public static SearchGroup of(String kind, List<SearchHit> found) {
        return of(kind, "", found);
    }

    /// The group with its first hits only.
    SearchGroup first(int most) {
        return new SearchGroup(kind, list, hits.subList(0, Math.min(most, hits.size())), more || hits.size() > most);
    }

    /// Both groups as one, for a kind that several rooms contribute to.
    SearchGroup with(SearchGroup other) {
        List<SearchHit> all = new ArrayList<>(hits);
        all.addAll(other.hits);
        SearchGroup both = of(kind, list.isEmpty() ? other.list : list, all);
        return new SearchGroup(both.kind, both.list, both.hits, both.more || more || other.more);
    }
}
