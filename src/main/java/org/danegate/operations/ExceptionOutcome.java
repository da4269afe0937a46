package org.danegate.operations;

import org.danegate.policy.DaneException;
import org.danegate.policy.DaneSupport;

/// What came of asking for an exception from DANE.
public sealed interface ExceptionOutcome {

    /// It is in force.
    record Made(DaneException exception) implements ExceptionOutcome {}

    /// The last attempt met a BOGUS answer, which may be an attack: it must be asked for a second time.
    record NeedsConfirmation() implements ExceptionOutcome {}

    /// The policy demands no more than that.
    ///
    /// @param demanded DANE Support of the policy
    record NothingToLower(DaneSupport demanded) implements ExceptionOutcome {}
}
