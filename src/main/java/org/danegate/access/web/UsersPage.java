package org.danegate.access.web;

import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.security.Principal;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.danegate.access.ApiTokens;
import org.danegate.access.GivenPassword;
import org.danegate.access.Role;
import org.danegate.access.TwoStep;
import org.danegate.access.UserAccount;
import org.danegate.access.Users;
import org.danegate.console.Texts;
import org.danegate.console.TypedText;
import org.danegate.wording.RefusedException;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
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
    private final Texts texts;

    UsersPage(Users users, ApiTokens tokens, TwoStep twoStep, Texts texts) {
        this.users = users;
        this.tokens = tokens;
        this.twoStep = twoStep;
        this.texts = texts;
    }

    @ModelAttribute("roles")
    Map<String, String> roles() {
        Map<String, String> roles = new LinkedHashMap<>();
        Arrays.stream(Role.values())
                .forEach(role -> roles.put(
                        role.name(),
                        texts.of("role." + role.name().toLowerCase(Locale.ROOT).replace('_', '-'))));
        return roles;
    }

    @GetMapping("/system/users")
    String list(Model model) {
        model.addAttribute("users", users.all());
        model.addAttribute("tokens", tokens.all());
        model.addAttribute("twoStep", twoStep.users());
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
                    .ifPresent(role -> Faults.into(
                            result, () -> users.add(form.name(), form.givenPassword(), role, actor.getName())));
        }
        if (result.hasErrors()) {
            return Faults.show(NEW, response);
        }
        redirect.addFlashAttribute("message", texts.of("access.added", form.name()));
        return LIST;
    }

    @GetMapping("/system/users/edit/{name}")
    String editForm(@PathVariable String name, Model model) {
        UserAccount user = users.find(name).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
        model.addAttribute("form", UserForm.of(user));
        model.addAttribute("name", user.getName());
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
        model.addAttribute("name", name);
        form.checkChoices(result);
        GivenPassword password = form.password().isEmpty() ? null : form.givenPassword();
        if (!result.hasErrors()) {
            form.chosenRole()
                    .ifPresent(role -> Faults.into(
                            result, () -> users.change(name, role, form.isEnabled(), password, actor.getName())));
        }
        if (result.hasErrors()) {
            return Faults.show(EDIT, response);
        }
        redirect.addFlashAttribute("message", texts.of("access.changed", name));
        return LIST;
    }

    /// Turns two-step sign-in off for a user who lost the phone and the recovery codes.
    @PostMapping("/system/users/two-step/delete/{name}")
    String resetTwoStep(@PathVariable String name, Principal actor, HttpSession session, RedirectAttributes redirect) {
        twoStep.reset(name, actor.getName());
        users.endSessions(name, session.getId());
        redirect.addFlashAttribute("message", texts.of("access.two-step.reset", name));
        return LIST;
    }

    @PostMapping("/system/users/delete/{name}")
    String delete(@PathVariable String name, Principal actor, RedirectAttributes redirect) {
        try {
            users.delete(name, actor.getName());
            redirect.addFlashAttribute("message", texts.of("access.deleted", name));
        } catch (RefusedException refused) {
            redirect.addFlashAttribute("problem", texts.of(refused.fault().wording()));
        }
        return LIST;
    }

    @PostMapping("/system/users/tokens")
    String addToken(
            @RequestParam(defaultValue = "") String label,
            @RequestParam(name = "role", defaultValue = "READ_ONLY_OPERATOR") String chosen,
            Principal actor,
            Model model,
            RedirectAttributes redirect,
            HttpServletResponse response) {
        String purpose = label.strip();
        Optional<String> fault = purpose.isEmpty()
                ? Optional.of(texts.of("access.token-purpose"))
                : TypedText.fault(purpose, ApiTokens.LONGEST_LABEL, texts);
        Optional<Role> role = roleOf(chosen);
        if (fault.isPresent() || role.isEmpty()) {
            model.addAttribute("label", label);
            model.addAttribute("tokenRole", chosen);
            model.addAttribute("labelFault", fault.orElse(null));
            model.addAttribute("roleFault", role.isEmpty() ? texts.of("access.refused.role") : null);
            list(model);
            return Faults.show("access/users", response);
        }
        redirect.addFlashAttribute(
                "newToken", tokens.create(actor.getName(), purpose, role.orElseThrow(), actor.getName()));
        return LIST;
    }

    private static Optional<Role> roleOf(String name) {
        return Arrays.stream(Role.values())
                .filter(one -> one.name().equals(name))
                .findFirst();
    }

    @PostMapping("/system/users/tokens/delete/{id}")
    String deleteToken(@PathVariable UUID id, Principal actor, RedirectAttributes redirect) {
        tokens.delete(id, actor.getName());
        redirect.addFlashAttribute("message", texts.of("access.token-deleted"));
        return LIST;
    }
}
