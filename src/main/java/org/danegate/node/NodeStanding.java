package org.danegate.node;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/// A node as the database knows it.
///
/// @param epoch its lease
/// @param startedAt by the database's clock
/// @param quiet time since its last beat, by the database's clock
/// @param held whether its lease is in force
/// @param facts what its rooms published with the last beat
/// @param self whether it is this node
public record NodeStanding(
        String id,
        int number,
        String name,
        Set<NodeRole> roles,
        String version,
        NodeState state,
        long epoch,
        Instant startedAt,
        Duration quiet,
        boolean held,
        Map<String, String> facts,
        boolean self) {

    /// Beats of this many pauses may be late before a node counts as missing (F-23).
    private static final int LATE_BEATS = 3;

    public NodeStanding {
        roles = Set.copyOf(roles);
        facts = Map.copyOf(facts);
    }

    /// Whether it should beat and does not.
    public boolean missing() {
        return !self && state != NodeState.STOPPED && quiet.compareTo(Heartbeat.PAUSE.multipliedBy(LATE_BEATS)) > 0;
    }
}
