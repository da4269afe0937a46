package org.danegate.event;

import java.time.Instant;

/// Gives the figures of the system as one line of the Status Logs, such as `Status: … DlvRcp 12 ActvRcp 5 …`.
@FunctionalInterface
public interface StatusLine {

    /// Returns the figures at this moment.
    String at(Instant now);
}
