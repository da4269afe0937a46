package org.danegate.tagging.web;

import java.security.Principal;
import org.danegate.policy.CommittedPolicy;
import org.danegate.tagging.BounceVerification;
import org.danegate.tagging.KeyStatus;
import org.danegate.tagging.NoFreeKeyNumberException;
import org.danegate.tagging.PurgeChoice;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/// Mail Policies > Bounce Verification: the keys, *New Key* and *Purge Keys*. Both act at once, without a commit.
@Controller
@RequestMapping("/mail-policies/bounce-verification")
class BounceVerificationPage {

    private static final String BACK = "redirect:/mail-policies/bounce-verification";

    private final BounceVerification verification;
    private final CommittedPolicy policy;

    BounceVerificationPage(BounceVerification verification, CommittedPolicy policy) {
        this.verification = verification;
        this.policy = policy;
    }

    @GetMapping
    String show(Model model) {
        model.addAttribute("keys", verification.keys());
        model.addAttribute("choices", PurgeChoice.values());
        model.addAttribute(
                "inUse", policy.current().policy().destinationControls().tagsAnySender());
        return "tagging/bounce-verification";
    }

    @PostMapping("/new-key")
    @PreAuthorize("hasRole('OPERATOR')")
    String newKey(Principal user, RedirectAttributes redirect) {
        try {
            KeyStatus made = verification.newKey(user.getName());
            redirect.addFlashAttribute("message", "Key " + made.number() + " signs new mail from now on.");
        } catch (NoFreeKeyNumberException e) {
            redirect.addFlashAttribute("problem", e.getMessage());
        }
        return BACK;
    }

    @PostMapping("/purge")
    @PreAuthorize("hasRole('OPERATOR')")
    String purge(@RequestParam PurgeChoice choice, Principal user, RedirectAttributes redirect) {
        int gone = verification.purge(choice, user.getName());
        redirect.addFlashAttribute("message", gone == 0 ? "No key was that old." : "Keys purged: " + gone + ".");
        return BACK;
    }
}
