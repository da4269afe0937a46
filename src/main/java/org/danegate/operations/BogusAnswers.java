package org.danegate.operations;

/// Knows whether deliveries met BOGUS answers, which may be an attack. The room with the evidence of attempts
/// contributes it.
@FunctionalInterface
public interface BogusAnswers {

    /// Whether the newest attempt at a destination met a BOGUS answer.
    ///
    /// @param domain the destination in A-labels
    boolean met(String domain);
}
