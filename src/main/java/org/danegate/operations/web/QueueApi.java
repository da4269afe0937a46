package org.danegate.operations.web;

import java.security.Principal;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.danegate.event.TlsTag;
import org.danegate.operations.QueueDesk;
import org.danegate.operations.QueueDesk.Act;
import org.danegate.queue.MessageSearch;
import org.danegate.queue.QueuedDelivery.Pending;
import org.danegate.queue.WaitingMessage;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Waiting messages for scripts.
@RestController
@RequestMapping("/api/v1/queue/messages")
class QueueApi {

    private final QueueDesk desk;

    QueueApi(QueueDesk desk) {
        this.desk = desk;
    }

    @GetMapping
    Listing find(
            @RequestParam(defaultValue = "") String sender,
            @RequestParam(defaultValue = "") String recipient,
            @RequestParam(defaultValue = "") String destination,
            @RequestParam(defaultValue = "false") boolean held,
            @RequestParam(defaultValue = "false") boolean requireTls,
            @RequestParam(defaultValue = "0") long after,
            @RequestParam(defaultValue = "100") int limit) {
        if (limit < 1 || limit > MessageSearch.MOST) {
            throw Problems.of(HttpStatus.BAD_REQUEST, "limit must be between 1 and " + MessageSearch.MOST + ".");
        }
        MessageSearch.Page page =
                desk.find(new MessageSearch(sender, recipient, destination, held, requireTls, after, limit));
        return new Listing(
                page.messages().stream().map(QueueApi::message).toList(),
                page.more() ? page.messages().getLast().mid() : null);
    }

    @GetMapping("/{mid}")
    Details details(@PathVariable long mid) {
        WaitingMessage message = desk.message(mid).orElseThrow(QueueApi::unknown);
        return new Details(message(message), desk.headers(mid));
    }

    @PostMapping("/{mid}/hold")
    Map<String, Object> hold(@PathVariable long mid, Principal principal) {
        return act(Act.HOLD, mid, principal);
    }

    @PostMapping("/{mid}/release")
    Map<String, Object> release(@PathVariable long mid, Principal principal) {
        return act(Act.RELEASE, mid, principal);
    }

    @PostMapping("/{mid}/delete")
    Map<String, Object> delete(@PathVariable long mid, Principal principal) {
        return act(Act.DELETE, mid, principal);
    }

    @PostMapping("/{mid}/bounce")
    Map<String, Object> bounce(@PathVariable long mid, Principal principal) {
        return act(Act.BOUNCE, mid, principal);
    }

    private Map<String, Object> act(Act act, long mid, Principal principal) {
        return switch (desk.act(act, mid, principal.getName())) {
            case DONE -> Map.of("mid", mid, "done", act.label().toLowerCase(Locale.ROOT));
            case NOTHING_TO_DO ->
                throw act == Act.RELEASE && desk.message(mid).isPresent()
                        ? Problems.of(HttpStatus.CONFLICT, "This message is not held.")
                        : unknown();
            case IN_DELIVERY ->
                throw Problems.of(
                        HttpStatus.CONFLICT,
                        "This message is in delivery: no answer yet, or a lookup is still running. Try again.");
            case STAYS ->
                throw Problems.of(
                        HttpStatus.SERVICE_UNAVAILABLE,
                        "The notification could not be queued; the message waits still.");
        };
    }

    private static ErrorResponseException unknown() {
        return Problems.of(HttpStatus.NOT_FOUND, "No message with this MID waits.");
    }

    private static Message message(WaitingMessage m) {
        return new Message(
                m.mid(),
                m.envelope().sender(),
                m.receivedAt(),
                m.size(),
                m.held(),
                m.envelope().listener(),
                m.envelope().relayed(),
                m.envelope().tls(),
                m.envelope().tlsMandatory(),
                m.recipients().stream()
                        .map(p ->
                                recipient(p, m.inDelivery().contains(p.address().domain())))
                        .toList());
    }

    private static Recipient recipient(Pending p, boolean inDelivery) {
        return new Recipient(
                p.rid(),
                p.address().text(),
                p.address().domain(),
                p.attempts(),
                Words.time(p.due()),
                p.warnings(),
                p.lastTrouble(),
                inDelivery);
    }

    /// @param next the `after` of the next page; null at the end
    record Listing(List<Message> messages, @Nullable Long next) {}

    record Message(
            long mid,
            String sender,
            Instant receivedAt,
            long size,
            boolean held,
            String listener,
            boolean relayed,
            TlsTag tls,
            boolean tlsMandatory,
            List<Recipient> recipients) {}

    record Recipient(
            int rid,
            String address,
            String destination,
            int attempts,
            @Nullable Instant nextTry,
            int delayWarnings,
            String lastTrouble,
            boolean inDelivery) {}

    record Details(Message message, String headers) {}
}
