package org.danegate.tracking;

import java.util.List;

/// The whole story of a message.
///
/// @param attempts attempts at its destinations and deferrals of all their mail, from its acceptance until its last
///     recipient was finished, oldest first
/// @param complete whether everything is in it; false also when there is too much, and then the newest attempts are
public record Story(FoundMessage found, List<TrackedEvent> attempts, boolean complete) {

    public Story {
        attempts = List.copyOf(attempts);
    }
}
