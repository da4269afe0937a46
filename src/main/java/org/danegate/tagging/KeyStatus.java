package org.danegate.tagging;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What may be known of a key: all but its secret.
///
/// @param number 0 to 9
/// @param createdBy the administrator, or `Danegate` for a key made when the first message needed one
/// @param retiredAt since when it signs no more and only verifies; null while it signs
public record KeyStatus(
        int number,
        Instant createdAt,
        String createdBy,
        @Nullable Instant retiredAt) {

    /// Whether new mail is tagged with it.
    public boolean signs() {
        return retiredAt == null;
    }
}
