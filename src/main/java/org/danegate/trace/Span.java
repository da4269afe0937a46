package org.danegate.trace;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A stretch of an attempt.
///
/// @param name what was done, from a closed set
/// @param attributes texts, whole numbers and truth values; never a mail address or a text of a message
/// @param error why it failed, in a few words of ours; null when it did not
/// @param parts the stretches that it consists of
record Span(
        String name,
        Instant begun,
        Instant ended,
        Map<String, Object> attributes,
        @Nullable String error,
        List<Span> parts) {

    Span {
        attributes = Map.copyOf(attributes);
        parts = List.copyOf(parts);
        ended = ended.isBefore(begun) ? begun : ended;
    }
}
