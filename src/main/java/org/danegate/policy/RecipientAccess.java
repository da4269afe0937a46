package org.danegate.policy;

/// A line of the Recipient Access Table, for mail under ACCEPT.
public record RecipientAccess(DomainPattern domain, Action action) {

    /// Whether recipients of the domain are accepted.
    public enum Action {
        ACCEPT,
        REJECT
    }
}
