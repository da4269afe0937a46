package org.danegate.fleet;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.danegate.event.DeliveryEvent;
import org.danegate.event.DeliveryEvents;
import org.danegate.node.FleetJobs;
import org.danegate.node.NodeStanding;
import org.springframework.dao.DataAccessException;

/// Says once, in the log and as an alert, that a node is missing, that this node works without the database, or that it
/// does not have the newest revision in force. Called from one thread.
final class FleetAlarm {

    private static final Duration SHORT = Duration.ofSeconds(2);

    private final FleetJobs jobs;
    private final DeliveryEvents events;
    private final OwnStanding own;
    private final Set<String> said = new HashSet<>();
    private boolean away;
    private boolean lagging;

    FleetAlarm(FleetJobs jobs, DeliveryEvents events, OwnStanding own) {
        this.jobs = jobs;
        this.events = events;
        this.own = own;
    }

    void look(FleetView view) {
        database(view);
        if (view.awaySince() == null) {
            revision(view);
            view.nodes().forEach(this::node);
        }
    }

    private void database(FleetView view) {
        boolean now = view.awaySince() != null && !view.awaySince().plus(SHORT).isAfter(own.now());
        if (now && !away) {
            say(
                    true,
                    "This node works without the fleet's database, which does not answer: it goes on with revision "
                            + own.revision());
        } else if (view.awaySince() == null && away) {
            say(false, "The fleet's database answers again");
        }
        away = now || (away && view.awaySince() != null);
    }

    private void revision(FleetView view) {
        boolean now = view.self().map(FleetNode::lags).orElse(false);
        if (now && !lagging) {
            say(true, "This node has revision " + own.revision() + " in force, the fleet has " + view.newest());
        } else if (!now && lagging) {
            say(false, "This node has the newest revision " + own.revision() + " in force again");
        }
        lagging = now;
    }

    private void node(FleetNode node) {
        NodeStanding standing = node.standing();
        if (standing.self()) {
            return;
        }
        if (node.condition() == FleetNode.Condition.MISSING) {
            if (said.add(standing.id()) && isFirst(standing, "missing ")) {
                say(
                        true,
                        "Node " + name(standing) + " is missing: it has not been heard of for "
                                + standing.quiet().toSeconds() + " s");
            }
        } else if (said.remove(standing.id()) && isFirst(standing, "back ")) {
            say(false, "Node " + name(standing) + " is heard of again");
        }
    }

    /// One node of the fleet says it; each does when the database does not answer.
    private boolean isFirst(NodeStanding standing, String what) {
        try {
            return jobs.once("node " + standing.id(), what + standing.epoch() + " " + standing.startedAt());
        } catch (DataAccessException e) {
            return true;
        }
    }

    private static String name(NodeStanding standing) {
        return standing.name() + " (" + standing.number() + ")";
    }

    private void say(boolean warning, String text) {
        events.publish(new DeliveryEvent.SystemNotice(own.now(), warning, text));
    }
}
