package org.danegate.monitor.web;

import jakarta.servlet.http.HttpServletResponse;
import java.security.Principal;
import java.util.Map;
import java.util.Optional;
import org.danegate.console.Texts;
import org.danegate.console.TypedText;
import org.danegate.monitor.DeliveryStatus;
import org.danegate.operations.DestinationDesk;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/// Acts on many destinations of Delivery Status, each confirmed on a page that states their number and their rule.
@Controller
@RequestMapping(Ask.LIST + "/-/bulk")
class BulkPage {

    private final DeliveryStatus status;
    private final DestinationDesk desk;
    private final Texts texts;

    BulkPage(DeliveryStatus status, DestinationDesk desk, Texts texts) {
        this.status = status;
        this.desk = desk;
        this.texts = texts;
    }

    @ModelAttribute("selection")
    BulkSelection selection(@ModelAttribute("form") BulkForm form, @RequestParam Map<String, String> parameters) {
        return BulkSelection.of(status, form.domains(), form.all(), Ask.of(parameters));
    }

    @PostMapping
    String confirm(
            @ModelAttribute("form") BulkForm form,
            @ModelAttribute("selection") BulkSelection selection,
            Model model,
            RedirectAttributes flash) {
        BulkAct act = act(form.act());
        return selection.size() == 0 ? nothing(selection, flash) : question(act, selection, model);
    }

    @PostMapping("/{word:retry|resume}")
    String act(
            @PathVariable String word,
            @ModelAttribute("selection") BulkSelection selection,
            Principal principal,
            RedirectAttributes flash) {
        if (selection.size() == 0) {
            return nothing(selection, flash);
        }
        String user = principal.getName();
        return done(act(word) == BulkAct.RETRY ? retried(selection, user) : resumed(selection, user), selection, flash);
    }

    @PostMapping("/suspend")
    String suspend(
            @ModelAttribute("form") BulkForm form,
            @ModelAttribute("selection") BulkSelection selection,
            Principal principal,
            Model model,
            RedirectAttributes flash,
            HttpServletResponse response) {
        if (selection.size() == 0) {
            return nothing(selection, flash);
        }
        Optional<String> fault = TypedText.fault(form.reason(), DestinationDesk.LONGEST_REASON, texts);
        if (fault.isPresent()) {
            response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
            model.addAttribute("fault", fault.get());
            return question(BulkAct.SUSPEND, selection, model);
        }
        selection.domains().forEach(domain -> desk.suspend(domain, form.reason(), principal.getName()));
        return done(texts.of("monitor.bulk.suspended", selection.size()), selection, flash);
    }

    private String retried(BulkSelection selection, String user) {
        return texts.of("monitor.bulk.retried", selection.size())
                + ' '
                + TryText.done(status.retry(selection.domains(), user), texts);
    }

    private String resumed(BulkSelection selection, String user) {
        long resumed = selection.domains().stream()
                .filter(domain -> desk.resume(domain, user))
                .count();
        return texts.of("monitor.bulk.resumed", resumed, selection.size() - resumed);
    }

    private static String done(String message, BulkSelection selection, RedirectAttributes flash) {
        flash.addFlashAttribute("message", message);
        return "redirect:" + selection.ask().address();
    }

    private String nothing(BulkSelection selection, RedirectAttributes flash) {
        flash.addFlashAttribute(
                "problem",
                texts.of(selection.all() ? "monitor.no-destination-matches-this-search-and" : "monitor.bulk.none"));
        return "redirect:" + selection.ask().address();
    }

    private String question(BulkAct act, BulkSelection selection, Model model) {
        model.addAttribute("word", act.word());
        model.addAttribute("rule", new RuleText(texts).of(selection.ask()));
        return "monitor/bulk";
    }

    private static BulkAct act(@Nullable String word) {
        return BulkAct.of(word == null ? "" : word)
                .orElseThrow(() -> new ResponseStatusException(
                        HttpStatus.BAD_REQUEST, "This cannot be done with several destinations."));
    }
}
