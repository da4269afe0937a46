package org.danegate.tagging;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The public facts of a key: everything but its secret.
///
/// @param number 0 to 9
/// @param createdBy the administrator, or `Danegate` for a key created when the first message needed one
/// @param retiredAt when it stopped signing; since then it only verifies; null while it signs
public record KeyStatus(
        int number,
        Instant createdAt,
        String createdBy,
        @Nullable Instant retiredAt) {

    /// Whether it tags new mail.
    public boolean signs() {
        return retiredAt == null;
    }
}
