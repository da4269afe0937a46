package org.danegate.config.web;

import jakarta.servlet.http.HttpServletResponse;
import java.security.Principal;
import java.util.List;
import java.util.Optional;
import org.danegate.config.Acknowledgements;
import org.danegate.config.ChangeAuthors;
import org.danegate.config.ChangeWords;
import org.danegate.config.Commit;
import org.danegate.config.PolicyChange;
import org.danegate.config.PolicyFingerprint;
import org.danegate.config.Reversions;
import org.danegate.config.Submission;
import org.danegate.config.WorkingPolicy;
import org.danegate.console.Texts;
import org.danegate.console.TypedText;
import org.danegate.policy.DomainPattern;
import org.danegate.policy.Policy;
import org.danegate.wording.Fault;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/// Uncommitted Changes.
@Controller
class CommitPages {

    private static final int LONGEST_COMMENT = 1000;

    private final WorkingPolicy working;
    private final Reversions reversions;
    private final ChangeWords words;
    private final Texts texts;
    private final CommitFindings findings;

    CommitPages(WorkingPolicy working, Reversions reversions, ChangeWords words, Texts texts, CommitFindings findings) {
        this.working = working;
        this.reversions = reversions;
        this.words = words;
        this.texts = texts;
        this.findings = findings;
    }

    /// @param page of the changes, from 1
    /// @param group key of the only group to show, empty for all changes
    @GetMapping("/commit")
    String uncommitted(
            @RequestParam(defaultValue = "1") String page, @RequestParam(defaultValue = "") String group, Model model) {
        Policy shown = working.policy();
        ChangeAuthors authors = working.authors();
        List<PolicyChange> changes = working.changes(shown);
        model.addAttribute(
                "changes", ReviewPage.of(changes, page, group, words, c -> words.of(c, authors.of(c.object()))));
        model.addAttribute("seen", PolicyFingerprint.of(shown));
        findings.show(working.violations(shown), shown, model);
        return "config/commit";
    }

    /// Takes one change back to the value in force.
    ///
    /// @param change its id, and after a colon the name of the only field to take back
    @PostMapping("/commit/revert")
    @PreAuthorize("hasRole('OPERATOR')")
    String revert(@RequestParam(defaultValue = "") String change, Principal user, RedirectAttributes redirect) {
        String[] parts = change.split(":", 2);
        return reverted(
                reversions.revert(parts[0], parts.length > 1 ? parts[1] : null, user.getName()),
                "commit.reverted",
                redirect);
    }

    /// Takes all changes of a group back to the values in force.
    ///
    /// @param group key of the group
    /// @param seen its members, as the page showed them
    @PostMapping("/commit/revert/group")
    @PreAuthorize("hasRole('OPERATOR')")
    String revertGroup(
            @RequestParam(defaultValue = "") String group,
            @RequestParam(defaultValue = "") String seen,
            Principal user,
            RedirectAttributes redirect) {
        return reverted(reversions.revertGroup(group, seen, user.getName()), "commit.reverted.group", redirect);
    }

    private String reverted(Submission outcome, String done, RedirectAttributes redirect) {
        return switch (outcome) {
            case Submission.Submitted submitted -> redirect(redirect, "message", texts.of(done));
            case Submission.Stale stale -> redirect(redirect, "problem", texts.of(stale.why()));
            case Submission.Rejected rejected -> redirect(redirect, "problem", first(rejected.faults()));
        };
    }

    @PostMapping("/commit/without-dane")
    @PreAuthorize("hasRole('OPERATOR')")
    String withoutDane(@RequestParam String domain, Principal user, RedirectAttributes redirect) {
        DomainPattern pattern;
        try {
            pattern = domain.equals("default") ? null : DomainPattern.parse(domain);
        } catch (IllegalArgumentException e) {
            return redirect(
                    redirect, "problem", texts.of("commit.without-dane.not", texts.of("policy.file.domain", domain)));
        }
        return switch (working.withoutDane(pattern, user.getName())) {
            case Submission.Submitted done ->
                redirect(redirect, "message", texts.of("commit.without-dane.done", domain));
            case Submission.Rejected rejected ->
                redirect(redirect, "problem", texts.of("commit.without-dane.not", first(rejected.faults())));
            case Submission.Stale stale ->
                redirect(redirect, "problem", texts.of("commit.without-dane.not", texts.of(stale.why())));
        };
    }

    /// @param seen fingerprint of the working copy as it was shown; absent to commit any working copy
    @PostMapping("/commit")
    @PreAuthorize("hasRole('OPERATOR')")
    String commit(
            @RequestParam(defaultValue = "") String comment,
            @RequestParam(required = false) @Nullable String seen,
            @RequestParam(defaultValue = "false") boolean acknowledged,
            Principal user,
            Model model,
            RedirectAttributes redirect,
            HttpServletResponse response) {
        Optional<String> fault = TypedText.fault(comment, LONGEST_COMMENT, texts);
        if (fault.isPresent()) {
            model.addAttribute("commentFault", fault.get());
            return notCommitted(HttpStatus.UNPROCESSABLE_CONTENT, comment, model, response);
        }
        if (!acknowledged && !Acknowledgements.needed(working).isEmpty()) {
            model.addAttribute("acknowledgeFault", true);
            return notCommitted(HttpStatus.UNPROCESSABLE_CONTENT, comment, model, response);
        }
        return switch (working.commit(comment.strip(), seen, user.getName())) {
            case Commit.Done done -> {
                redirect.addFlashAttribute("watched", true);
                yield redirect(redirect, "message", texts.of("commit.done", String.valueOf(done.revision())));
            }
            case Commit.Nothing nothing -> redirect(redirect, "problem", texts.of("commit.nothing"));
            case Commit.Stale stale -> {
                model.addAttribute("problem", texts.of("commit.stale"));
                yield notCommitted(HttpStatus.CONFLICT, comment, model, response);
            }
            case Commit.Rejected rejected -> {
                model.addAttribute("problem", texts.of("commit.refused", first(rejected.faults())));
                yield notCommitted(HttpStatus.UNPROCESSABLE_CONTENT, comment, model, response);
            }
        };
    }

    private static String redirect(RedirectAttributes redirect, String kind, String sentence) {
        redirect.addFlashAttribute(kind, sentence);
        return "redirect:/commit";
    }

    /// Shows the page again with the typed comment.
    private String notCommitted(HttpStatus status, String comment, Model model, HttpServletResponse response) {
        model.addAttribute("comment", comment);
        response.setStatus(status.value());
        return uncommitted("1", "", model);
    }

    private String first(List<Fault> faults) {
        return texts.of(faults.getFirst().wording());
    }
}
