package org.danegate.credentials.web;

import jakarta.servlet.http.HttpServletResponse;
import java.security.Principal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.danegate.console.FormAttempts;
import org.danegate.console.Texts;
import org.danegate.credentials.OutgoingProfile;
import org.danegate.credentials.OutgoingProfiles;
import org.danegate.policy.CommittedPolicy;
import org.danegate.policy.SmtpRoute;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/// Network > Outgoing SMTP Authentication. Everything acts at once, without a commit.
@Controller
@RequestMapping("/network/outgoing-smtp-authentication")
class OutgoingProfilesPage {

    private static final String LIST = "redirect:/network/outgoing-smtp-authentication";
    private static final String FORM = "credentials/profile";

    private final OutgoingProfiles profiles;
    private final CommittedPolicy policy;
    private final Texts texts;

    OutgoingProfilesPage(OutgoingProfiles profiles, CommittedPolicy policy, Texts texts) {
        this.profiles = profiles;
        this.policy = policy;
        this.texts = texts;
    }

    @GetMapping
    String list(Model model) {
        model.addAttribute("profiles", profiles.all());
        model.addAttribute("routes", routes());
        return "credentials/profiles";
    }

    /// The domains of the routes in force, by the profile that they name.
    private Map<String, List<String>> routes() {
        Map<String, List<String>> routes = new TreeMap<>();
        for (SmtpRoute route : policy.current().policy().smtpRoutes()) {
            String name = route.authentication();
            if (name != null) {
                routes.computeIfAbsent(name, n -> new ArrayList<>())
                        .add(route.pattern() == null ? "ALL" : route.pattern().toString());
            }
        }
        return routes;
    }

    @GetMapping("/new")
    String addForm(Model model) {
        model.addAttribute("form", OutgoingProfileForm.empty());
        return FORM;
    }

    @PostMapping("/new")
    @PreAuthorize("hasRole('OPERATOR')")
    String add(
            @ModelAttribute("form") OutgoingProfileForm form,
            BindingResult result,
            Principal actor,
            RedirectAttributes redirect,
            HttpServletResponse response) {
        if (!FormAttempts.made(
                result,
                () -> profiles.add(form.name(), form.user(), form.password(), form.serverKey(), actor.getName()))) {
            return FormAttempts.refused(FORM, response);
        }
        redirect.addFlashAttribute("message", texts.of("credentials.profile.added", form.name()));
        return LIST;
    }

    @GetMapping("/edit/{name}")
    String editForm(@PathVariable String name, Model model) {
        OutgoingProfile profile =
                profiles.find(name).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
        model.addAttribute("form", OutgoingProfileForm.of(profile));
        model.addAttribute("edited", profile.name());
        return FORM;
    }

    @PostMapping("/edit/{name}")
    @PreAuthorize("hasRole('OPERATOR')")
    String edit(
            @PathVariable("name") String name,
            @ModelAttribute("form") OutgoingProfileForm form,
            BindingResult result,
            Principal actor,
            Model model,
            RedirectAttributes redirect,
            HttpServletResponse response) {
        model.addAttribute("edited", name);
        if (!FormAttempts.made(
                result, () -> profiles.change(name, form.user(), form.password(), form.serverKey(), actor.getName()))) {
            return FormAttempts.refused(FORM, response);
        }
        redirect.addFlashAttribute("message", texts.of("credentials.profile.changed", name));
        return LIST;
    }

    @PostMapping("/delete/{name}")
    @PreAuthorize("hasRole('OPERATOR')")
    String delete(@PathVariable String name, Principal actor, RedirectAttributes redirect) {
        FormAttempts.announced(redirect, texts, () -> {
            profiles.delete(name, actor.getName());
            return texts.of("credentials.profile.deleted", name);
        });
        return LIST;
    }
}
