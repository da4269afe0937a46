package org.danegate.tracking.web;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.danegate.tracking.FoundMessage;
import org.danegate.tracking.Story;
import org.danegate.tracking.TrackedEvent;
import org.danegate.tracking.TrackedMessage;
import org.danegate.tracking.Tracking;
import org.danegate.tracking.TrackingAnswer;
import org.danegate.tracking.TrackingQuery;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/// Message Tracking for scripts.
@RestController
class TrackingApi {

    private final Tracking tracking;
    private final InstantSource clock;

    TrackingApi(Tracking tracking, InstantSource clock) {
        this.tracking = tracking;
        this.clock = clock;
    }

    /// Messages, the newest first.
    ///
    /// @param next value of `after` for the following ones; null when there are none
    /// @param complete whether everything was searched in time
    public record Listing(List<Message> messages, @Nullable String next, boolean complete) {}

    /// A message.
    public record Message(
            long mid,
            String sender,
            List<Recipient> recipients,
            String subject,
            String messageId,
            Instant receivedAt,
            long bytes,
            String client) {}

    /// A recipient with its last event.
    ///
    /// @param outcome null when it waits and was not tried by itself
    public record Recipient(
            String address,
            TrackedEvent.@Nullable Kind outcome,
            @Nullable Instant at,
            @Nullable String text) {}

    /// A message with all its events, and with the attempts at its destinations.
    ///
    /// @param complete whether everything was searched
    public record Details(Message message, List<TrackedEvent> events, List<TrackedEvent> attempts, boolean complete) {}

    @GetMapping("/api/v1/tracking")
    Listing search(@ModelAttribute("ask") AskedTracking ask) {
        TrackingAnswer answer = tracking.search(query(ask));
        return new Listing(
                answer.messages().stream().map(TrackingApi::message).toList(),
                answer.next() == null ? null : answer.next().text(),
                answer.complete());
    }

    private TrackingQuery query(AskedTracking asked) {
        try {
            return asked.query(clock.instant());
        } catch (AskedTracking.FaultyFieldException e) {
            throw problem(HttpStatus.BAD_REQUEST, e.field() + " must be " + must(e.field()) + ".");
        }
    }

    private static String must(String field) {
        return switch (field) {
            case "mid" -> "a number from 1";
            case "limit" -> "a number from 1 to " + TrackingQuery.MOST;
            case "after" -> "the value of next in an earlier answer";
            case "from" -> "a time such as 2026-03-01T08:00:00Z, and before to";
            case "to" -> "a time such as 2026-03-01T08:00:00Z";
            case "outcome" -> "one of delivered, soft-bounced, hard-bounced, expired, dropped, deleted";
            case "dane" -> "success";
            case "subject" -> "words (letters or digits) of up to " + AskedTracking.LONGEST + " characters in all";
            default -> "a text of up to " + AskedTracking.LONGEST + " characters";
        };
    }

    @GetMapping("/api/v1/tracking/{mid:\\d{1,18}}")
    Details story(@PathVariable long mid) {
        Story story = tracking.story(mid)
                .orElseThrow(() -> problem(
                        HttpStatus.NOT_FOUND, "Message " + mid + " is not known, or its time in tracking is over."));
        return new Details(message(story.found()), story.found().events(), story.attempts(), story.complete());
    }

    private static Message message(FoundMessage found) {
        TrackedMessage m = found.message();
        Map<Integer, TrackedEvent> latest = found.latest();
        List<Recipient> recipients = new ArrayList<>();
        for (int rid = 0; rid < m.recipients().size(); rid++) {
            recipients.add(recipient(m.recipients().get(rid), latest.get(rid)));
        }
        return new Message(
                m.mid(), m.sender(), recipients, m.subject(), m.messageId(), m.receivedAt(), m.bytes(), m.client());
    }

    private static Recipient recipient(String address, @Nullable TrackedEvent last) {
        return last == null
                ? new Recipient(address, null, null, null)
                : new Recipient(address, last.kind(), last.at(), last.text());
    }

    private static ErrorResponseException problem(HttpStatus status, String detail) {
        return new ErrorResponseException(status, ProblemDetail.forStatusAndDetail(status, detail), null);
    }
}
