package org.danegate.monitor.web;

import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.security.Principal;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.danegate.address.DomainForms;
import org.danegate.console.Texts;
import org.danegate.monitor.Attempt;
import org.danegate.monitor.AttemptGroup;
import org.danegate.monitor.AttemptPath;
import org.danegate.monitor.DeliveryStatus;
import org.danegate.monitor.Destination;
import org.danegate.monitor.Retry;
import org.danegate.policy.DestinationControls;
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

    private final DeliveryStatus status;
    private final LiveStatus live;
    private final InstantSource clock;
    private final Texts texts;
    private final DestinationWords words;
    private final WhyWords why;

    DestinationPage(DeliveryStatus status, LiveStatus live, InstantSource clock, Texts texts) {
        this.status = status;
        this.live = live;
        this.clock = clock;
        this.texts = texts;
        this.words = new DestinationWords(texts);
        this.why = new WhyWords(texts);
    }

    @GetMapping("/monitor/delivery-status/{domain}")
    String details(@PathVariable String domain, Model model) {
        String name = Words.domain(domain).orElse(domain);
        Destination found = Words.domain(domain).flatMap(status::find).orElse(null);
        model.addAttribute("domain", name);
        model.addAttribute("ownScript", DomainForms.ownScript(name));
        if (found == null) {
            return "monitor/no-destination";
        }
        model.addAttribute("settings", words.settings(status.profile(name)));
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
        model.addAttribute("lastMeaning", words.meaning(found.count()));
        model.addAttribute("reasons", words.reasons(found.count(), reasons));
        model.addAttribute("ages", words.ages(status.waiting(name, WAITING_READ), now));
        why(found, now, model);
    }

    private void why(Destination found, Instant now, Model model) {
        List<Attempt> attempts = found.count().attempts();
        String name = found.domain();
        model.addAttribute("verdict", why.verdict(found, now));
        model.addAttribute(
                "path",
                attempts.stream()
                        .findFirst()
                        .map(a -> why.path(AttemptPath.of(a.evidence(), a.trouble())))
                        .orElse(null));
        model.addAttribute("progress", why.progress(status.steps(name), now));
        DestinationControls.Effective profile = status.profile(name);
        model.addAttribute("demanded", profile.profile().dane());
        model.addAttribute("literal", name.startsWith("["));
        model.addAttribute("exception", ShownException.of(profile.exception(), now, texts));
        model.addAttribute(
                "attempts",
                AttemptGroup.of(attempts).stream()
                        .map(g -> words.attempt(g, now))
                        .toList());
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
}
