package org.danegate.rehearsal.web;

import java.security.Principal;
import java.time.Instant;
import java.util.List;
import org.danegate.policy.DaneSupport;
import org.danegate.policy.TlsSupport;
import org.danegate.rehearsal.DryRun;
import org.danegate.rehearsal.DryRuns;
import org.danegate.rehearsal.Outlook;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/// The dry run for scripts.
@RestController
class DryRunApi {

    private final DryRuns runs;

    DryRunApi(DryRuns runs) {
        this.runs = runs;
    }

    /// The parameters of a run.
    ///
    /// @param probe whether certificates are checked too, false when absent
    /// @param sender envelope sender of the mail, for the rows of TLS by Sender; mail of any sender when absent
    public record Request(@Nullable Boolean probe, @Nullable String sender) {}

    /// A run as scripts see it.
    ///
    /// @param worse destinations that would stop receiving mail
    /// @param unchecked destinations that depend on a certificate or on TLS that was not checked, not counted above
    /// @param unknown destinations whose outcome is unknown for another reason, not counted above
    /// @param stopsAfter destinations of those two that will certainly not receive mail
    /// @param openRecipients recipients that wait for those two
    /// @param waitingMessages a message that waits for several of the destinations counts for each
    /// @param leftOut affected destinations that were not checked
    public record Answer(
            Instant at,
            boolean probed,
            long differing,
            long worse,
            long unchecked,
            long unknown,
            long stopsAfter,
            int openRecipients,
            int waitingRecipients,
            int waitingMessages,
            int leftOut,
            List<Line> destinations) {}

    /// A destination.
    public record Line(
            String domain,
            int waitingRecipients,
            int waitingMessages,
            boolean known,
            boolean differs,
            Outcome now,
            Outcome after) {}

    /// What would become of mail for a destination; {@link Outlook} explains the values.
    ///
    /// @param reason in English
    public record Outcome(
            Outlook.Fate fate,
            TlsSupport tls,
            DaneSupport dane,
            String reason,
            Outlook.Basis basis,
            @Nullable Instant attempt) {

        static Outcome of(Outlook o) {
            return new Outcome(o.fate(), o.tls(), o.dane(), o.reason(), o.basis(), o.attempt());
        }
    }

    @PostMapping("/api/v1/policy/dry-run")
    @PreAuthorize("hasRole('OPERATOR')")
    Answer run(@RequestBody(required = false) @Nullable Request request, Principal user) {
        boolean probe = request != null && Boolean.TRUE.equals(request.probe());
        String sender = request == null || request.sender() == null
                ? ""
                : request.sender().strip();
        if (!SenderText.isSender(sender)) {
            throw refusal(HttpStatus.BAD_REQUEST, "sender is not a mail address: " + sender);
        }
        DryRun run = runs.run(probe, sender, user.getName())
                .orElseThrow(() -> refusal(HttpStatus.CONFLICT, "Another dry run is under way."));
        return answer(run);
    }

    private static ErrorResponseException refusal(HttpStatus status, String why) {
        return new ErrorResponseException(status, ProblemDetail.forStatusAndDetail(status, why), null);
    }

    private static Answer answer(DryRun run) {
        return new Answer(
                run.at(),
                run.probed(),
                run.differing(),
                run.worse(),
                run.unchecked(),
                run.unknown(),
                run.stopsAfter(),
                run.waitingOpen(),
                run.waiting(),
                run.messages(),
                run.leftOut(),
                run.lines().stream().map(DryRunApi::line).toList());
    }

    private static Line line(DryRun.Line l) {
        return new Line(
                l.domain(),
                l.waiting(),
                l.messages(),
                l.known(),
                l.differs(),
                Outcome.of(l.now()),
                Outcome.of(l.after()));
    }
}
