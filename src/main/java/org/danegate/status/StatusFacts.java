package org.danegate.status;

import java.util.List;

/// What a room says of itself on System Status. Rooms contribute it as a Spring bean; the page shows the areas by their
/// order. Labels stand in the contributor's bundle: `system-status.<area>` and `system-status.<area>.<key>`.
public interface StatusFacts {

    /// Name of the area, such as `listeners`.
    String area();

    /// Place on the page, lower first; tens leave room.
    int order();

    /// The facts as they are now. Called for each look at the page; must be done within some milliseconds and ask
    /// nobody on the network.
    List<StatusFact> facts();
}
