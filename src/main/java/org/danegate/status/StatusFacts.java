package org.danegate.status;

import java.util.List;

/// What a room says of itself on System Status. Rooms contribute it as a Spring bean; the page shows the areas
/// by their order. Labels stand in the contributor's bundle: `system-status.<area>` and
/// `system-status.<area>.<key>`.
public interface StatusFacts {

    /// Area of the listeners: a fact {@link #LISTENER} for each, by its name, and {@link #CERTIFICATE} where
    /// it cannot present the certificate that it was given.
    String LISTENERS = "listeners";

    /// Whether a listener is open.
    String LISTENER = "listener";

    /// What is wrong with a listener's certificate.
    String CERTIFICATE = "certificate";

    /// Area of the logs: a fact {@link #LOG} for each that is written, by its name.
    String LOGS = "logs";

    /// Whether a log can be written.
    String LOG = "log";

    /// Name of the area, such as `listeners`.
    String area();

    /// Place on the page, lower first; tens leave room.
    int order();

    /// The facts as they are now. Called for each look at the page; must be done within some milliseconds and
    /// ask nobody on the network.
    List<StatusFact> facts();
}
