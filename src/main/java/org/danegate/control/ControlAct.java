package org.danegate.control;

import java.io.IOException;

/// Something that the running server does for commands of its host. A room makes a bean of it.
public interface ControlAct {

    /// Whether it is meant by that word, the first of a request. No other act may be.
    boolean isMeantBy(String word);

    /// Does it; blocks until it is done.
    ///
    /// @return exit status of the command
    /// @throws IOException when it fails; the message is printed by the command, which ends with status 1
    int run(Request request, Caller caller) throws IOException;
}
