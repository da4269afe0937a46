package org.danegate.config.web;

import jakarta.servlet.http.HttpServletResponse;
import java.security.Principal;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.danegate.config.Acknowledgements;
import org.danegate.config.ChangeWords;
import org.danegate.config.Commit;
import org.danegate.config.MendingForms;
import org.danegate.config.PolicyFingerprint;
import org.danegate.config.Submission;
import org.danegate.config.WorkingPolicy;
import org.danegate.console.Texts;
import org.danegate.console.TypedText;
import org.danegate.policy.DomainPattern;
import org.danegate.policy.Policy;
import org.danegate.wording.Fault;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
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
    /// Most faults and most pieces of advice listed; the others appear when these are fixed.
    private static final int MOST_LISTED = 50;
    private static final Pattern ROUTE = Pattern.compile("smtpRoutes\\[(\\d+)]\\.domain");
    private static final Pattern ENTRY = Pattern.compile("destinationControls\\.destinations\\[(\\d+)]\\.dane");

    private final WorkingPolicy working;
    private final ChangeWords words;
    private final Texts texts;
    private final ObjectProvider<MendingForms> forms;

    CommitPages(WorkingPolicy working, ChangeWords words, Texts texts, ObjectProvider<MendingForms> forms) {
        this.working = working;
        this.words = words;
        this.texts = texts;
        this.forms = forms;
    }

    /// @param page of the changes, from 1
    @GetMapping("/commit")
    String uncommitted(@RequestParam(defaultValue = "1") String page, Model model) {
        Policy shown = working.policy();
        List<Fault> violations = working.violations();
        WorkingPolicy.Authors authors = working.authors();
        model.addAttribute(
                "changes", ChangePage.of(working.changes(shown), page, c -> words.of(c, authors.of(c.object()))));
        model.addAttribute("seen", PolicyFingerprint.of(shown));
        List<Fault> errors = violations.stream().filter(Fault::isError).toList();
        List<Fault> advice = violations.stream().filter(Fault::isAdvice).toList();
        model.addAttribute("moreFaults", Math.max(0, errors.size() - MOST_LISTED));
        model.addAttribute("moreAdvice", Math.max(0, advice.size() - MOST_LISTED));
        model.addAttribute(
                "faults",
                errors.stream()
                        .limit(MOST_LISTED)
                        .map(v -> new Obstacle(texts.of(v.wording()), v.field(), mending(shown, v.field())))
                        .toList());
        model.addAttribute(
                "acknowledge",
                Acknowledgements.needed(working).stream()
                        .map(v -> texts.of(v.wording()))
                        .toList());
        model.addAttribute(
                "advice",
                advice.stream()
                        .limit(MOST_LISTED)
                        .map(v -> new Advice(texts.of(v.wording()), fix(v), mending(shown, v.field())))
                        .toList());
        return "config/commit";
    }

    /// Address of the form that fixes a fault; empty when no page has the field.
    private String mending(Policy policy, String field) {
        return forms.orderedStream()
                .flatMap(f -> f.of(policy, field).stream())
                .findFirst()
                .orElse("");
    }

    /// A reason why a commit is not possible.
    ///
    /// @param field as the policy file names it
    /// @param address form that fixes it, empty when there is none
    public record Obstacle(String message, String field, String address) {}

    /// Something to consider before a commit.
    ///
    /// @param withoutDane domain that a click sets to DANE Support None, `default` for the Default entry, null
    ///     for none
    /// @param address form of its subject, empty when there is none
    public record Advice(String message, @Nullable String withoutDane, String address) {}

    private @Nullable String fix(Fault advice) {
        Matcher route = ROUTE.matcher(advice.field());
        if (route.matches()) {
            DomainPattern pattern = working.policy()
                    .smtpRoutes()
                    .get(Integer.parseInt(route.group(1)))
                    .pattern();
            return pattern == null ? "default" : pattern.toString();
        }
        Matcher entry = ENTRY.matcher(advice.field());
        return entry.matches()
                ? working.policy()
                        .destinationControls()
                        .entries()
                        .get(Integer.parseInt(entry.group(1)))
                        .pattern()
                        .toString()
                : null;
    }

    @PostMapping("/commit/without-dane")
    @PreAuthorize("hasRole('OPERATOR')")
    String withoutDane(@RequestParam String domain, Principal user, RedirectAttributes redirect) {
        DomainPattern pattern;
        try {
            pattern = domain.equals("default") ? null : DomainPattern.parse(domain);
        } catch (IllegalArgumentException e) {
            redirect.addFlashAttribute(
                    "problem", texts.of("commit.without-dane.not", texts.of("policy.file.domain", domain)));
            return "redirect:/commit";
        }
        switch (working.withoutDane(pattern, user.getName())) {
            case Submission.Submitted done ->
                redirect.addFlashAttribute("message", texts.of("commit.without-dane.done", domain));
            case Submission.Rejected rejected ->
                redirect.addFlashAttribute("problem", texts.of("commit.without-dane.not", first(rejected.faults())));
            case Submission.Stale stale ->
                redirect.addFlashAttribute("problem", texts.of("commit.without-dane.not", texts.of(stale.why())));
        }
        return "redirect:/commit";
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
            model.addAttribute("comment", comment);
            model.addAttribute("commentFault", fault.get());
            response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
            return uncommitted("1", model);
        }
        if (!acknowledged && !Acknowledgements.needed(working).isEmpty()) {
            model.addAttribute("comment", comment);
            model.addAttribute("acknowledgeFault", true);
            response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
            return uncommitted("1", model);
        }
        return switch (working.commit(comment.strip(), seen, user.getName())) {
            case Commit.Done done -> {
                redirect.addFlashAttribute("message", texts.of("commit.done", String.valueOf(done.revision())));
                yield "redirect:/commit";
            }
            case Commit.Nothing nothing -> {
                redirect.addFlashAttribute("problem", texts.of("commit.nothing"));
                yield "redirect:/commit";
            }
            case Commit.Stale stale -> {
                response.setStatus(HttpStatus.CONFLICT.value());
                yield notCommitted(texts.of("commit.stale"), comment, model);
            }
            case Commit.Rejected rejected -> {
                response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
                yield notCommitted(texts.of("commit.refused", first(rejected.faults())), comment, model);
            }
        };
    }

    private String notCommitted(String why, String comment, Model model) {
        model.addAttribute("problem", why);
        model.addAttribute("comment", comment);
        return uncommitted("1", model);
    }

    private String first(List<Fault> faults) {
        return texts.of(faults.getFirst().wording());
    }

    /// Shows what would be lost, for confirmation.
    @GetMapping("/commit/abandon")
    @PreAuthorize("hasRole('OPERATOR')")
    String confirmAbandon(Model model) {
        Policy shown = working.policy();
        model.addAttribute("changes", ChangePage.of(working.changes(shown), "1", words::of));
        model.addAttribute("seen", PolicyFingerprint.of(shown));
        return "config/abandon";
    }

    @PostMapping("/commit/abandon")
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
