package org.danegate.fleet;

import java.util.Optional;
import org.danegate.event.AdministratorActs;
import org.danegate.node.Drain;
import org.danegate.node.FleetNodes;
import org.danegate.node.FleetOrders;
import org.danegate.node.NodeStanding;
import org.danegate.node.ThisNode;

/// What administrators do with nodes. Each act is in the audit log. `user` is the name of the signed-in user.
public final class FleetDesk {

    private static final String DRAIN = "drain ";
    private static final String RESUME = "resume ";
    private static final String ORDER = "node-state";

    private final FleetWatch watch;
    private final FleetNodes nodes;
    private final FleetOrders orders;
    private final AdministratorActs acts;

    FleetDesk(FleetWatch watch, FleetNodes nodes, FleetOrders orders, AdministratorActs acts) {
        this.watch = watch;
        this.nodes = nodes;
        this.orders = orders;
        this.acts = acts;
    }

    /// Carries out orders to this node.
    static void follow(FleetOrders orders, ThisNode self, Drain drain) {
        orders.on(ORDER, order -> {
            if (order.equals(DRAIN + self.id())) {
                drain.set(true);
            } else if (order.equals(RESUME + self.id())) {
                drain.set(false);
            }
        });
    }

    /// What became of an act.
    public enum Outcome {
        /// It is done; on another node within a second.
        DONE,
        /// There is no such node.
        UNKNOWN,
        /// The node still works and cannot be forgotten.
        WORKS,
        /// The order did not reach the other node, because the database does not answer.
        NOT_REACHED
    }

    /// The nodes as they are known now.
    public FleetView view() {
        return watch.look();
    }

    /// Has a node take no new mail and deliver what it has, until it is resumed or starts again.
    ///
    /// @param node its id, number or name
    public Outcome drain(String node, String user) {
        return give(node, DRAIN, "Drain node ", user);
    }

    /// Has a node take mail again.
    ///
    /// @param node its id, number or name
    public Outcome resume(String node, String user) {
        return give(node, RESUME, "Resume node ", user);
    }

    private Outcome give(String node, String order, String words, String user) {
        Optional<NodeStanding> known = watch.look().find(node).map(FleetNode::standing);
        if (known.isEmpty()) {
            return Outcome.UNKNOWN;
        }
        boolean reached = orders.give(ORDER, order + known.get().id());
        if (!reached && !known.get().self()) {
            return Outcome.NOT_REACHED;
        }
        acts.publish(user, words + name(known.get()));
        return Outcome.DONE;
    }

    /// Forgets a node that is gone for good.
    ///
    /// @param node its id, number or name
    public Outcome forget(String node, String user) {
        Optional<FleetNode> known = watch.look().find(node);
        if (known.isEmpty()) {
            return Outcome.UNKNOWN;
        }
        if (!known.get().forgettable() || !nodes.forget(known.get().standing().id())) {
            return Outcome.WORKS;
        }
        acts.publish(user, "Forget node " + name(known.get().standing()));
        watch.look();
        return Outcome.DONE;
    }

    private static String name(NodeStanding standing) {
        return standing.name() + " (" + standing.number() + ")";
    }
}
