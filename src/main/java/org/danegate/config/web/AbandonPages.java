package org.danegate.config.web;

import jakarta.servlet.http.HttpServletResponse;
import java.security.Principal;
import org.danegate.config.ChangeWords;
import org.danegate.config.PolicyFingerprint;
import org.danegate.config.Submission;
import org.danegate.config.WorkingPolicy;
import org.danegate.console.Texts;
import org.danegate.policy.Policy;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/// Uncommitted Changes > Abandon Changes.
@Controller
@RequestMapping("/commit/abandon")
class AbandonPages {

    private final WorkingPolicy working;
    private final ChangeWords words;
    private final Texts texts;

    AbandonPages(WorkingPolicy working, ChangeWords words, Texts texts) {
        this.working = working;
        this.words = words;
        this.texts = texts;
    }

    /// Shows what would be lost, for confirmation.
    @GetMapping
    @PreAuthorize("hasRole('OPERATOR')")
    String confirmAbandon(Model model) {
        Policy shown = working.policy();
        model.addAttribute("changes", ChangePage.of(working.changes(shown), "1", words::of));
        model.addAttribute("seen", PolicyFingerprint.of(shown));
        return "config/abandon";
    }

    /// @param seen fingerprint of the working copy that the confirmation showed
    @PostMapping
    @PreAuthorize("hasRole('OPERATOR')")
    String abandon(
            @RequestParam(defaultValue = "") String seen,
            Principal user,
            Model model,
            RedirectAttributes redirect,
            HttpServletResponse response) {
        if (working.abandon(seen, user.getName()) instanceof Submission.Stale) {
            model.addAttribute("problem", texts.of("abandon.stale"));
            response.setStatus(HttpStatus.CONFLICT.value());
            return confirmAbandon(model);
        }
        redirect.addFlashAttribute("message", texts.of("abandon.done"));
        return "redirect:/commit";
    }
}
