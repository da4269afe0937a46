package org.danegate.monitor.web;

import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.security.Principal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.danegate.address.DomainForms;
import org.danegate.console.Texts;
import org.danegate.dane.EvidenceNode;
import org.danegate.monitor.Attempt;
import org.danegate.monitor.DaneResult;
import org.danegate.monitor.DeliveryStatus;
import org.danegate.monitor.Destination;
import org.danegate.monitor.Retry;
import org.danegate.policy.DestinationControls;
import org.danegate.policy.DestinationEntry;
import org.danegate.policy.DestinationSetting;
import org.danegate.queue.QueuedDelivery;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/// Delivery Status details of one destination.
@Controller
class DestinationPage {

    private static final int WAITING_READ = 500;
    private static final List<DestinationSetting<?>> SHOWN = List.of(
            DestinationSetting.TLS,
            DestinationSetting.DANE,
            DestinationSetting.IP_ADDRESS_PREFERENCE,
            DestinationSetting.CONCURRENT_CONNECTIONS,
            DestinationSetting.MESSAGES_PER_CONNECTION,
            DestinationSetting.BOUNCE_PROFILE);

    private final DeliveryStatus status;
    private final LiveStatus live;
    private final InstantSource clock;
    private final Texts texts;

    DestinationPage(DeliveryStatus status, LiveStatus live, InstantSource clock, Texts texts) {
        this.status = status;
        this.live = live;
        this.clock = clock;
        this.texts = texts;
    }

    /// A setting in force and where it comes from.
    record Setting(String name, String value, String source) {}

    /// An attempt in words.
    record AttemptLine(
            String at, String ago, int recipients, String kind, String dane, String outcome, EvidenceNode evidence) {}

    @GetMapping("/monitor/delivery-status/{domain}")
    String details(@PathVariable String domain, Model model) {
        String name = Words.domain(domain).orElse(domain);
        Destination found = Words.domain(domain).flatMap(status::find).orElse(null);
        model.addAttribute("domain", name);
        model.addAttribute("ownScript", DomainForms.ownScript(name));
        if (found == null) {
            return "monitor/no-destination";
        }
        model.addAttribute("settings", settings(status.profile(name)));
        figures(found, model);
        return "monitor/destination";
    }

    /// The parts of the page that update themselves.
    @GetMapping("/monitor/delivery-status/{domain}/live")
    String live(@PathVariable String domain, Model model) {
        Destination found = known(domain);
        model.addAttribute("domain", found.domain());
        figures(found, model);
        return "monitor/destination :: .live-part";
    }

    @GetMapping(path = "/monitor/delivery-status/{domain}/stream", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    SseEmitter stream(@PathVariable String domain, HttpSession session, HttpServletResponse response) {
        String known = known(domain).domain();
        LiveStatus.unbuffered(response);
        return live.open(session.getId(), known);
    }

    private Destination known(String domain) {
        return Words.domain(domain)
                .flatMap(status::find)
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    }

    private void figures(Destination found, Model model) {
        String name = found.domain();
        Instant now = clock.instant();
        model.addAttribute("asOf", Words.clock(now, now));
        model.addAttribute("tried", TryText.of(status.outcome(name), now, texts));
        Map<String, Integer> reasons = status.reasons(name);
        model.addAttribute("line", Line.of(found, reasons, status.history(name), now, texts));
        model.addAttribute("since", found.count().since());
        model.addAttribute("waits", found.backlog().activeRecipients() > 0);
        model.addAttribute("lastError", found.count().lastError());
        model.addAttribute("reasons", reasons);
        model.addAttribute("ages", ages(status.waiting(name, WAITING_READ), now));
        model.addAttribute(
                "attempts",
                found.count().attempts().stream().map(a -> attempt(a, now)).toList());
    }

    @PostMapping("/monitor/delivery-status/{domain}/retry")
    String retry(@PathVariable String domain, Principal principal, RedirectAttributes flash) {
        String name = Words.domain(domain).orElse("");
        Destination found = status.find(name).orElse(null);
        if (found == null) {
            flash.addFlashAttribute("problem", texts.of("monitor.retry.none"));
            return "redirect:/monitor/delivery-status";
        }
        switch (status.retry(name, principal.getName())) {
            case Retry.NothingWaits ignored -> flash.addFlashAttribute("problem", texts.of("monitor.retry.none"));
            case Retry.Suspended ignored -> flash.addFlashAttribute("problem", texts.of("monitor.retry.suspended"));
            case Retry.Released released ->
                flash.addFlashAttribute("message", TryText.done(released, name, clock.instant(), texts));
        }
        flash.addAttribute("domain", name);
        return "redirect:/monitor/delivery-status/{domain}";
    }

    private AttemptLine attempt(Attempt a, Instant now) {
        DaneResult dane = DaneResult.of(a.evidence());
        return new AttemptLine(
                a.at().toString(),
                Words.ago(a.at(), now),
                a.recipients(),
                Words.kind(dane),
                texts.of("monitor.dane." + dane.name().toLowerCase(Locale.ROOT)),
                a.trouble() == null
                        ? texts.of("monitor.delivered")
                        : a.trouble().text(),
                a.evidence().tree());
    }

    private Map<String, Integer> ages(List<QueuedDelivery> waiting, Instant now) {
        Map<String, Integer> ages = new LinkedHashMap<>();
        for (int band = 0; band < 4; band++) {
            ages.put(texts.of("monitor.age." + band), 0);
        }
        for (QueuedDelivery delivery : waiting) {
            Duration age = Duration.between(delivery.receivedAt(), now);
            int band = age.toMinutes() < 5 ? 0 : age.toHours() < 1 ? 1 : age.toDays() < 1 ? 2 : 3;
            ages.merge(texts.of("monitor.age." + band), delivery.recipients().size(), Integer::sum);
        }
        return ages;
    }

    private List<Setting> settings(DestinationControls.Effective effective) {
        DestinationEntry e = effective.entry();
        String entry = e == null ? "" : texts.of("monitor.source.entry", e.pattern());
        return SHOWN.stream()
                .map(s -> new Setting(
                        texts.of(s.code()),
                        value(s, effective.profile().get(s)),
                        e == null || e.get(s) == null ? texts.of("monitor.source.default") : entry))
                .toList();
    }

    private String value(DestinationSetting<?> setting, Object value) {
        return value instanceof Integer number
                ? Words.number(number)
                : texts.orElse(String.valueOf(value), setting.code() + "." + value);
    }
}
