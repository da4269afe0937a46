package org.danegate.rehearsal.web;

import java.security.Principal;
import java.util.Map;
import java.util.Optional;
import org.danegate.console.Texts;
import org.danegate.rehearsal.DryRun;
import org.danegate.rehearsal.DryRuns;
import org.danegate.rehearsal.Outlook.Fate;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/// Uncommitted Changes > Dry run.
@Controller
@RequestMapping("/commit/dry-run")
class DryRunPage {

    /// Badges of the outcomes: good only when a certificate was seen to match.
    private static final Map<Fate, String> KINDS = Map.of(
            Fate.DANE, "good",
            Fate.ENCRYPTED, "warn",
            Fate.FALLBACK, "warn",
            Fate.TLS_SUPPORT, "plain",
            Fate.WAITS, "bad",
            Fate.BOUNCES, "bad",
            Fate.DROPPED, "bad",
            Fate.UNCHECKED, "unknown",
            Fate.UNKNOWN, "unknown");

    private final DryRuns runs;
    private final Texts texts;

    DryRunPage(DryRuns runs, Texts texts) {
        this.runs = runs;
        this.texts = texts;
    }

    @GetMapping
    String show(Model model) {
        put(model);
        return "rehearsal/dry-run";
    }

    /// The last result in short, or that a run is under way, for the page of uncommitted changes.
    @GetMapping("/part")
    String part(Model model) {
        put(model);
        return "rehearsal/dry-run :: part";
    }

    /// Starts a run in the background unless the last result still holds; the answer is the part.
    @PostMapping("/start")
    @PreAuthorize("hasRole('OPERATOR')")
    String start(Principal user, Model model) {
        runs.start(user.getName());
        return part(model);
    }

    private void put(Model model) {
        Optional<DryRun> last = runs.last();
        model.addAttribute("running", runs.running());
        model.addAttribute("run", last.orElse(null));
        model.addAttribute("kinds", KINDS);
        model.addAttribute("texts", texts);
        model.addAttribute("current", last.isPresent() && runs.current(last.get()));
    }

    @PostMapping
    @PreAuthorize("hasRole('OPERATOR')")
    String run(
            @RequestParam(defaultValue = "false") boolean probe,
            @RequestParam(defaultValue = "") String sender,
            Principal user,
            RedirectAttributes redirect) {
        if (!SenderText.isSender(sender)) {
            redirect.addFlashAttribute("problem", texts.of("rehearsal.sender.fault", sender.strip()));
        } else if (runs.run(probe, sender.strip(), user.getName()).isEmpty()) {
            redirect.addFlashAttribute("problem", texts.of("rehearsal.busy"));
        }
        return "redirect:/commit/dry-run";
    }
}
