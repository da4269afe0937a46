package org.danegate.delivery;

import java.util.function.BooleanSupplier;

/// The context of one run in the engine.
///
/// @param attempt the run as other threads see it
/// @param pace of the run's destination
/// @param over true when the engine stops, the destination is suspended, or another policy or redirection is in force:
///     nothing new may start
record Turn(Attempt attempt, DestinationPace pace, BooleanSupplier over) {

    boolean isOver() {
        return over.getAsBoolean();
    }
}
