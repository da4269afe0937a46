package org.danegate.node;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.danegate.timing.RegularWork;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;

/// Renews this node's lease and its row, and ends the leases of nodes that do so no more.
final class Heartbeat implements SmartLifecycle {

    /// Time between two beats.
    static final Duration PAUSE = Duration.ofSeconds(2);

    private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);

    private final FleetNodes nodes;
    private final NodeLease lease;
    private final Drain drain;
    private final Supplier<List<NodeFact>> rooms;
    private final RegularWork work = new RegularWork("node-heartbeat", LOG, "This node's heartbeat failed");
    private boolean silent;
    private volatile boolean running;

    Heartbeat(FleetNodes nodes, NodeLease lease, Drain drain, Supplier<List<NodeFact>> rooms) {
        this.nodes = nodes;
        this.lease = lease;
        this.drain = drain;
        this.rooms = rooms;
    }

    /// The first lease is there before anything needs one.
    void first() {
        lease.endOlder();
        lease.renew();
        nodes.beat(drain.state(), lease.epoch(), Map.of());
    }

    /// One beat. Without the database the lease ends by itself.
    void beat() {
        try {
            lease.renew();
            nodes.beat(drain.state(), lease.epoch(), facts());
            lease.endOverdue()
                    .forEach((epoch, node) -> LOG.warn("Lease {} of node {} is over: it was not renewed", epoch, node));
            if (silent) {
                LOG.info("The database answers again: this node's lease is {}", lease.epoch());
            }
            silent = false;
        } catch (DataAccessException e) {
            if (!silent) {
                LOG.warn("The database does not answer, this node's lease cannot be renewed: {}", e.getMessage());
            }
            silent = true;
        }
    }

    private Map<String, String> facts() {
        return NodeFact.of(rooms.get());
    }

    @Override
    public void start() {
        running = true;
        if (!nodes.shared()) {
            // Nobody waits for the beats of a fleet of one, and each is a write to its disk.
            return;
        }
        // At a third of the lease, so that two may fail (F-15).
        Duration pause = lease.length().dividedBy(3);
        work.every(Duration.ZERO, pause.compareTo(PAUSE) < 0 ? pause : PAUSE, this::beat);
    }

    /// Ends the beats and says nothing to the other nodes.
    void fallSilent() {
        work.end();
    }

    @Override
    public void stop() {
        running = false;
        work.end();
        try {
            nodes.beat(NodeState.STOPPED, lease.epoch(), facts());
            lease.end();
        } catch (DataAccessException e) {
            LOG.warn("The end of this node did not reach the other ones: {}", e.getMessage());
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /// Before everything that needs a lease, and after it at the end.
    @Override
    public int getPhase() {
        return Integer.MIN_VALUE + 100;
    }
}
