package org.danegate.advisor.web;

import jakarta.servlet.http.HttpServletResponse;
import java.security.Principal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.danegate.address.DomainName;
import org.danegate.advice.Advice;
import org.danegate.advice.Draft;
import org.danegate.advisor.Advisor;
import org.danegate.advisor.DomainAdvice;
import org.danegate.advisor.ProbeNow;
import org.danegate.config.Submission;
import org.danegate.config.WorkingPolicy;
import org.danegate.console.Texts;
import org.danegate.policy.DestinationControls;
import org.danegate.policy.Policy;
import org.danegate.wording.Wording;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/// What the Advisor does when asked: it puts drafts into the working copy, and probes a domain. It never commits.
@Controller
@RequestMapping(AdvisorPages.PATH)
class AdvisorActs {

    /// How long a browser waits for a probe.
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final int MOST_COMMENT = 1000;
    private static final String BACK = "redirect:" + AdvisorPages.PATH;

    private final Advisor advisor;
    private final ProbeNow probes;
    private final WorkingPolicy working;
    private final Texts texts;
    private final AdvisorPages pages;

    AdvisorActs(Advisor advisor, ProbeNow probes, WorkingPolicy working, Texts texts, AdvisorPages pages) {
        this.advisor = advisor;
        this.probes = probes;
        this.working = working;
        this.texts = texts;
        this.pages = pages;
    }

    /// Puts the changes of an advice into the working copy. Advice that does not hold any more is left out.
    ///
    /// @param advice id of the kind, such as `A-01`
    /// @param domains ticked
    @PostMapping("/draft")
    @PreAuthorize("hasRole('OPERATOR')")
    String draft(
            @RequestParam(defaultValue = "") String advice,
            @RequestParam(name = "domain", required = false) @Nullable List<String> domains,
            Principal user,
            RedirectAttributes redirect) {
        Policy now = working.policy();
        DestinationControls next = now.destinationControls();
        List<String> comments = new ArrayList<>();
        for (String text : domains == null ? List.<String>of() : domains) {
            Optional<DomainName> domain = AdvisorPages.name(text);
            Optional<Advice> given = domain.flatMap(d -> given(d, advice));
            Optional<Draft> draft = given.flatMap(Advice::draft);
            if (domain.isPresent() && draft.isPresent()) {
                next = draft.get().in(next, domain.get());
                comments.add(comment(domain.get(), given.get()));
            }
        }
        if (comments.isEmpty()) {
            redirect.addFlashAttribute("problem", texts.of("advisor.nothing"));
            return BACK;
        }
        return submitted(working.submit(now.with(next), now, user.getName()), comments, redirect);
    }

    private Optional<Advice> given(DomainName domain, String id) {
        return advisor.of(domain).advice().stream()
                .map(DomainAdvice.Given::advice)
                .filter(a -> a.kind().id().equals(id))
                .findFirst();
    }

    /// The evidence, which is proposed as the comment of the commit.
    private static String comment(DomainName domain, Advice advice) {
        return advice.kind().id() + " " + domain + ": "
                + advice.evidence().stream().map(Wording::english).collect(Collectors.joining(" "));
    }

    private String submitted(Submission outcome, List<String> comments, RedirectAttributes redirect) {
        return switch (outcome) {
            case Submission.Submitted done -> {
                redirect.addFlashAttribute("message", texts.of("advisor.drafted", comments.size()));
                String comment = String.join(" ", comments);
                redirect.addFlashAttribute("comment", comment.substring(0, Math.min(comment.length(), MOST_COMMENT)));
                yield "redirect:/commit";
            }
            case Submission.Rejected rejected -> {
                redirect.addFlashAttribute(
                        "problem",
                        rejected.faults().stream()
                                .map(fault -> texts.of(fault.wording()))
                                .collect(Collectors.joining(" ")));
                yield BACK;
            }
            case Submission.Stale stale -> {
                redirect.addFlashAttribute("problem", texts.of(stale.why()));
                yield BACK;
            }
        };
    }

    /// Connects to every MX host of a domain. Waits for the result for a while.
    @PostMapping("/probe")
    @PreAuthorize("hasRole('OPERATOR')")
    String probe(
            @RequestParam(defaultValue = "") String domain,
            Model model,
            RedirectAttributes redirect,
            HttpServletResponse response)
            throws InterruptedException {
        Optional<DomainName> name = AdvisorPages.name(domain);
        if (name.isEmpty()) {
            model.addAttribute("domain", domain);
            model.addAttribute("fault", texts.of("advisor.no-domain", domain));
            response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
            return pages.show(model);
        }
        switch (probes.probe(name.get(), PATIENCE)) {
            case DONE ->
                redirect.addFlashAttribute(
                        "message", texts.of("advisor.probed", name.get().ascii()));
            case RUNNING ->
                redirect.addFlashAttribute(
                        "message", texts.of("advisor.probing", name.get().ascii()));
            case NOT_NOW ->
                redirect.addFlashAttribute(
                        "problem", texts.of("advisor.not-probed", name.get().ascii()));
        }
        redirect.addAttribute("d", name.get().ascii());
        return BACK + "/{d}";
    }
}
