package org.danegate.policy;

/// Recipients sent to a host per period.
///
/// @param recipients 0 to 1,000,000,000; 0 is no limit
/// @param minutes 1 to 60
public record RecipientLimit(int recipients, int minutes) {

    /// No limit.
    public static final RecipientLimit NONE = new RecipientLimit(0, 60);
}
