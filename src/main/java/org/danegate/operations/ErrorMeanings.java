package org.danegate.operations;

import java.util.Optional;
import org.danegate.wording.Wording;

/// What the errors of waiting mail mean, as far as somebody who watches deliveries knows.
@FunctionalInterface
public interface ErrorMeanings {

    /// The meaning in a sentence.
    ///
    /// @param destination domain or address literal
    /// @param text the error as the queue keeps it, in the words of the log
    /// @return empty when nothing is known but the text
    Optional<Wording> of(String destination, String text);
}
