package org.danegate.alert.web;

import java.time.Instant;
import java.util.List;
import org.danegate.alert.Alert;
import org.danegate.alert.Alerts;
import org.danegate.policy.AlertSettings.Severity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/// The latest alerts for scripts, newest first.
@RestController
class AlertsApi {

    private final Alerts alerts;

    AlertsApi(Alerts alerts) {
        this.alerts = alerts;
    }

    /// @param repeated similar ones since the previous one, which were only counted
    /// @param recipients how many recipients got a mail
    record Told(
            Instant at, Severity severity, Alert.Kind kind, String about, String text, int repeated, int recipients) {}

    @GetMapping("/api/v1/alerts")
    List<Told> latest() {
        return alerts.latest().stream()
                .map(t -> new Told(
                        t.alert().at(),
                        t.alert().severity(),
                        t.alert().kind(),
                        t.alert().about(),
                        t.alert().text(),
                        t.counted(),
                        t.recipients()))
                .toList();
    }
}
