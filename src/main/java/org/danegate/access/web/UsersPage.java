package org.danegate.access.web;

import java.security.Principal;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.danegate.access.ApiTokens;
import org.danegate.access.RefusedChange;
import org.danegate.access.Role;
import org.danegate.access.UserAccount;
import org.danegate.access.Users;
import org.danegate.console.Texts;
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

    private final Users users;
    private final ApiTokens tokens;
    private final Texts texts;

    UsersPage(Users users, ApiTokens tokens, Texts texts) {
        this.users = users;
        this.tokens = tokens;
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
        return "access/users";
    }

    @GetMapping("/system/users/new")
    String addForm(Model model) {
        model.addAttribute("form", new UserForm("", "", Role.READ_ONLY_OPERATOR, true));
        return "access/user-new";
    }

    @PostMapping("/system/users/new")
    String add(
            @ModelAttribute("form") UserForm form, BindingResult result, Principal actor, RedirectAttributes redirect) {
        if (!result.hasErrors()) {
            Faults.into(result, () -> users.add(form.name(), form.password(), form.role(), actor.getName()));
        }
        if (result.hasErrors()) {
            return "access/user-new";
        }
        redirect.addFlashAttribute("message", texts.of("access.added", form.name()));
        return LIST;
    }

    @GetMapping("/system/users/edit/{name}")
    String editForm(@PathVariable String name, Model model) {
        UserAccount user = users.find(name).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
        model.addAttribute("form", new UserForm(user.getName(), "", user.getRole(), user.isEnabled()));
        return "access/user-edit";
    }

    @PostMapping("/system/users/edit/{name}")
    String edit(
            @PathVariable("name") String name,
            @ModelAttribute("form") UserForm form,
            BindingResult result,
            Principal actor,
            RedirectAttributes redirect) {
        if (!result.hasErrors()) {
            Faults.into(result, () -> users.change(name, form.role(), form.enabled(), actor.getName()));
        }
        if (!result.hasErrors() && !form.password().isEmpty()) {
            Faults.into(result, () -> users.setPassword(name, form.password(), actor.getName()));
        }
        if (result.hasErrors()) {
            return "access/user-edit";
        }
        redirect.addFlashAttribute("message", texts.of("access.changed", name));
        return LIST;
    }

    @PostMapping("/system/users/delete/{name}")
    String delete(@PathVariable String name, Principal actor, RedirectAttributes redirect) {
        try {
            users.delete(name, actor.getName());
            redirect.addFlashAttribute("message", texts.of("access.deleted", name));
        } catch (RefusedChange refused) {
            redirect.addFlashAttribute("problem", texts.of(refused.key(), refused.places()));
        }
        return LIST;
    }

    @PostMapping("/system/users/tokens")
    String addToken(@RequestParam String label, Principal actor, RedirectAttributes redirect) {
        String purpose = label.strip();
        if (purpose.isEmpty() || purpose.length() > 100) {
            redirect.addFlashAttribute("problem", texts.of("access.token-purpose"));
        } else {
            redirect.addFlashAttribute("newToken", tokens.create(actor.getName(), purpose, actor.getName()));
        }
        return LIST;
    }

    @PostMapping("/system/users/tokens/delete/{id}")
    String deleteToken(@PathVariable UUID id, Principal actor, RedirectAttributes redirect) {
        tokens.delete(id, actor.getName());
        redirect.addFlashAttribute("message", texts.of("access.token-deleted"));
        return LIST;
    }
}
