package org.danegate.fleet;

import java.util.Map;
import org.danegate.node.NodeStanding;
import org.danegate.node.NodeState;

/// A node as administrators see it.
///
/// @param standing what the database knows of it; for this node its state and facts as they are at this moment
/// @param revision the policy that it has in force; -1 when it has not said
/// @param lags whether that is for longer than two seconds another one than the newest
public record FleetNode(NodeStanding standing, long revision, boolean lags) {

    /// Names of figures of {@link #figure}.
    public static final String IN = LoadFacts.IN;

    public static final String OUT = LoadFacts.OUT;
    public static final String RECIPIENTS = LoadFacts.RECIPIENTS;
    public static final String CONNECTIONS_IN = LoadFacts.CONNECTIONS_IN;
    public static final String CONNECTIONS_OUT = LoadFacts.CONNECTIONS_OUT;
    public static final String HEAP = LoadFacts.HEAP;
    public static final String PROCESSOR = LoadFacts.PROCESSOR;

    /// The figures by the names that scripts see.
    public static final Map<String, String> FIGURES = Map.of(
            "messagesInPerMinute",
            IN,
            "recipientsOutPerMinute",
            OUT,
            "activeRecipients",
            RECIPIENTS,
            "connectionsIn",
            CONNECTIONS_IN,
            "connectionsOut",
            CONNECTIONS_OUT,
            "heapPercent",
            HEAP,
            "processorPercent",
            PROCESSOR);

    private static final int MINUTE = 60;

    /// What a node does.
    public enum Condition {
        RUNNING,
        DRAINING,
        STOPPED,
        /// It should beat and does not.
        MISSING
    }

    /// What it does, as far as it is known.
    public Condition condition() {
        if (standing.missing()) {
            return Condition.MISSING;
        }
        return switch (standing.state()) {
            case RUNNING -> Condition.RUNNING;
            case DRAINING -> Condition.DRAINING;
            case STOPPED -> Condition.STOPPED;
        };
    }

    /// A figure of its load, such as {@link #IN}; -1 when it has not said.
    public long figure(String fact) {
        try {
            return Long.parseLong(standing.facts().getOrDefault(fact, "-1"));
        } catch (NumberFormatException newer) {
            return -1;
        }
    }

    /// Whether it can be forgotten: it was stopped, or has not been heard of for a minute.
    public boolean forgettable() {
        return !standing.self()
                && (standing.state() == NodeState.STOPPED || standing.quiet().toSeconds() > MINUTE);
    }
}
