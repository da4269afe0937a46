package org.danegate.console;

import java.util.List;

/// A light in the top bar: the state of something that concerns every page.
///
/// @param name part of the keys of its texts: `light.<name>` says what it is and `light.<name>.<state>`, with the state
///     in lower case, how it is
/// @param places values inserted into the state's text
/// @param path page with the details
public record FrameLight(String name, State state, List<Object> places, String path) {

    public FrameLight {
        places = List.copyOf(places);
    }

    /// The state of a light.
    public enum State {
        GOOD,
        WARN,
        BAD,
        UNKNOWN
    }
}
