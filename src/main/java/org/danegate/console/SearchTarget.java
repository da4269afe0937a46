package org.danegate.console;

import java.util.Optional;

/// What a room makes of the words typed into the search of the top bar. Rooms are asked in their beans' order, and the
/// first one that knows a page wins.
@FunctionalInterface
public interface SearchTarget {

    /// Address of the page that shows what was asked for, such as `/monitor/delivery-status/example.org`; empty
    /// where the
    /// words mean nothing here.
    ///
    /// @param words as typed, without blanks around them, never empty
    Optional<String> page(String words);
}
