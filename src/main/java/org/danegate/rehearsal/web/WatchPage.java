package org.danegate.rehearsal.web;

import java.security.Principal;
import java.util.Optional;
import org.danegate.config.PolicyFingerprint;
import org.danegate.config.Submission;
import org.danegate.config.WorkingPolicy;
import org.danegate.console.Texts;
import org.danegate.policy.CommittedPolicy;
import org.danegate.policy.Policy;
import org.danegate.rehearsal.CommitWatch;
import org.danegate.rehearsal.WatchReport;
import org.danegate.rehearsal.WatchReports;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/// Uncommitted Changes > Commit and Watch.
@Controller
@RequestMapping("/commit/watch")
class WatchPage {

    private final WatchReports reports;
    private final CommitWatch watch;
    private final CommittedPolicy committed;
    private final WorkingPolicy working;
    private final Texts texts;

    WatchPage(WatchReports reports, CommitWatch watch, CommittedPolicy committed, WorkingPolicy working, Texts texts) {
        this.reports = reports;
        this.watch = watch;
        this.committed = committed;
        this.working = working;
        this.texts = texts;
    }

    @GetMapping
    String show(Model model) {
        put(reports.newest(), model);
        return "rehearsal/watch";
    }

    /// The changing part of the page.
    @GetMapping("/part")
    String part(Model model) {
        put(reports.newest(), model);
        return "rehearsal/watch :: part";
    }

    /// The same in short for the page of uncommitted changes, while a commit is being watched.
    @GetMapping("/line")
    String line(Model model) {
        put(reports.newest().filter(report -> !report.over()), model);
        return "rehearsal/watch :: line";
    }

    private void put(Optional<WatchReport> report, Model model) {
        model.addAttribute("report", report.orElse(null));
        model.addAttribute(
                "undo",
                report.isPresent()
                        && report.get().revision() == committed.current().number());
        model.addAttribute("pending", working.pending());
        model.addAttribute("seen", PolicyFingerprint.of(working.policy()));
    }

    /// Makes the working copy what was in force before the commit; nothing is in force before the next commit.
    ///
    /// @param revision the commit to undo
    /// @param seen fingerprint of the working copy that the page said would be replaced
    @PostMapping("/roll-back")
    @PreAuthorize("hasRole('OPERATOR')")
    String rollBack(
            @RequestParam(defaultValue = "") String revision,
            @RequestParam(defaultValue = "") String seen,
            Principal user,
            RedirectAttributes redirect) {
        Policy now = working.policy();
        Optional<CommitWatch.Watched> watched = watch.newest()
                .filter(w -> w.revision() == committed.current().number())
                .filter(w -> String.valueOf(w.revision()).equals(revision));
        if (watched.isEmpty() || !seen.equals(PolicyFingerprint.of(now))) {
            return problem(texts.of("history.stale"), redirect);
        }
        return switch (working.submit(watched.get().before(), now, user.getName())) {
            case Submission.Submitted done -> {
                redirect.addFlashAttribute("message", texts.of("watch.rolled-back", revision));
                yield "redirect:/commit";
            }
            case Submission.Stale stale -> problem(texts.of(stale.why()), redirect);
            case Submission.Rejected rejected ->
                problem(texts.of(rejected.faults().getFirst().wording()), redirect);
        };
    }

    private static String problem(String why, RedirectAttributes redirect) {
        redirect.addFlashAttribute("problem", why);
        return "redirect:/commit/watch";
    }
}
