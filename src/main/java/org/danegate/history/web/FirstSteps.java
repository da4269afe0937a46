package org.danegate.history.web;

import java.time.InstantSource;
import java.util.List;
import org.danegate.console.FrameLight;
import org.danegate.console.FrameLights;
import org.danegate.history.Figure;
import org.danegate.history.History;
import org.danegate.history.HistoryRange;
import org.danegate.history.Slice;
import org.danegate.monitor.DeliveryStatus;
import org.danegate.monitor.StatusQuery;
import org.danegate.monitor.StatusReport;
import org.danegate.policy.CommittedPolicy;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/// What is left to do before the first message is delivered. Overview shows it instead of empty charts.
@Component
class FirstSteps {

    private final ObjectProvider<FrameLights> lights;
    private final CommittedPolicy policy;
    private final DeliveryStatus status;
    private final History history;
    private final InstantSource clock;

    FirstSteps(
            ObjectProvider<FrameLights> lights,
            CommittedPolicy policy,
            DeliveryStatus status,
            History history,
            InstantSource clock) {
        this.lights = lights;
        this.policy = policy;
        this.status = status;
        this.history = history;
        this.clock = clock;
    }

    /// A step.
    ///
    /// @param key its texts are `history.first.<key>` and `history.first.<key>.hint`
    /// @param state `good` when done, `bad` when something is wrong, `unknown` otherwise
    /// @param path the page for it
    public record Step(String key, String state, String path) {}

    /// All steps, done or not; empty once a message was delivered.
    List<Step> left() {
        StatusReport now = status.report(StatusQuery.defaults());
        if (now.totals().deliveredRecipients() > 0 || delivered()) {
            return List.of();
        }
        boolean entries =
                !policy.current().policy().destinationControls().entries().isEmpty();
        return List.of(
                new Step("resolver", light("resolvers"), "/network/dns-status"),
                new Step("port", now.totals().connectionsOut() > 0 ? "good" : "unknown", "/monitor/daneverify"),
                new Step("listener", light("listeners"), "/network/listeners"),
                new Step("destination", entries ? "good" : "unknown", "/mail-policies/destinations"),
                new Step("message", now.matching() > 0 ? "good" : "unknown", "/monitor/delivery-status"));
    }

    private boolean delivered() {
        return history.series(Slice.TOTAL, HistoryRange.Span.QUARTER.until(clock.instant())).values().stream()
                .anyMatch(figures -> figures.get(Figure.DELIVERED) > 0);
    }

    private String light(String name) {
        return lights.orderedStream()
                .map(FrameLights::now)
                .filter(light -> light.name().equals(name))
                .map(FirstSteps::state)
                .findFirst()
                .orElse("unknown");
    }

    private static String state(FrameLight light) {
        return switch (light.state()) {
            case GOOD -> "good";
            case WARN, BAD -> "bad";
            case UNKNOWN -> "unknown";
        };
    }
}
