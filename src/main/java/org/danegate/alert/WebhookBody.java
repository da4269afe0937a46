package org.danegate.alert;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// An alert as a webhook receives it (docs/alerts.md). Names are stable; new ones may be added.
final class WebhookBody {

    private static final JsonMapper JSON = new JsonMapper();

    private WebhookBody() {}

    /// What happened.
    enum Event {
        RAISED,
        OVER,
        TEST
    }

    /// @param about the subject; `*` for many destinations
    /// @param repeated similar alerts since the previous one, which were only counted
    /// @param trouble null for an alert about something that happened
    private record Body(
            String id,
            String host,
            Instant at,
            Event event,
            String severity,
            String kind,
            String about,
            String text,
            int repeated,
            @Nullable Trouble trouble) {}

    private record Trouble(long id, Instant since, @Nullable Instant over) {}

    /// @param id of the delivery: the same for each retry
    static String of(String id, String host, Alert alert, int counted) {
        Alert.Course course = alert.course();
        return JSON.writeValueAsString(new Body(
                id,
                host,
                alert.at(),
                event(alert),
                alert.severity().name(),
                alert.kind().name(),
                alert.about(),
                alert.text(),
                counted,
                course == null ? null : new Trouble(course.trouble(), course.since(), course.over())));
    }

    private static Event event(Alert alert) {
        if (alert.kind() == Alert.Kind.TEST) {
            return Event.TEST;
        }
        return alert.recovery() ? Event.OVER : Event.RAISED;
    }
}
