package org.danegate;

import sun.misc.Signal;

/// SIGTERM as the request to stop that it is: everything ends in order, and the exit status is 0 instead of
/// Java's 143.
final class StopSignal {

    private StopSignal() {}

    /// From now on. Where the system has no such signal, or Java was told to leave signals alone (`-Xrs`),
    /// nothing changes.
    static void exitsWithZero() {
        try {
            Signal.handle(new Signal("TERM"), signal -> System.exit(0));
        } catch (IllegalArgumentException unknownHere) {
            System.getLogger(StopSignal.class.getName())
                    .log(System.Logger.Level.DEBUG, "no signal TERM: {0}", unknownHere.getMessage());
        }
    }
}
