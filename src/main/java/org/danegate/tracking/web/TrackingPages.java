package org.danegate.tracking.web;

import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.danegate.console.Texts;
import org.danegate.monitor.Reason;
import org.danegate.tracking.FoundMessage;
import org.danegate.tracking.Story;
import org.danegate.tracking.TrackedEvent;
import org.danegate.tracking.TrackedMessage;
import org.danegate.tracking.Tracking;
import org.danegate.tracking.TrackingAnswer;
import org.jspecify.annotations.Nullable;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.server.ResponseStatusException;

/// Monitor > Message Tracking: the search, and the story of a message.
@Controller
@RequestMapping("/monitor/message-tracking")
class TrackingPages {

    /// An attempt is recorded when it has ended, just after what came of it; the times shown are whole seconds.
    private static final Comparator<TrackedEvent> AS_READ = Comparator.comparingLong(
                    (TrackedEvent event) -> event.at().getEpochSecond())
            .thenComparing(event -> event.kind() != TrackedEvent.Kind.ATTEMPT)
            .thenComparing(TrackedEvent::at);

    /// The most recipients of a message in the list; its page has all of them.
    private static final int MOST_RECIPIENTS = 10;

    private final Tracking tracking;
    private final InstantSource clock;
    private final Texts texts;

    TrackingPages(Tracking tracking, InstantSource clock, Texts texts) {
        this.tracking = tracking;
        this.clock = clock;
        this.texts = texts;
    }

    /// A message of the list.
    ///
    /// @param more how many recipients it has besides these
    public record Row(long mid, String time, String sender, String subject, List<Recipient> recipients, int more) {}

    /// A recipient with its last event.
    ///
    /// @param kind style of the badge
    public record Recipient(String address, String kind, String outcome) {}

    /// A step of a story.
    ///
    /// @param who the recipient or the destination; empty for the whole message
    /// @param via the connection; null when there was none
    /// @param why what the text means; empty when nothing failed or only the text is known
    public record Step(
            String time,
            String kind,
            String what,
            String who,
            TrackedEvent.@Nullable Via via,
            String why,
            String text) {}

    @GetMapping
    String search(@ModelAttribute("ask") AskedTracking ask, Model model) {
        model.addAttribute(
                "outcomes",
                AskedTracking.OUTCOMES.stream().map(AskedTracking::key).toList());
        try {
            TrackingAnswer answer = tracking.search(ask.query(clock.instant()));
            model.addAttribute(
                    "rows",
                    answer.messages().stream().map(found -> row(found, ask)).toList());
            model.addAttribute(
                    "next", answer.next() == null ? null : answer.next().text());
            model.addAttribute("incomplete", !answer.complete());
        } catch (AskedTracking.FaultyFieldException e) {
            model.addAttribute("faulty", e.field());
            model.addAttribute("fault", texts.of(String.valueOf(e.getMessage())));
            model.addAttribute("rows", List.of());
        }
        return "tracking/search";
    }

    @GetMapping("/{mid:\\d{1,18}}")
    String show(@PathVariable long mid, Model model) {
        Story story = tracking.story(mid)
                .orElseThrow(
                        () -> new ResponseStatusException(HttpStatus.NOT_FOUND, texts.of("tracking.unknown", mid)));
        TrackedMessage message = story.found().message();
        model.addAttribute("tracked", message);
        model.addAttribute("received", time(message.receivedAt()));
        model.addAttribute("recipients", recipients(story.found()));
        model.addAttribute("incomplete", !story.complete());
        model.addAttribute("steps", steps(story));
        return "tracking/message";
    }

    private List<Step> steps(Story story) {
        TrackedMessage message = story.found().message();
        List<TrackedEvent> all = new ArrayList<>(story.found().events());
        all.addAll(story.attempts());
        all.sort(AS_READ);
        List<Step> steps = new ArrayList<>();
        steps.add(new Step(
                time(message.receivedAt()),
                "good",
                texts.of("tracking.event.accepted"),
                "",
                null,
                "",
                message.client()));
        all.forEach(event -> steps.add(step(event, message)));
        return steps;
    }

    private Step step(TrackedEvent event, TrackedMessage message) {
        boolean ofRecipient =
                event.rid() >= 0 && event.rid() < message.recipients().size();
        return new Step(
                time(event.at()),
                badge(event.kind()),
                texts.of("tracking.event." + AskedTracking.key(event.kind())),
                ofRecipient ? message.recipients().get(event.rid()) : event.destination(),
                event.via(),
                why(event),
                event.text());
    }

    private String why(TrackedEvent event) {
        return Arrays.stream(Reason.values())
                .filter(reason -> reason.name().equals(event.reason()))
                .findFirst()
                .flatMap(Reason::says)
                .map(texts::of)
                .orElse("");
    }

    /// The recipients that were asked for come first.
    private Row row(FoundMessage found, AskedTracking ask) {
        TrackedMessage message = found.message();
        String sought = (ask.recipient().isBlank() ? ask.destination() : ask.recipient())
                .strip()
                .toLowerCase(Locale.ROOT);
        List<Recipient> all = recipients(found);
        List<Recipient> first = all.stream()
                .sorted(Comparator.comparing(
                        to -> !to.address().toLowerCase(Locale.ROOT).contains(sought)))
                .limit(MOST_RECIPIENTS)
                .toList();
        return new Row(
                message.mid(),
                time(message.receivedAt()),
                message.sender(),
                message.subject(),
                first,
                all.size() - first.size());
    }

    private List<Recipient> recipients(FoundMessage found) {
        Map<Integer, TrackedEvent> latest = found.latest();
        List<Recipient> recipients = new ArrayList<>();
        for (String address : found.message().recipients()) {
            TrackedEvent last = latest.get(recipients.size());
            recipients.add(new Recipient(
                    address,
                    last == null ? "wait" : badge(last.kind()),
                    texts.of("tracking.event." + (last == null ? "waiting" : AskedTracking.key(last.kind())))));
        }
        return recipients;
    }

    private static String badge(TrackedEvent.Kind kind) {
        return switch (kind) {
            case DELIVERED -> "good";
            case HARD_BOUNCED, EXPIRED -> "bad";
            case SOFT_BOUNCED, DEFERRED, NOT_SIGNED -> "warn";
            case DROPPED, DELETED, NOTIFIED, SIGNED, ATTEMPT -> "unknown";
        };
    }

    private static String time(Instant time) {
        return DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM)
                .withLocale(LocaleContextHolder.getLocale())
                .format(time.atZone(ZoneId.systemDefault()));
    }
}
