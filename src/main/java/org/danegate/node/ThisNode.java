package org.danegate.node;

import java.util.Set;

/// The node that this process is.
///
/// @param id kept in the data directory, so that a node that starts again is the same one, whatever its host is called
/// @param number 1 for the first node of the fleet, then counting up; never given twice
/// @param name for people (`danegate.node-name`)
/// @param roles one or more
public record ThisNode(String id, int number, String name, Set<NodeRole> roles) {

    /// MIDs of one node: more than it can use.
    private static final long MIDS_OF_A_NODE = 1_000_000_000_000L;

    public ThisNode {
        roles = Set.copyOf(roles);
    }

    /// Whether it does this.
    public boolean has(NodeRole role) {
        return roles.contains(role);
    }

    /// The lowest MID of this node. Those of different nodes never meet, so that an id in a log names one
    /// message of the
    /// fleet.
    public long firstMid() {
        return (number - 1) * MIDS_OF_A_NODE + 1;
    }

    /// The MIDs of this node are lower than this one.
    public long endOfMids() {
        return number * MIDS_OF_A_NODE;
    }
}
