package org.danegate.config.web;

import java.security.Principal;
import org.danegate.config.RefusedPolicyException;
import org.danegate.config.WorkingPolicy;
import org.danegate.policy.Violation;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/// Uncommitted Changes and Configuration History.
@Controller
class CommitPages {

    private final WorkingPolicy working;

    CommitPages(WorkingPolicy working) {
        this.working = working;
    }

    @GetMapping("/commit")
    String uncommitted(Model model) {
        var violations = working.violations();
        model.addAttribute("changes", working.changes());
        model.addAttribute(
                "faults",
                violations.stream()
                        .filter(v -> v.severity() == Violation.Severity.ERROR)
                        .toList());
        model.addAttribute(
                "advice",
                violations.stream()
                        .filter(v -> v.severity() == Violation.Severity.ADVICE)
                        .toList());
        return "config/commit";
    }

    @PostMapping("/commit")
    @PreAuthorize("hasRole('ADMINISTRATOR')")
    String commit(@RequestParam(defaultValue = "") String comment, Principal user, RedirectAttributes redirect) {
        if (working.changes().isEmpty()) {
            redirect.addFlashAttribute("problem", "There was nothing to commit.");
            return "redirect:/commit";
        }
        try {
            long number = working.commit(comment.strip(), user.getName());
            redirect.addFlashAttribute("message", "Committed revision " + number + ". It is in force now.");
        } catch (RefusedPolicyException e) {
            redirect.addFlashAttribute("problem", "Not committed: " + e.getMessage());
        }
        return "redirect:/commit";
    }

    @PostMapping("/commit/abandon")
    @PreAuthorize("hasRole('ADMINISTRATOR')")
    String abandon(Principal user, RedirectAttributes redirect) {
        working.abandon(user.getName());
        redirect.addFlashAttribute("message", "Abandoned all changes. The policy in force is unchanged.");
        return "redirect:/commit";
    }

    @GetMapping("/system/revisions")
    String revisions(Model model) {
        model.addAttribute("revisions", working.revisions());
        return "config/revisions";
    }
}
