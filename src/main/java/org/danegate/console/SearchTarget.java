package org.danegate.console;

import java.util.Optional;

/// Interprets words typed into the search of the top bar for one room. The rooms are asked in the order of their beans;
/// the first one that finds a page wins.
@FunctionalInterface
public interface SearchTarget {

    /// Address of the page that the words lead to, such as `/monitor/delivery-status/example.org`; empty when the
    /// words mean nothing to this room.
    ///
    /// @param words as typed, without blanks around them, never empty
    Optional<String> page(String words);
}
