package org.danegate.access.web;

import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.security.Principal;
import java.time.InstantSource;
import java.util.Map;
import org.danegate.access.ApiTokens;
import org.danegate.access.GivenPassword;
import org.danegate.access.Passkeys;
import org.danegate.access.PasswordRights;
import org.danegate.access.TwoStep;
import org.danegate.access.UserAccount;
import org.danegate.access.Users;
import org.danegate.console.FormAttempts;
import org.danegate.console.Texts;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/// System Administration > Users.
@Controller
@PreAuthorize("hasRole('ADMINISTRATOR')")
class UsersPage {

    private static final String LIST = "redirect:/system/users";
    private static final String NEW = "access/user-new";
    private static final String EDIT = "access/user-edit";

    private final Users users;
    private final ApiTokens tokens;
    private final TwoStep twoStep;
    private final Passkeys passkeys;
    private final PasswordRights passwords;
    private final Texts texts;
    private final InstantSource clock;

    UsersPage(
            Users users,
            ApiTokens tokens,
            TwoStep twoStep,
            Passkeys passkeys,
            PasswordRights passwords,
            Texts texts,
            ObjectProvider<InstantSource> clock) {
        this.clock = clock.getIfAvailable(InstantSource::system);
        this.passwords = passwords;
        this.users = users;
        this.tokens = tokens;
        this.twoStep = twoStep;
        this.passkeys = passkeys;
        this.texts = texts;
    }

    @ModelAttribute("roles")
    Map<String, String> roles() {
        return RoleTexts.of(texts);
    }

    @GetMapping("/system/users")
    String list(Model model) {
        model.addAttribute("users", users.all());
        model.addAttribute("tokens", tokens.all());
        model.addAttribute("now", clock.instant());
        model.addAttribute("twoStep", twoStep.users());
        model.addAttribute("passkeys", passkeys.counts());
        model.addAttribute("passwords", passwords);
        return "access/users";
    }

    @GetMapping("/system/users/new")
    String addForm(Model model) {
        model.addAttribute("form", UserForm.empty());
        return NEW;
    }

    @PostMapping("/system/users/new")
    String add(
            @ModelAttribute("form") UserForm form,
            BindingResult result,
            Principal actor,
            RedirectAttributes redirect,
            HttpServletResponse response) {
        form.checkChoices(result);
        if (!result.hasErrors()) {
            form.chosenRole()
                    .ifPresent(role -> FormAttempts.made(
                            result, () -> users.add(form.name(), form.givenPassword(), role, actor.getName())));
        }
        if (result.hasErrors()) {
            return FormAttempts.refused(NEW, response);
        }
        redirect.addFlashAttribute("message", texts.of("access.added", form.name()));
        return LIST;
    }

    @GetMapping("/system/users/edit/{name}")
    String editForm(@PathVariable String name, Model model) {
        UserAccount user = users.find(name).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
        model.addAttribute("form", UserForm.of(user));
        named(user.getName(), model);
        return EDIT;
    }

    @PostMapping("/system/users/edit/{name}")
    String edit(
            @PathVariable("name") String name,
            @ModelAttribute("form") UserForm form,
            BindingResult result,
            Principal actor,
            Model model,
            RedirectAttributes redirect,
            HttpServletResponse response) {
        named(name, model);
        form.checkChoices(result);
        GivenPassword password = form.password().isEmpty() ? null : form.givenPassword();
        if (!result.hasErrors()) {
            form.chosenRole()
                    .ifPresent(role -> FormAttempts.made(
                            result, () -> users.change(name, role, form.isEnabled(), password, actor.getName())));
        }
        if (result.hasErrors()) {
            return FormAttempts.refused(EDIT, response);
        }
        redirect.addFlashAttribute("message", texts.of("access.changed", name));
        return LIST;
    }

    private void named(String name, Model model) {
        model.addAttribute("name", name);
        users.find(name).filter(user -> !user.hasPassword()).ifPresent(user -> model.addAttribute("atProvider", user));
    }

    /// Turns two-step sign-in off for a user who lost the phone and the recovery codes.
    @PostMapping("/system/users/two-step/delete/{name}")
    String resetTwoStep(@PathVariable String name, Principal actor, HttpSession session, RedirectAttributes redirect) {
        twoStep.reset(name, actor.getName());
        users.endSessions(name, session.getId());
        redirect.addFlashAttribute("message", texts.of("access.two-step.reset", name));
        return LIST;
    }

    /// Removes the passkeys of a user who lost a device.
    @PostMapping("/system/users/passkeys/delete/{name}")
    String removePasskeys(
            @PathVariable String name, Principal actor, HttpSession session, RedirectAttributes redirect) {
        passkeys.removeAll(name, actor.getName());
        users.endSessions(name, session.getId());
        redirect.addFlashAttribute("message", texts.of("access.passkey.reset", name));
        return LIST;
    }

    @PostMapping("/system/users/delete/{name}")
    String delete(@PathVariable String name, Principal actor, RedirectAttributes redirect) {
        FormAttempts.announced(redirect, texts, () -> {
            users.delete(name, actor.getName());
            return texts.of("access.deleted", name);
        });
        return LIST;
    }
}
