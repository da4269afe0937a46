package org.danegate.sections.web;

import jakarta.servlet.http.HttpServletResponse;
import java.security.Principal;
import java.util.List;
import java.util.Map;
import org.danegate.config.Edit;
import org.danegate.config.Submission;
import org.danegate.config.Submit;
import org.danegate.config.WorkingPolicy;
import org.danegate.console.Texts;
import org.danegate.policy.Policy;
import org.springframework.http.HttpStatus;
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

/// A form for each {@link PolicySettings}. The rules of the policy file check the forms.
@Controller
@RequestMapping(PolicySettings.PAGES)
class SettingsPages {

    private final WorkingPolicy working;
    private final Texts texts;
    private final SectionOffers offers;

    SettingsPages(WorkingPolicy working, Texts texts, SectionOffers offers) {
        this.working = working;
        this.texts = texts;
        this.offers = offers;
    }

    @GetMapping
    String edit(@PathVariable String menu, @PathVariable String list, Model model) {
        PolicySettings settings = settings(menu, list);
        SectionView view = SectionView.of(settings.fields(), 0, version(settings), settings.of(working.policy()));
        return show(settings, view, model);
    }

    @PostMapping
    @PreAuthorize("hasRole('OPERATOR')")
    String submit(
            @PathVariable String menu,
            @PathVariable String list,
            @RequestParam long version,
            @RequestParam Map<String, String> parameters,
            Principal user,
            Model model,
            RedirectAttributes redirect,
            HttpServletResponse response) {
        PolicySettings settings = settings(menu, list);
        SectionView view = SectionView.typed(settings.fields(), 0, version, parameters);
        Map<String, List<String>> typed = view.typedFaults(texts);
        if (!typed.isEmpty()) {
            response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
            return show(settings, view.with(version, typed), model);
        }
        return switch (submit(settings, view, user.getName())) {
            case Submission.Submitted done -> {
                redirect.addFlashAttribute("message", texts.of("config.submitted.section"));
                yield "redirect:" + settings.list();
            }
            case Submission.Rejected rejected -> {
                response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
                yield show(settings, view.refused(rejected.faults(), texts), model);
            }
            case Submission.Stale stale -> {
                response.setStatus(HttpStatus.CONFLICT.value());
                yield show(settings, view.stale(version(settings), stale, texts), model);
            }
        };
    }

    private Submission submit(PolicySettings settings, SectionView view, String user) {
        return working.submitSection(
                settings.section(),
                view.version(),
                now -> with(now, settings, view),
                new Submit(user, settings.page(), SectionEdits.NO_FIELD));
    }

    private static Edit with(Policy policy, PolicySettings settings, SectionView view) {
        return PolicyTree.with(policy, settings.section(), view.item(settings.of(policy)), settings::own);
    }

    private String show(PolicySettings settings, SectionView view, Model model) {
        model.addAttribute("area", settings);
        model.addAttribute("view", view);
        model.addAttribute("offers", offers.of(working.policy()));
        return "sections/settings";
    }

    private long version(PolicySettings settings) {
        return working.section(settings.section()).version();
    }

    private static PolicySettings settings(String menu, String list) {
        return PolicySettings.beside("/" + menu + "/" + list)
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    }
}
