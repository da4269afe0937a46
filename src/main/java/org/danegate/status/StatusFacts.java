package org.danegate.status;

import java.util.List;

/// The facts that a room reports on System Status. A room contributes it as a Spring bean; the page shows the areas by
/// their order. The labels are in the contributor's bundle: `system-status.<area>` and `system-status.<area>.<key>`.
public interface StatusFacts {

    /// Area of the listeners: a fact {@link #LISTENER} for each, by its name, and {@link #CERTIFICATE} when it
    /// cannot present its configured certificate.
    String LISTENERS = "listeners";

    /// Whether a listener is open.
    String LISTENER = "listener";

    /// What is wrong with a listener's certificate.
    String CERTIFICATE = "certificate";

    /// Area of the logs: a fact {@link #LOG} for each log that is written, by its name.
    String LOGS = "logs";

    /// Whether a log can be written.
    String LOG = "log";

    /// Name of the area, such as `listeners`.
    String area();

    /// Position on the page, lowest first; use steps of ten to leave room.
    int order();

    /// The current facts. Called each time the page is viewed; must finish within some milliseconds and must not
    /// use the network.
    List<StatusFact> facts();
}
