package org.danegate.fleet.web;

import java.security.Principal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.danegate.fleet.FleetDesk;
import org.danegate.fleet.FleetNode;
import org.danegate.fleet.FleetView;
import org.danegate.fleet.KeyDifference;
import org.danegate.node.NodeRole;
import org.danegate.node.NodeStanding;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// The nodes of the fleet for scripts.
@RestController
@RequestMapping("/api/v1/nodes")
class NodesApi {

    private final FleetDesk desk;

    NodesApi(FleetDesk desk) {
        this.desk = desk;
    }

    /// @param newestRevision the newest revision of the policy in the database
    /// @param databaseAwaySince since when the database does not answer; null when it does
    record Fleet(
            boolean shared,
            long newestRevision,
            @Nullable Instant databaseAwaySince,
            List<Node> nodes,
            List<KeyDifference> keys) {

        static Fleet of(FleetView view) {
            return new Fleet(
                    view.shared(),
                    view.newest(),
                    view.awaySince(),
                    view.nodes().stream().map(Node::of).toList(),
                    view.differences());
        }
    }

    /// @param secondsSinceBeat by the database's clock
    /// @param revision in force on the node; -1 when it has not said
    /// @param lags whether it has had another revision than the newest for longer than two seconds
    /// @param load figures by name
    record Node(
            String id,
            int number,
            String name,
            boolean self,
            List<String> roles,
            String version,
            FleetNode.Condition state,
            Instant startedAt,
            double secondsSinceBeat,
            long lease,
            boolean leaseHeld,
            long revision,
            boolean lags,
            Map<String, Long> load) {

        static Node of(FleetNode node) {
            NodeStanding standing = node.standing();
            Map<String, Long> load = new TreeMap<>();
            FleetNode.FIGURES.forEach((name, fact) -> load.put(name, node.figure(fact)));
            load.values().removeIf(value -> value < 0);
            return new Node(
                    standing.id(),
                    standing.number(),
                    standing.name(),
                    standing.self(),
                    standing.roles().stream().sorted().map(NodeRole::text).toList(),
                    standing.version(),
                    node.condition(),
                    standing.startedAt(),
                    standing.quiet().toMillis() / 1000.0,
                    standing.epoch(),
                    standing.held(),
                    node.revision(),
                    node.lags(),
                    load);
        }
    }

    @GetMapping
    Fleet show() {
        return Fleet.of(desk.view());
    }

    /// Takes no new mail on the node and delivers what it has. The node is named by its id, number or name.
    @PostMapping("/{node}/drain")
    @PreAuthorize("hasRole('OPERATOR')")
    Fleet drain(@PathVariable String node, Principal user) {
        return answer(desk.drain(node, user.getName()));
    }

    /// Takes mail again.
    @PostMapping("/{node}/resume")
    @PreAuthorize("hasRole('OPERATOR')")
    Fleet resume(@PathVariable String node, Principal user) {
        return answer(desk.resume(node, user.getName()));
    }

    /// Forgets a node that is gone for good; 409 when it still works.
    @PostMapping("/{node}/forget")
    @PreAuthorize("hasRole('OPERATOR')")
    Fleet forget(@PathVariable String node, Principal user) {
        return answer(desk.forget(node, user.getName()));
    }

    private Fleet answer(FleetDesk.Outcome outcome) {
        return switch (outcome) {
            case DONE -> Fleet.of(desk.view());
            case UNKNOWN -> throw problem(HttpStatus.NOT_FOUND, "There is no such node.");
            case WORKS -> throw problem(HttpStatus.CONFLICT, "This node still works: stop it first.");
            case NOT_REACHED ->
                throw problem(
                        HttpStatus.SERVICE_UNAVAILABLE,
                        "The node was not reached, because the database does not answer.");
        };
    }

    private static ErrorResponseException problem(HttpStatus status, String detail) {
        return new ErrorResponseException(status, ProblemDetail.forStatusAndDetail(status, detail), null);
    }
}
