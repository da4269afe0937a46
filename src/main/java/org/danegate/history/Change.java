package org.danegate.history;

/// Something that became different in a range.
public sealed interface Change {

    /// DANE refused deliveries to a destination for which it had not in the seven days before.
    record NewlyFailing(String domain, long attempts) implements Change {}

    /// Deliveries to a destination fell back from DANE, which they had not in the seven days before.
    record NewlyFallingBack(String domain, long attempts) implements Change {}

    /// A note of the range.
    record Noted(Note note) implements Change {}
}
