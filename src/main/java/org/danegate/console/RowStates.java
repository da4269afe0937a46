package org.danegate.console;

import java.util.List;

/// The current states of things that a page lists as configured: a listener, a log subscription. The page asks for each
/// row, so it must know the answer already.
@FunctionalInterface
public interface RowStates {

    /// The current states of the named thing; empty when nothing is known, for example when it is not
    /// committed yet.
    ///
    /// @param page address of the list, such as `/network/listeners`
    List<RowState> of(String page, String name);

    /// One state in words.
    ///
    /// @param text one sentence in the reader's language
    record RowState(FrameLight.State state, String text) {}
}
