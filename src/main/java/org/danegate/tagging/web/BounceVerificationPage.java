package org.danegate.tagging.web;

import jakarta.servlet.http.HttpServletResponse;
import java.security.Principal;
import java.util.Arrays;
import java.util.Optional;
import org.danegate.console.Texts;
import org.danegate.policy.CommittedPolicy;
import org.danegate.tagging.BounceVerification;
import org.danegate.tagging.KeyStatus;
import org.danegate.tagging.NoFreeKeyNumberException;
import org.danegate.tagging.PurgeChoice;
import org.springframework.http.HttpStatus;
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
    private final Texts texts;

    BounceVerificationPage(BounceVerification verification, CommittedPolicy policy, Texts texts) {
        this.verification = verification;
        this.policy = policy;
        this.texts = texts;
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
            redirect.addFlashAttribute("message", texts.of("tagging.made", made.number()));
        } catch (NoFreeKeyNumberException e) {
            redirect.addFlashAttribute("problem", texts.of("tagging.no-free-number"));
        }
        return BACK;
    }

    @PostMapping("/purge")
    @PreAuthorize("hasRole('OPERATOR')")
    String purge(
            @RequestParam(defaultValue = "") String choice,
            Principal user,
            Model model,
            RedirectAttributes redirect,
            HttpServletResponse response) {
        Optional<PurgeChoice> known = Arrays.stream(PurgeChoice.values())
                .filter(c -> c.name().equals(choice))
                .findFirst();
        if (known.isEmpty()) {
            model.addAttribute("fault", texts.of("form.choice"));
            response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
            return show(model);
        }
        int gone = verification.purge(known.get(), user.getName());
        redirect.addFlashAttribute("message", texts.of("tagging.purged", gone));
        return BACK;
    }
}
