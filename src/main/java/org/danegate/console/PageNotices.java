package org.danegate.console;

import java.util.List;

/// Notices that a room shows on a page of another room, such as a warning about resolvers above their settings.
@FunctionalInterface
public interface PageNotices {

    /// Sentences for people, the most important first; empty when the room has nothing to say.
    ///
    /// @param path of the requested page, such as `/network/dns`
    List<String> on(String path);
}
