package org.danegate.delivery;

import java.util.function.BooleanSupplier;

/// One run's place in the engine.
///
/// @param attempt the run as other threads see it
/// @param pace of its destination
/// @param over true when the engine stops, the destination is suspended, or another policy or redirection is in force:
///     nothing new is begun
record Turn(Attempt attempt, DestinationPace pace, BooleanSupplier over) {

    boolean isOver() {
        return over.getAsBoolean();
    }
}
