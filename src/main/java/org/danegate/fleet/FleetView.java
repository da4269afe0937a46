package org.danegate.fleet;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What this node knows of the fleet.
///
/// @param shared whether other nodes may use the same database
/// @param nodes by number
/// @param newest the newest revision of the policy
/// @param awaySince since when the database does not answer, by this node's clock; null when it does. Everything else
///     is then as it was known last
/// @param differences certificates and keys that the nodes do not all have
public record FleetView(
        boolean shared,
        List<FleetNode> nodes,
        long newest,
        @Nullable Instant awaySince,
        List<KeyDifference> differences) {

    public FleetView {
        nodes = List.copyOf(nodes);
        differences = List.copyOf(differences);
    }

    /// This node.
    public Optional<FleetNode> self() {
        return nodes.stream().filter(node -> node.standing().self()).findFirst();
    }

    /// A node by its id, its number or its name.
    public Optional<FleetNode> find(String text) {
        return nodes.stream()
                .filter(node -> node.standing().id().equals(text)
                        || String.valueOf(node.standing().number()).equals(text)
                        || node.standing().name().equalsIgnoreCase(text))
                .findFirst();
    }
}
