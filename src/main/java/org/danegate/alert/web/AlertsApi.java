package org.danegate.alert.web;

import java.security.Principal;
import java.time.Instant;
import java.util.List;
import org.danegate.alert.Alert;
import org.danegate.alert.AlertTrouble;
import org.danegate.alert.Alerts;
import org.danegate.alert.Troubles;
import org.danegate.policy.AlertSettings.Severity;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/// The latest alerts and the open troubles for scripts.
@RestController
class AlertsApi {

    private final Alerts alerts;
    private final Troubles troubles;

    AlertsApi(Alerts alerts, Troubles troubles) {
        this.alerts = alerts;
        this.troubles = troubles;
    }

    /// @param about the subject; `*` for many destinations
    /// @param affected how many destinations
    /// @param destinations names of many destinations, sorted; at most {@link Finding#MOST_MEMBERS}
    record Open(
            long id,
            Severity severity,
            Alert.Kind kind,
            String about,
            int affected,
            List<String> destinations,
            String text,
            Instant since,
            @Nullable Instant alertedAt,
            @Nullable String acknowledgedBy,
            @Nullable Instant acknowledgedAt) {

        static Open of(AlertTrouble trouble) {
            AlertTrouble.Told told = trouble.told();
            AlertTrouble.Acknowledgement acknowledged = trouble.acknowledged();
            return new Open(
                    trouble.id(),
                    trouble.severity(),
                    trouble.finding().kind(),
                    trouble.finding().about(),
                    trouble.finding().affected(),
                    trouble.finding().members(),
                    trouble.wording().english(),
                    trouble.since(),
                    told == null ? null : told.at(),
                    acknowledged == null ? null : acknowledged.by(),
                    acknowledged == null ? null : acknowledged.at());
        }
    }

    @GetMapping("/api/v1/alerts/troubles")
    List<Open> open() {
        return troubles.open().stream().map(Open::of).toList();
    }

    /// Answers with the trouble, which may have been acknowledged before; 404 when it is not open.
    @PostMapping("/api/v1/alerts/troubles/{id}/acknowledge")
    @PreAuthorize("hasRole('OPERATOR')")
    Open acknowledge(@PathVariable long id, Principal user) {
        return troubles.acknowledge(id, user.getName())
                .map(Open::of)
                .orElseThrow(() -> new ErrorResponseException(
                        HttpStatus.NOT_FOUND,
                        ProblemDetail.forStatusAndDetail(
                                HttpStatus.NOT_FOUND, "No open trouble has the number " + id + "."),
                        null));
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
