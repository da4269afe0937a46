package org.danegate.monitor.web;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What can be done with many destinations at once.
enum BulkAct {
    RETRY,
    SUSPEND,
    RESUME;

    /// The word used in addresses and message bundles.
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<BulkAct> of(String word) {
        return Arrays.stream(values()).filter(act -> act.word().equals(word)).findFirst();
    }
}
