package org.danegate.destinations.web;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.danegate.config.DestinationEdits;
import org.danegate.config.DestinationTable;
import org.danegate.config.PolicyFingerprint;
import org.jspecify.annotations.Nullable;

/// The entries that an action on many applies to: those ticked, or all that match the list's filter.
///
/// @param entries in the order of the list
/// @param all whether they are all that match
/// @param state the list they come from
public record DestinationSelection(List<DestinationEdits.Stored> entries, boolean all, DestinationListState state) {

    private static final int NAMED = 20;
    private static final int SEEN_DIGITS = 32;

    /// @param ids of the ticked entries, null when none are ticked
    /// @param parameters of the request, with the state of the list
    static DestinationSelection of(
            DestinationTable table, @Nullable List<Long> ids, boolean all, Map<String, String> parameters) {
        DestinationListState state = DestinationListState.of(parameters);
        List<DestinationEdits.Stored> entries =
                all ? table.matching(state.query()) : ids == null ? List.of() : table.withIds(ids);
        return new DestinationSelection(entries, all, state);
    }

    /// The ids and versions of all of them in one text, so that a confirmation holds only for what was shown.
    public String seen() {
        StringBuilder text = new StringBuilder();
        versions()
                .forEach((id, version) ->
                        text.append(id).append(':').append(version).append(';'));
        return PolicyFingerprint.of(text.toString()).substring(0, SEEN_DIGITS);
    }

    /// Id and version of each.
    Map<Long, Long> versions() {
        Map<Long, Long> versions = new LinkedHashMap<>();
        entries.forEach(e -> versions.put(e.id(), e.version()));
        return versions;
    }

    public int size() {
        return entries.size();
    }

    /// The first of the entries; a page names these.
    public List<String> named() {
        return entries.stream()
                .limit(NAMED)
                .map(e -> e.entry().pattern().toString())
                .toList();
    }

    /// The number of entries that a page does not name.
    public int more() {
        return Math.max(0, entries.size() - NAMED);
    }
}
