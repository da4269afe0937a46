package org.danegate.config.web;

import jakarta.servlet.http.HttpServletResponse;
import java.security.Principal;
import java.util.List;
import java.util.stream.Collectors;
import org.danegate.config.ChangeWords;
import org.danegate.config.PolicyFingerprint;
import org.danegate.config.PolicyRevision;
import org.danegate.config.Submission;
import org.danegate.config.WorkingPolicy;
import org.danegate.console.Texts;
import org.danegate.policy.Policy;
import org.danegate.wording.Fault;
import org.springframework.data.domain.Page;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/// Configuration History: revisions, the changes of each, and rollback.
@Controller
@RequestMapping("/system/revisions")
class HistoryPages {

    private static final int ROWS = 25;

    private final WorkingPolicy working;
    private final ChangeWords words;
    private final Texts texts;
    private final RevisionPolicies policies;

    HistoryPages(WorkingPolicy working, RevisionPolicies policies, ChangeWords words, Texts texts) {
        this.working = working;
        this.policies = policies;
        this.words = words;
        this.texts = texts;
    }

    /// A revision as the list shows it.
    ///
    /// @param objects how many objects it changed
    public record Row(PolicyRevision revision, long objects) {}

    @GetMapping
    String list(@RequestParam(defaultValue = "1") int page, Model model) {
        Page<PolicyRevision> found = working.revisions(Math.max(0, page - 1), ROWS);
        model.addAttribute(
                "revisions",
                found.stream().map(r -> new Row(r, r.changes().lines().count())).toList());
        model.addAttribute("total", found.getTotalElements());
        model.addAttribute("page", found.getNumber() + 1);
        model.addAttribute("pages", found.getTotalPages());
        return "config/revisions";
    }

    /// @param with the revision to compare with, as typed: a number, 0 for the factory settings; empty for the
    ///     previous revision
    /// @param group key of the only group of changes to show, empty for all
    @GetMapping("/{number:\\d{1,18}}")
    String show(
            @PathVariable long number,
            @RequestParam(defaultValue = "") String with,
            @RequestParam(defaultValue = "1") String page,
            @RequestParam(defaultValue = "") String group,
            Model model,
            HttpServletResponse response) {
        model.addAttribute("group", group);
        String typed = with.strip();
        if (typed.isEmpty()) {
            return show(number, number - 1, page, model);
        }
        model.addAttribute("with", with);
        String fault = "history.compare.unknown";
        if (!typed.matches("[0-9]{1,18}")) {
            fault = "history.compare.number";
        } else if (typed.matches("0+")
                || working.revision(Long.parseLong(typed)).isPresent()) {
            return show(number, Long.parseLong(typed), page, model);
        }
        response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
        model.addAttribute("fault", texts.of(fault, typed));
        return show(number, number - 1, page, model);
    }

    /// @param other the revision before the change, 0 or less for the factory settings
    private String show(long number, long other, String page, Model model) {
        PolicyRevision revision = revision(number);
        if (other > 0) {
            revision(other);
        }
        model.addAttribute("revision", revision);
        model.addAttribute("other", other);
        model.addAttribute("base", "/system/revisions/" + number + "?with=" + Math.max(0, other) + "&");
        String group = String.valueOf(model.asMap().getOrDefault("group", ""));
        model.addAttribute("changes", ReviewPage.of(policies.between(other, number), page, group, words, words::of));
        model.addAttribute("current", policies.policy(number).equals(working.inForce()));
        model.addAttribute("pending", working.pending());
        model.addAttribute("seen", PolicyFingerprint.of(working.policy()));
        return "config/revision";
    }

    @GetMapping("/{number:\\d{1,18}}/download")
    ResponseEntity<byte[]> download(@PathVariable long number) {
        return PolicyFileDownload.of(
                "danegate-revision-" + number + ".yml", revision(number).document());
    }

    /// Copies the revision into the working copy; nothing is in force before a commit.
    ///
    /// @param seen fingerprint of the working copy that the page said would be replaced
    @PostMapping("/{number:\\d{1,18}}/rollback")
    @PreAuthorize("hasRole('OPERATOR')")
    String rollBack(
            @PathVariable long number,
            @RequestParam String seen,
            Principal user,
            Model model,
            RedirectAttributes redirect,
            HttpServletResponse response) {
        Policy now = working.policy();
        if (!seen.equals(PolicyFingerprint.of(now))) {
            return stale(number, model, response);
        }
        revision(number);
        return switch (working.submit(policies.policy(number), now, user.getName())) {
            case Submission.Submitted done -> {
                redirect.addFlashAttribute("message", texts.of("history.rolled-back", String.valueOf(number)));
                yield "redirect:/commit";
            }
            case Submission.Stale stale -> stale(number, model, response);
            case Submission.Rejected rejected -> refused(number, rejected.faults(), model, response);
        };
    }

    private String refused(long number, List<Fault> faults, Model model, HttpServletResponse response) {
        response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
        String why = faults.stream().map(f -> texts.of(f.wording())).collect(Collectors.joining(" "));
        model.addAttribute("problem", texts.of("history.refused", String.valueOf(number), why));
        return show(number, number - 1, "1", model);
    }

    private String stale(long number, Model model, HttpServletResponse response) {
        response.setStatus(HttpStatus.CONFLICT.value());
        model.addAttribute("problem", texts.of("history.stale"));
        return show(number, number - 1, "1", model);
    }

    private PolicyRevision revision(long number) {
        return working.revision(number).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    }
}
