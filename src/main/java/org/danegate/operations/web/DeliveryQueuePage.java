package org.danegate.operations.web;

import java.security.Principal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.danegate.console.Texts;
import org.danegate.operations.DestinationDesk;
import org.danegate.operations.DestinationOrder;
import org.danegate.operations.ErrorMeanings;
import org.danegate.operations.QueueDesk;
import org.danegate.operations.QueueDesk.Act;
import org.danegate.operations.QueueDesk.Outcome;
import org.danegate.operations.RestoredMailDesk;
import org.danegate.queue.MessageSearch;
import org.danegate.queue.WaitingMessage;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/// Monitor > Delivery Queue: waiting messages, one of them, and the actions on them.
@Controller
@RequestMapping("/monitor/delivery-queue")
class DeliveryQueuePage {

    private static final String LIST = "redirect:/monitor/delivery-queue";
    private static final int ROWS = 50;

    private final QueueDesk desk;
    private final DestinationDesk destinations;
    private final RestoredMailDesk restored;
    private final WaitingWords words;
    private final InstantSource clock;
    private final Texts texts;

    DeliveryQueuePage(
            QueueDesk desk,
            DestinationDesk destinations,
            RestoredMailDesk restored,
            ErrorMeanings meanings,
            InstantSource clock,
            Texts texts) {
        this.desk = desk;
        this.destinations = destinations;
        this.restored = restored;
        this.words = new WaitingWords(destinations, meanings, texts);
        this.clock = clock;
        this.texts = texts;
    }

    @GetMapping
    String list(
            @RequestParam(defaultValue = "") String sender,
            @RequestParam(defaultValue = "") String recipient,
            @RequestParam(defaultValue = "") String destination,
            @RequestParam(defaultValue = "false") boolean held,
            @RequestParam(defaultValue = "false") boolean requireTls,
            @RequestParam(defaultValue = "0") long after,
            Model model) {
        MessageSearch search = new MessageSearch(sender, recipient, destination, held, requireTls, after, ROWS);
        MessageSearch.Page page = desk.find(search);
        Instant now = clock.instant();
        model.addAttribute("search", search);
        model.addAttribute(
                "any", !sender.isBlank() || !recipient.isBlank() || !destination.isBlank() || held || requireTls);
        model.addAttribute(
                "rows", page.messages().stream().map(m -> words.row(m, now)).toList());
        model.addAttribute("next", page.more() ? page.messages().getLast().mid() : null);
        model.addAttribute("all", destinations.order(DestinationOrder.ALL));
        model.addAttribute("orders", destinations.orders());
        model.addAttribute("restored", restored.held().orElse(null));
        return "operations/queue";
    }

    @GetMapping("/{mid:\\d{1,18}}")
    String message(@PathVariable long mid, Model model) {
        model.addAttribute("mid", mid);
        WaitingMessage message = desk.message(mid).orElse(null);
        if (message == null) {
            return "operations/no-message";
        }
        Instant now = clock.instant();
        model.addAttribute("m", message);
        model.addAttribute("tls", WaitingWords.tls(message.envelope()));
        model.addAttribute("size", Words.size(message.size()));
        model.addAttribute("age", Words.span(Duration.between(message.receivedAt(), now)));
        model.addAttribute(
                "recipients",
                message.recipients().stream()
                        .map(p -> words.recipient(p, message, now))
                        .toList());
        model.addAttribute("headers", desk.headers(mid));
        return "operations/message";
    }

    @PostMapping("/-/confirm")
    String confirm(
            @RequestParam String act,
            @RequestParam(required = false, defaultValue = "") List<Long> mid,
            Model model,
            RedirectAttributes flash) {
        if (mid.isEmpty()) {
            flash.addFlashAttribute("problem", texts.of("queue.none-ticked"));
            return LIST;
        }
        model.addAttribute("act", act(act));
        model.addAttribute("word", act);
        model.addAttribute("mids", mid);
        return "operations/confirm";
    }

    @PostMapping("/-/{word:hold|release|delete|bounce}")
    String act(@PathVariable String word, @RequestParam List<Long> mid, Principal principal, RedirectAttributes flash) {
        Act act = act(word);
        Map<Outcome, List<Long>> outcomes = mid.stream()
                .collect(Collectors.groupingBy(m -> desk.act(act, m, principal.getName()), Collectors.toList()));
        List<Long> done = outcomes.getOrDefault(Outcome.DONE, List.of());
        if (!done.isEmpty()) {
            flash.addFlashAttribute("message", texts.of("queue.done." + word, mids(done)));
        }
        String problems = problems(outcomes, act);
        if (!problems.isEmpty()) {
            flash.addFlashAttribute("problem", problems);
        }
        return mid.size() == 1 && desk.message(mid.getFirst()).isPresent() ? LIST + "/" + mid.getFirst() : LIST;
    }

    private String problems(Map<Outcome, List<Long>> outcomes, Act act) {
        return outcomes.entrySet().stream()
                .filter(o -> o.getKey() != Outcome.DONE)
                .map(o -> texts.of("queue.why." + why(o.getKey(), act), mids(o.getValue())))
                .collect(Collectors.joining(" "));
    }

    private static String mids(List<Long> mids) {
        return mids.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }

    private static Act act(String word) {
        try {
            return Act.valueOf(word.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new ResponseStatusException(HttpStatus.BAD_REQUEST, "This cannot be done with a message.", e);
        }
    }

    private static String why(Outcome outcome, Act act) {
        return switch (outcome) {
            case DONE, NOTHING_TO_DO -> act == Act.RELEASE ? "not-held" : "gone";
            case IN_DELIVERY -> "in-delivery";
            case STAYS -> "stays";
        };
    }
}
