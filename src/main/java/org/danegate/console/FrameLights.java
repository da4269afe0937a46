package org.danegate.console;

/// A room's light in the top bar. Every page calls it, so it must know the answer already.
@FunctionalInterface
public interface FrameLights {

    /// The light in its current state.
    FrameLight now();
}
