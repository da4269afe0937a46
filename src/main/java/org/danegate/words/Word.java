package org.danegate.words;

import java.io.IOException;

/// A word that has been said with its arguments, which picocli has put into its fields.
public interface Word {

    /// Does it.
    ///
    /// @return exit status: 0 done, 1 not done or a negative result, 2 could not run
    /// @throws NotRun when something is missing, with a sentence for people
    /// @throws IllegalArgumentException when a room refuses, with a sentence for people
    int run(Run run) throws IOException, InterruptedException, NotRun;
}
