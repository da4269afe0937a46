package org.danegate.fleet;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.danegate.config.WorkingPolicy;
import org.danegate.node.Drain;
import org.danegate.node.NodeFact;
import org.danegate.node.NodeStanding;
import org.danegate.node.NodeState;
import org.danegate.node.ThisNode;
import org.danegate.policy.CommittedPolicy;

/// This node as it is at this moment; the database knows it as it was at its last beat.
final class OwnStanding {

    private final ThisNode self;
    private final Drain drain;
    private final CommittedPolicy policy;
    private final WorkingPolicy working;
    private final Supplier<List<NodeFact>> rooms;
    private final InstantSource clock;

    OwnStanding(
            ThisNode self,
            Drain drain,
            CommittedPolicy policy,
            WorkingPolicy working,
            Supplier<List<NodeFact>> rooms,
            InstantSource clock) {
        this.self = self;
        this.drain = drain;
        this.policy = policy;
        this.working = working;
        this.rooms = rooms;
        this.clock = clock;
    }

    String id() {
        return self.id();
    }

    Instant now() {
        return clock.instant();
    }

    /// The revision that this node has in force.
    long revision() {
        return policy.current().number();
    }

    /// The revision that another node said.
    ///
    /// @return -1 when it did not
    long revision(Map<String, String> facts) {
        return WorkingPolicy.revision(facts);
    }

    /// The newest revision in the database.
    long newest() {
        return working.newestRevision();
    }

    NodeStanding current(NodeStanding known) {
        return new NodeStanding(
                known.id(),
                known.number(),
                known.name(),
                known.roles(),
                known.version(),
                drain.isDraining() ? NodeState.DRAINING : NodeState.RUNNING,
                known.epoch(),
                known.startedAt(),
                Duration.ZERO,
                known.held(),
                NodeFact.of(rooms.get()),
                true);
    }
}
