package org.danegate.tagging;

import java.time.Duration;

/// Which of the earlier keys are deleted. The key that signs always stays.
public enum PurgeChoice {
    /// Keys that have not signed for 7 days: the tags made with them have expired.
    WEEK("Not used in one week", Duration.ofDays(7)),
    /// Keys that have not signed for 30 days.
    MONTH("Not used in one month", Duration.ofDays(30)),
    /// Keys that have not signed for 90 days.
    THREE_MONTHS("Not used in three months", Duration.ofDays(90)),
    /// All earlier keys.
    ALL("All previous keys now", Duration.ZERO);

    private final String label;
    private final Duration unused;

    PurgeChoice(String label, Duration unused) {
        this.label = label;
        this.unused = unused;
    }

    /// The text shown.
    public String label() {
        return label;
    }

    /// How long a key must not have signed to be deleted.
    Duration unused() {
        return unused;
    }
}
