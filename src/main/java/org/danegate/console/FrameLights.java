package org.danegate.console;

/// A room's light in the top bar. Asked for every page, so it must know the answer already.
@FunctionalInterface
public interface FrameLights {

    /// The light as it is now.
    FrameLight now();
}
