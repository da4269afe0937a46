package org.danegate.policy;

import java.util.List;

/// What a sender group may do.
public record MailFlowPolicy(String name, Behavior behavior) {

    /// RELAYED, ACCEPTED, BLOCKED.
    public static List<MailFlowPolicy> defaults() {
        return List.of(
                new MailFlowPolicy("RELAYED", Behavior.RELAY),
                new MailFlowPolicy("ACCEPTED", Behavior.ACCEPT),
                new MailFlowPolicy("BLOCKED", Behavior.REJECT));
    }

    /// The action: RELAY mail is checked by DANE, ACCEPT mail is not (seed "Mail Direction").
    public enum Behavior {
        RELAY,
        ACCEPT,
        REJECT
    }
}
