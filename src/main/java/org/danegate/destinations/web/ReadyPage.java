package org.danegate.destinations.web;

import java.security.Principal;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.danegate.address.DomainName;
import org.danegate.config.Submission;
import org.danegate.config.WorkingPolicy;
import org.danegate.console.Texts;
import org.danegate.history.DaneReadiness;
import org.danegate.policy.DaneSupport;
import org.danegate.policy.DestinationControls;
import org.danegate.policy.Policy;
import org.danegate.wording.Fault;
import org.jspecify.annotations.Nullable;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/// Mail Policies > Destination Controls > Ready for Mandatory?: the destinations that DANE authenticated in every
/// attempt of the last days, and one step to turn them to Mandatory.
@Controller
class ReadyPage {

    private static final String ADDRESS = DestinationListState.LIST + "/ready";
    private static final List<Integer> DAYS = List.of(3, 7, 14, 30);
    private static final int ROWS = 500;

    private final DaneReadiness readiness;
    private final WorkingPolicy working;
    private final Texts texts;

    ReadyPage(DaneReadiness readiness, WorkingPolicy working, Texts texts) {
        this.readiness = readiness;
        this.working = working;
        this.texts = texts;
    }

    @GetMapping(ADDRESS)
    String show(@RequestParam(defaultValue = "7") int days, Model model) {
        int shown = DAYS.contains(days) ? days : 7;
        model.addAttribute("days", shown);
        model.addAttribute("choices", DAYS);
        model.addAttribute("records", candidates(shown).stream().limit(ROWS).toList());
        return "destinations/ready";
    }

    /// Destinations with DANE Support Opportunistic in the working copy. Those that are Mandatory need no change,
    /// and nothing is known of those without DANE.
    private List<DaneReadiness.Attempts> candidates(int days) {
        DestinationControls controls = working.policy().destinationControls();
        return readiness.of(days).stream()
                .filter(record -> !record.domain().startsWith("["))
                .filter(record -> controls.effectiveFor(new DomainName(record.domain()))
                                .profile()
                                .dane()
                        == DaneSupport.OPPORTUNISTIC)
                .toList();
    }

    /// @param domains ticked destinations; those that are not ready any more are left out
    @PostMapping(ADDRESS)
    @PreAuthorize("hasRole('OPERATOR')")
    String turn(
            @RequestParam(name = "domain", required = false) @Nullable List<String> domains,
            @RequestParam(defaultValue = "7") int days,
            Principal user,
            RedirectAttributes flash) {
        Set<String> ticked = domains == null ? Set.of() : Set.copyOf(domains);
        List<DomainName> ready = candidates(DAYS.contains(days) ? days : 7).stream()
                .filter(DaneReadiness.Attempts::ready)
                .map(DaneReadiness.Attempts::domain)
                .filter(ticked::contains)
                .map(DomainName::new)
                .toList();
        String again = "redirect:" + ADDRESS + "?days=" + days;
        if (ready.isEmpty()) {
            flash.addFlashAttribute("problem", texts.of("destinations.ready.tick-first"));
            return again;
        }
        Policy now = working.policy();
        Policy next = now.with(MandatoryEntries.in(now.destinationControls(), ready));
        switch (working.submit(next, now, user.getName())) {
            case Submission.Submitted done ->
                flash.addFlashAttribute("message", texts.of("destinations.ready.done", ready.size()));
            case Submission.Rejected rejected -> flash.addFlashAttribute("problem", words(rejected.faults()));
            case Submission.Stale stale -> flash.addFlashAttribute("problem", texts.of(stale.why()));
        }
        return again;
    }

    private String words(List<Fault> faults) {
        return faults.stream().map(fault -> texts.of(fault.wording())).collect(Collectors.joining(" "));
    }
}
