package org.danegate.status.web;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.danegate.status.ActivityCounters;
import org.danegate.status.StatusFact;
import org.danegate.status.SystemStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/// System Status for scripts.
@RestController
class SystemStatusApi {

    private final SystemStatus status;

    SystemStatusApi(SystemStatus status) {
        this.status = status;
    }

    /// The complete System Status.
    ///
    /// @param facts by area
    public record Answer(
            Instant startedAt,
            Instant countersResetAt,
            int connectionsIn,
            int connectionsOut,
            Map<String, List<Fact>> facts,
            List<ActivityCounters.Reading> counters) {}

    /// A fact.
    ///
    /// @param name name of the thing, such as a listener, when a key has several facts; otherwise empty
    /// @param value a number, a text, or the key of a sentence with its arguments
    public record Fact(String key, String name, Object value, StatusFact.Light light) {}

    @GetMapping("/api/v1/system-status")
    Answer show() {
        ActivityCounters.Report activity = status.activity();
        Map<String, List<Fact>> facts = new LinkedHashMap<>();
        status.areas()
                .forEach(area -> facts.put(
                        area.name(),
                        area.facts().stream().map(SystemStatusApi::fact).toList()));
        return new Answer(
                activity.started(),
                activity.resetAt(),
                activity.connectionsIn(),
                activity.connectionsOut(),
                facts,
                activity.readings());
    }

    private static Fact fact(StatusFact fact) {
        Object value = switch (fact.value()) {
            case StatusFact.Value.Text text -> text.text();
            case StatusFact.Value.Amount number -> number.number();
            case StatusFact.Value.Octets octets -> octets.octets();
            case StatusFact.Value.Seconds seconds -> seconds.seconds();
            case StatusFact.Value.Time time -> time.time();
            case StatusFact.Value.Words words -> words;
        };
        return new Fact(fact.key(), fact.name() == null ? "" : fact.name(), value, fact.light());
    }
}
