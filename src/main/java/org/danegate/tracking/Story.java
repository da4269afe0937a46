package org.danegate.tracking;

import java.util.List;

/// The whole story of a message.
///
/// @param attempts attempts at its destinations and deferrals of all their mail, from its acceptance until its last
///     recipient was finished, oldest first
/// @param complete whether everything was searched; false when the time was up before, or when days could not be read
public record Story(FoundMessage found, List<TrackedEvent> attempts, boolean complete) {

    public Story {
        attempts = List.copyOf(attempts);
    }
}
