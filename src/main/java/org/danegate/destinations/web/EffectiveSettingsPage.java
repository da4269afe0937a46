package org.danegate.destinations.web;

import java.time.InstantSource;
import org.danegate.address.DomainName;
import org.danegate.config.WorkingPolicy;
import org.danegate.console.Texts;
import org.danegate.policy.CommittedPolicy;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// Shows which settings apply to a domain, and where each comes from: in the working copy, compared with the policy
/// in force.
@Controller
class EffectiveSettingsPage {

    private final WorkingPolicy working;
    private final CommittedPolicy committed;
    private final InstantSource clock;
    private final Texts texts;

    EffectiveSettingsPage(WorkingPolicy working, CommittedPolicy committed, InstantSource clock, Texts texts) {
        this.working = working;
        this.committed = committed;
        this.clock = clock;
        this.texts = texts;
    }

    /// @param domain a domain, or a mail address; empty to show the input field
    /// @param sender envelope sender, for TLS by Sender; empty for any
    @GetMapping(DestinationListState.LIST + "/effective")
    String show(
            @RequestParam(defaultValue = "") String domain,
            @RequestParam(defaultValue = "") String sender,
            Model model) {
        String asked = domain.strip();
        String from = sender.strip();
        model.addAttribute("domain", asked);
        model.addAttribute("sender", from);
        if (!MailAsked.isSender(from)) {
            model.addAttribute("senderFault", texts.of("destinations.effective.sender.fault", from));
        } else if (!asked.isEmpty()) {
            try {
                put(MailAsked.of(asked, from), model);
            } catch (IllegalArgumentException e) {
                model.addAttribute("fault", texts.of("destinations.effective.fault", asked));
            }
        }
        return "destinations/effective";
    }

    private void put(MailAsked mail, Model model) {
        model.addAttribute(
                "effective",
                EffectiveSettings.of(mail, working.policy(), working.inForce(), new DestinationWords(texts)));
        model.addAttribute("exception", exception(mail.domain()));
        model.addAttribute("trap", EffectiveSettings.isTrap(mail.domain(), working.policy()));
    }

    /// The exception from DANE that holds now, with the time it has left; null when there is none.
    private @Nullable ExceptionNotice exception(DomainName name) {
        return ExceptionNotice.of(
                committed.current().policy().destinationControls().effectiveFor(name), clock.instant(), texts);
    }
}
