package org.danegate.control;

import java.io.IOException;
import java.util.List;

/// Something that the running server does for a command of its host. A room makes a bean of it.
public interface ControlAct {

    /// The word by which commands ask for it.
    String name();

    /// Does it.
    ///
    /// @param arguments the words after the name
    /// @param user the system's user who asks, such as `root`
    /// @return exit status of the command
    /// @throws IOException when it fails; the message is printed by the command, which ends with status 1
    int run(List<String> arguments, String user, Answer answer) throws IOException;
}
