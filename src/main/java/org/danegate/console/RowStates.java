package org.danegate.console;

import java.util.List;

/// How things are that a page lists as they were configured: a listener, a log subscription. Asked for each
/// row of the page, so it must know the answer already.
@FunctionalInterface
public interface RowStates {

    /// How the named thing is now; empty when nothing is known, such as for what is not committed yet.
    ///
    /// @param page address of the list, such as `/network/listeners`
    List<RowState> of(String page, String name);

    /// One state in words.
    ///
    /// @param text one sentence in the reader's language
    record RowState(FrameLight.State state, String text) {}
}
