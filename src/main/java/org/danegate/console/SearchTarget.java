package org.danegate.console;

import java.util.List;

/// What one room finds for the words in the search of the top bar. All targets are asked for each search, in the order
/// of their beans, so an answer must be bounded and take tens of milliseconds at most. A target never changes
/// anything: the search is a GET.
@FunctionalInterface
public interface SearchTarget {

    /// The hits, in groups; empty when the words mean nothing to this room. Hits that the user may not open are
    /// removed afterwards.
    ///
    /// @param words never blank
    List<SearchGroup> find(SearchWords words);
}
