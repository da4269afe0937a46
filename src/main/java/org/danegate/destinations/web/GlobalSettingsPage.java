package org.danegate.destinations.web;

import jakarta.servlet.http.HttpServletResponse;
import java.security.Principal;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.danegate.config.Edit;
import org.danegate.config.Submission;
import org.danegate.config.Submit;
import org.danegate.config.WorkingPolicy;
import org.danegate.console.Texts;
import org.danegate.console.TypedText;
import org.danegate.dialing.KeyExchangeChoice;
import org.danegate.policy.DestinationControls;
import org.danegate.policy.InstalledNames;
import org.danegate.policy.KeyExchange;
import org.danegate.policy.Policy;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/// Mail Policies > Destination Controls > Edit Global Settings: the settings for all destinations.
@Controller
@RequestMapping("/mail-policies/destinations/global")
class GlobalSettingsPage {

    private static final String SECTION = "destinationControls";
    private static final int LONGEST_NAME = 320;
    private static final String PREFIX = "destinationControls.global.";

    private final WorkingPolicy working;
    private final Texts texts;
    private final InstalledNames certificates;

    GlobalSettingsPage(WorkingPolicy working, Texts texts, ObjectProvider<InstalledNames> certificates) {
        this.working = working;
        this.texts = texts;
        this.certificates = certificates.getIfAvailable(() -> List::of);
    }

    @GetMapping
    String show(Model model) {
        return show(working.policy().destinationControls().global(), null, model);
    }

    @PostMapping
    @PreAuthorize("hasRole('OPERATOR')")
    String submit(
            @RequestParam long version,
            @RequestParam(defaultValue = "") String certificate,
            @RequestParam(defaultValue = "false") String alertOnRequiredTlsFailure,
            @RequestParam(defaultValue = "PREFER_HYBRID") String keyExchange,
            Principal user,
            Model model,
            RedirectAttributes redirect,
            HttpServletResponse response) {
        DestinationControls.Global global = new DestinationControls.Global(
                certificate.isBlank() ? null : certificate.strip(),
                alertOnRequiredTlsFailure.equals("true"),
                keyExchange.equals(KeyExchange.CLASSICAL.name()) ? KeyExchange.CLASSICAL : KeyExchange.PREFER_HYBRID);
        Map<String, String> faults = faults(certificate, alertOnRequiredTlsFailure, keyExchange);
        if (!faults.isEmpty()) {
            response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
            model.addAttribute("faults", faults);
            return show(global, null, model);
        }
        return switch (submit(global, version, user.getName())) {
            case Submission.Submitted done -> {
                redirect.addFlashAttribute("message", texts.of("destinations.submitted.global"));
                yield "redirect:/mail-policies/destinations";
            }
            case Submission.Rejected rejected -> {
                response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
                yield show(global, texts.of(rejected.faults().getFirst().wording()), model);
            }
            case Submission.Stale stale -> {
                response.setStatus(HttpStatus.CONFLICT.value());
                yield show(global, texts.of(stale.why()), model);
            }
        };
    }

    private Submission submit(DestinationControls.Global global, long version, String user) {
        return working.submitSection(
                SECTION,
                version,
                now -> new Edit.To(with(now, global)),
                new Submit(user, "Destination Controls global settings", PREFIX));
    }

    private Map<String, String> faults(String certificate, String alert, String keyExchange) {
        Map<String, String> faults = new LinkedHashMap<>();
        TypedText.fault(certificate, LONGEST_NAME, texts).ifPresent(fault -> faults.put("certificate", fault));
        if (!Set.of("true", "false").contains(alert)) {
            faults.put("alertOnRequiredTlsFailure", texts.of("form.choice"));
        }
        if (Arrays.stream(KeyExchange.values())
                .noneMatch(choice -> choice.name().equals(keyExchange))) {
            faults.put("keyExchange", texts.of("form.choice"));
        }
        return faults;
    }

    private static Policy with(Policy policy, DestinationControls.Global global) {
        DestinationControls controls = policy.destinationControls();
        return policy.with(new DestinationControls(controls.defaultProfile(), controls.entries(), global));
    }

    private String show(DestinationControls.Global global, @Nullable String fault, Model model) {
        model.addAttribute("global", global);
        model.addAttribute("fault", fault);
        model.addAttribute("keyExchanges", KeyExchange.values());
        model.addAttribute("hybrid", KeyExchangeChoice.hasHybrid());
        model.addAttribute("certificates", certificates.names());
        model.addAttribute("version", working.section(SECTION).version());
        return "destinations/global";
    }
}
