package org.danegate.console;

import java.util.List;

/// What a room has to say on a page of another room, such as a warning about resolvers above their settings.
@FunctionalInterface
public interface PageNotices {

    /// Sentences for people, the most important first; empty where the room has nothing to say.
    ///
    /// @param path of the page asked for, such as `/network/dns`
    List<String> on(String path);
}
