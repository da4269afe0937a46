package org.danegate.tracking;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The answer to a search.
///
/// @param messages the newest first
/// @param complete whether everything was searched; false when the time was up before, or when days could not be read
/// @param next continues the search after these messages; null when there are no more
public record TrackingAnswer(List<FoundMessage> messages, boolean complete, TrackingQuery.@Nullable After next) {

    public TrackingAnswer {
        messages = List.copyOf(messages);
    }
}
