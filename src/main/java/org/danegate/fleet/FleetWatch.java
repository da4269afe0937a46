package org.danegate.fleet;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.danegate.node.FleetNodes;
import org.danegate.node.NodeStanding;
import org.danegate.node.NodeState;
import org.danegate.timing.RegularWork;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/// Looks at the fleet once a second and keeps what it saw, so that pages can say what is wrong without the database.
/// A server on the embedded database looks only when somebody asks.
public final class FleetWatch implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(FleetWatch.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final FleetNodes nodes;
    private final OwnStanding own;
    private final FleetAlarm alarm;
    private final Lags lags = new Lags();
    private final ReentrantLock lock = new ReentrantLock();
    private final RegularWork work = new RegularWork("fleet-watch", LOG, "The nodes of the fleet could not be read");
    private volatile FleetView last;
    private @Nullable Instant awaySince;

    FleetWatch(FleetNodes nodes, OwnStanding own, FleetAlarm alarm) {
        this.nodes = nodes;
        this.own = own;
        this.alarm = alarm;
        this.last = new FleetView(nodes.shared(), List.of(), own.revision(), null, List.of());
    }

    /// The fleet as it was seen within the last second, with this node as it is at this moment.
    public FleetView view() {
        return nodes.shared() ? last : look();
    }

    /// Whether it looks by itself: other nodes may use the same database.
    boolean isWatched() {
        return nodes.shared();
    }

    /// Looks at once.
    ///
    /// @return what is known, also when the database does not answer
    public FleetView look() {
        lock.lock();
        try {
            FleetView now = read();
            last = now;
            return now;
        } finally {
            lock.unlock();
        }
    }

    private FleetView read() {
        Instant begun = own.now();
        try {
            List<NodeStanding> all = nodes.all();
            long newest = own.newest();
            awaySince = null;
            return view(all, newest);
        } catch (DataAccessException | TransactionException e) {
            if (awaySince == null) {
                awaySince = begun;
            }
            FleetView known = last;
            return new FleetView(known.shared(), known.nodes(), known.newest(), awaySince, known.differences());
        }
    }

    private FleetView view(List<NodeStanding> all, long newest) {
        Map<String, Long> revisions = new HashMap<>();
        Map<String, Long> compared = new HashMap<>();
        for (NodeStanding node : all) {
            long revision = node.self() ? own.revision() : own.revision(node.facts());
            revisions.put(node.id(), revision);
            if (node.state() != NodeState.STOPPED && !node.missing() && revision >= 0) {
                compared.put(node.id(), revision);
            }
        }
        Set<String> lagging =
                nodes.shared() ? lags.look(compared, newest, own.id(), System.nanoTime()) : new HashSet<>();
        List<FleetNode> shown = all.stream()
                .map(node -> new FleetNode(
                        node.self() ? own.current(node) : node,
                        revisions.getOrDefault(node.id(), -1L),
                        lagging.contains(node.id())))
                .toList();
        return new FleetView(nodes.shared(), shown, newest, null, KeyDifference.of(all));
    }

    @Override
    public void start() {
        if (nodes.shared()) {
            look();
            work.every(PAUSE, PAUSE, () -> alarm.look(look()));
        }
    }

    @Override
    public void stop() {
        work.end();
    }

    @Override
    public boolean isRunning() {
        return work.isRunning();
    }
}
