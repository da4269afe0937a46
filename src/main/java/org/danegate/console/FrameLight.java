package org.danegate.console;

import java.util.List;

/// A light in the top bar: how something that concerns every page is doing.
///
/// @param name its texts stand under `light.<name>` (what it is) and `light.<name>.<state>` (how it is), in lower case
/// @param places what fills the places of the state's text
/// @param path page that says more
public record FrameLight(String name, State state, List<Object> places, String path) {

    public FrameLight {
        places = List.copyOf(places);
    }

    /// How it is.
    public enum State {
        GOOD,
        WARN,
        BAD,
        UNKNOWN
    }
}
