package org.danegate.destinations.web;

import org.danegate.address.DomainName;
import org.danegate.config.WorkingPolicy;
import org.danegate.console.Texts;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// Shows which settings apply to a domain, and where each comes from: in the working copy, compared with the policy
/// in force.
@Controller
class EffectiveSettingsPage {

    private final WorkingPolicy working;
    private final Texts texts;

    EffectiveSettingsPage(WorkingPolicy working, Texts texts) {
        this.working = working;
        this.texts = texts;
    }

    /// @param domain a domain, or a mail address, whose domain counts; empty to show the input field
    @GetMapping(DestinationListState.LIST + "/effective")
    String show(@RequestParam(defaultValue = "") String domain, Model model) {
        String asked = domain.strip();
        model.addAttribute("domain", asked);
        if (!asked.isEmpty()) {
            try {
                DomainName name = DomainName.parse(asked.substring(asked.lastIndexOf('@') + 1));
                model.addAttribute(
                        "effective",
                        EffectiveSettings.of(name, working.policy(), working.inForce(), new DestinationWords(texts)));
                model.addAttribute("trap", EffectiveSettings.isTrap(name, working.policy()));
            } catch (IllegalArgumentException e) {
                model.addAttribute("fault", texts.of("destinations.effective.fault", asked));
            }
        }
        return "destinations/effective";
    }
}
