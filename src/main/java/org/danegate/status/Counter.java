package org.danegate.status;

import org.jspecify.annotations.Nullable;

/// What is counted, in the order of the appliance's `status detail`, with the names that its Status Logs use.
public enum Counter {
    MESSAGES_RECEIVED("InjMsg"),
    RECIPIENTS_RECEIVED("InjRcp"),
    BYTES_RECEIVED("InjBytes"),
    GENERATED_MESSAGES("GenBncRcp"),
    REJECTED_RECIPIENTS("RejRcp"),
    /// Transactions that ended before the message was accepted; the appliance has no such figure.
    ABORTED_MESSAGES(null),
    SOFT_BOUNCED_EVENTS("SftBncEvnt"),
    COMPLETED_RECIPIENTS("CmpRcp"),
    HARD_BOUNCED_RECIPIENTS("HrdBncRcp"),
    DNS_HARD_BOUNCES("DnsHrdBnc"),
    FIVE_XX_HARD_BOUNCES("5XXHrdBnc"),
    EXPIRED_HARD_BOUNCES("ExpHrdBnc"),
    OTHER_HARD_BOUNCES("OtrHrdBnc"),
    DELIVERED_RECIPIENTS("DlvRcp"),
    DELETED_RECIPIENTS("DelRcp");

    private final @Nullable String logName;

    Counter(@Nullable String logName) {
        this.logName = logName;
    }

    /// Its name in a line of the Status Logs; null for a counter that the line does not contain.
    public @Nullable String logName() {
        return logName;
    }
}
