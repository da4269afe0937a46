package org.danegate.config.web;

import jakarta.servlet.http.HttpServletResponse;
import java.security.Principal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.danegate.config.Acknowledgements;
import org.danegate.config.NothingToCommitException;
import org.danegate.config.PolicyChange;
import org.danegate.config.PolicyFingerprint;
import org.danegate.config.RefusedPolicyException;
import org.danegate.config.StaleEditException;
import org.danegate.config.WorkingPolicy;
import org.danegate.console.Texts;
import org.danegate.console.TypedText;
import org.danegate.policy.DomainPattern;
import org.danegate.policy.Policy;
import org.danegate.policy.Violation;
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
    /// Faults and pieces of advice that are listed; the others follow when these are mended.
    private static final int MOST_LISTED = 50;
    private static final Pattern ROUTE = Pattern.compile("smtpRoutes\\[(\\d+)]\\.domain");
    private static final Pattern ENTRY = Pattern.compile("destinationControls\\.destinations\\[(\\d+)]\\.dane");

    private final WorkingPolicy working;
    private final ChangeWords words;
    private final Texts texts;

    CommitPages(WorkingPolicy working, ChangeWords words, Texts texts) {
        this.working = working;
        this.words = words;
        this.texts = texts;
    }

    /// @param page of the changes, from 1
    @GetMapping("/commit")
    String uncommitted(@RequestParam(defaultValue = "1") String page, Model model) {
        Policy shown = working.policy();
        List<Violation> violations = working.violations();
        Map<String, String> authors = working.authors();
        model.addAttribute(
                "changes", ChangePage.of(working.changes(shown), page, c -> words.of(c, author(authors, c))));
        model.addAttribute("seen", PolicyFingerprint.of(shown));
        List<Violation> errors = of(violations, Violation.Severity.ERROR);
        List<Violation> advice = of(violations, Violation.Severity.ADVICE);
        model.addAttribute("moreFaults", Math.max(0, errors.size() - MOST_LISTED));
        model.addAttribute("moreAdvice", Math.max(0, advice.size() - MOST_LISTED));
        model.addAttribute(
                "faults",
                errors.stream()
                        .limit(MOST_LISTED)
                        .map(v ->
                                new Fault(texts.of(ViolationTexts.of(v)), v.field(), MendingForm.of(shown, v.field())))
                        .toList());
        model.addAttribute(
                "acknowledge",
                Acknowledgements.needed(working).stream()
                        .map(v -> texts.of(ViolationTexts.of(v)))
                        .toList());
        model.addAttribute(
                "advice",
                advice.stream()
                        .limit(MOST_LISTED)
                        .map(v -> new Advice(texts.of(ViolationTexts.of(v)), fix(v), MendingForm.of(shown, v.field())))
                        .toList());
        return "config/commit";
    }

    private static List<Violation> of(List<Violation> violations, Violation.Severity severity) {
        return violations.stream().filter(v -> v.severity() == severity).toList();
    }

    /// What keeps a commit from being made.
    ///
    /// @param field as the policy file has it
    /// @param address form that mends it, empty where there is none
    public record Fault(String message, String field, String address) {}

    /// What to think of before a commit.
    ///
    /// @param withoutDane domain that a click gives DANE Support None, `default` for the Default entry, null for
    ///     none
    /// @param address form of what it is about, empty where there is none
    public record Advice(String message, @Nullable String withoutDane, String address) {}

    private static @Nullable String author(Map<String, String> authors, PolicyChange change) {
        String own = authors.get(change.object());
        if (own != null || change.object().startsWith("Destination ")) {
            return own;
        }
        return authors.entrySet().stream()
                .filter(a -> change.object().startsWith(a.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(null);
    }

    private @Nullable String fix(Violation advice) {
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
        try {
            working.withoutDane(domain.equals("default") ? null : DomainPattern.parse(domain), user.getName());
            redirect.addFlashAttribute("message", texts.of("commit.without-dane.done", domain));
        } catch (IllegalArgumentException e) {
            redirect.addFlashAttribute(
                    "problem", texts.of("commit.without-dane.not", texts.of("policy.file.domain", domain)));
        } catch (RefusedPolicyException e) {
            redirect.addFlashAttribute("problem", texts.of("commit.without-dane.not", first(e)));
        }
        return "redirect:/commit";
    }

    /// @param seen fingerprint of the working copy as it was shown; absent to commit whatever is there
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
        try {
            long number = working.commit(comment.strip(), seen, user.getName());
            redirect.addFlashAttribute("message", texts.of("commit.done", String.valueOf(number)));
        } catch (StaleEditException e) {
            model.addAttribute("problem", texts.of("commit.stale"));
            model.addAttribute("comment", comment);
            response.setStatus(HttpStatus.CONFLICT.value());
            return uncommitted("1", model);
        } catch (NothingToCommitException e) {
            redirect.addFlashAttribute("problem", texts.of("commit.nothing"));
        } catch (RefusedPolicyException e) {
            model.addAttribute("problem", texts.of("commit.refused", first(e)));
            model.addAttribute("comment", comment);
            response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
            return uncommitted("1", model);
        }
        return "redirect:/commit";
    }

    private String first(RefusedPolicyException e) {
        return texts.of(ViolationTexts.of(e.violations().getFirst()));
    }

    /// What would be lost, to be looked at once more.
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
        try {
            working.abandon(seen, user.getName());
        } catch (StaleEditException e) {
            model.addAttribute("problem", texts.of("abandon.stale"));
            response.setStatus(HttpStatus.CONFLICT.value());
            return confirmAbandon(model);
        }
        redirect.addFlashAttribute("message", texts.of("abandon.done"));
        return "redirect:/commit";
    }
}
