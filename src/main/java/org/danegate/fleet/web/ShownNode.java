package org.danegate.fleet.web;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.danegate.console.Texts;
import org.danegate.fleet.FleetNode;
import org.danegate.fleet.FleetView;
import org.danegate.fleet.KeyDifference;
import org.danegate.node.NodeStanding;
import org.springframework.context.i18n.LocaleContextHolder;

/// A node as the page shows it.
///
/// @param kind of the state's badge
/// @param beat time since its last beat
/// @param revisionKind of the revision's badge; empty for none
/// @param left what remains to be done while it drains; empty when it does not drain
record ShownNode(
        String id,
        int number,
        String name,
        boolean self,
        String roles,
        String version,
        String kind,
        String state,
        String beat,
        String revision,
        String revisionKind,
        String mail,
        String recipients,
        String connections,
        String machine,
        String lease,
        String left,
        boolean mayDrain,
        boolean mayResume,
        boolean mayForget) {

    /// A certificate or key that nodes do not all have.
    ///
    /// @param fingerprints of the nodes that have it
    record Key(String kind, String name, String lacking, List<String> fingerprints) {

        static Key of(KeyDifference key, Texts texts) {
            return new Key(
                    texts.of("fleet.key." + key.kind().name().toLowerCase(Locale.ROOT)),
                    key.name(),
                    String.join(", ", key.lacking()),
                    key.fingerprints().entrySet().stream()
                            .sorted(java.util.Map.Entry.comparingByKey())
                            .map(one -> one.getKey() + ": " + one.getValue())
                            .toList());
        }
    }

    static ShownNode of(FleetNode node, FleetView view, Texts texts) {
        NodeStanding standing = node.standing();
        FleetNode.Condition condition = node.condition();
        boolean works = condition == FleetNode.Condition.RUNNING || condition == FleetNode.Condition.DRAINING;
        return new ShownNode(
                standing.id(),
                standing.number(),
                standing.name(),
                standing.self(),
                standing.roles().stream()
                        .sorted()
                        .map(role -> texts.of("fleet.role." + role.text()))
                        .collect(Collectors.joining(", ")),
                standing.version(),
                kind(condition),
                texts.of("fleet.state." + condition.name().toLowerCase(Locale.ROOT)),
                span(standing.quiet()),
                node.revision() < 0 ? "—" : Long.toString(node.revision()),
                node.lags() ? "bad" : "",
                works ? texts.of("fleet.mail.figures", figure(node, FleetNode.IN), figure(node, FleetNode.OUT)) : "—",
                works ? figure(node, FleetNode.RECIPIENTS) : "—",
                works
                        ? texts.of(
                                "fleet.connections.figures",
                                figure(node, FleetNode.CONNECTIONS_IN),
                                figure(node, FleetNode.CONNECTIONS_OUT))
                        : "—",
                works
                        ? texts.of(
                                "fleet.machine.figures",
                                figure(node, FleetNode.PROCESSOR),
                                figure(node, FleetNode.HEAP))
                        : "—",
                lease(standing, view, texts),
                condition == FleetNode.Condition.DRAINING
                        ? texts.of(
                                "fleet.left",
                                figure(node, FleetNode.RECIPIENTS),
                                figure(node, FleetNode.CONNECTIONS_IN))
                        : "",
                condition == FleetNode.Condition.RUNNING,
                condition == FleetNode.Condition.DRAINING,
                node.forgettable());
    }

    private static String lease(NodeStanding standing, FleetView view, Texts texts) {
        if (!view.shared()) {
            return texts.of("fleet.lease.not-needed");
        }
        return texts.of(standing.held() ? "fleet.lease.held" : "fleet.lease.over", Long.toString(standing.epoch()));
    }

    private static String kind(FleetNode.Condition condition) {
        return switch (condition) {
            case RUNNING -> "good";
            case DRAINING -> "wait";
            case STOPPED -> "unknown";
            case MISSING -> "bad";
        };
    }

    private static String figure(FleetNode node, String fact) {
        long value = node.figure(fact);
        return value < 0 ? "—" : String.format(LocaleContextHolder.getLocale(), "%,d", value);
    }

    private static String span(Duration time) {
        if (time.toMinutes() < 1) {
            return String.format(LocaleContextHolder.getLocale(), "%.1f s", Math.max(0, time.toMillis()) / 1000.0);
        }
        if (time.toHours() < 1) {
            return time.toMinutes() + " min";
        }
        return time.toDays() < 1 ? time.toHours() + " h" : time.toDays() + " d";
    }
}
