package org.danegate.credentials.web;

import jakarta.servlet.http.HttpServletResponse;
import java.security.Principal;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.danegate.console.FormAttempts;
import org.danegate.console.Texts;
import org.danegate.credentials.SmtpUser;
import org.danegate.credentials.SmtpUsers;
import org.danegate.policy.CommittedPolicy;
import org.danegate.policy.ListenerSettings.Authentication;
import org.jspecify.annotations.Nullable;
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

/// Mail Policies > SMTP Users. Everything acts at once, without a commit.
@Controller
@RequestMapping("/mail-policies/smtp-users")
class SmtpUsersPage {

    private static final String LIST = "redirect:/mail-policies/smtp-users";
    private static final String NEW = "credentials/user-new";
    private static final String EDIT = "credentials/user-edit";
    private static final String PASSWORD = "credentials/user-password";

    private final SmtpUsers users;
    private final CommittedPolicy policy;
    private final InstantSource clock;
    private final Texts texts;

    SmtpUsersPage(SmtpUsers users, CommittedPolicy policy, InstantSource clock, Texts texts) {
        this.users = users;
        this.policy = policy;
        this.clock = clock;
        this.texts = texts;
    }

    /// A user as a row of the list.
    ///
    /// @param lastUse null when the user has not authenticated since the start
    record Row(
            SmtpUser user, SmtpUser.State state, @Nullable Instant lastUse) {}

    @GetMapping
    String list(Model model) {
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneId.systemDefault());
        List<Row> rows = users.all().stream()
                .map(user -> new Row(
                        user, user.state(today), users.lastUse(user.name()).orElse(null)))
                .toList();
        model.addAttribute("users", rows);
        model.addAttribute(
                "inUse", policy.current().policy().listeners().stream().anyMatch(l -> l.auth() != Authentication.NONE));
        return "credentials/users";
    }

    @GetMapping("/new")
    String addForm(Model model) {
        model.addAttribute("form", SmtpUserForm.empty());
        return NEW;
    }

    @PostMapping("/new")
    @PreAuthorize("hasRole('OPERATOR')")
    String add(
            @ModelAttribute("form") SmtpUserForm form,
            BindingResult result,
            Principal actor,
            RedirectAttributes redirect,
            HttpServletResponse response) {
        Optional<Optional<String>> made =
                FormAttempts.of(result, () -> users.add(form.name(), form.terms(), form.password(), actor.getName()));
        if (made.isEmpty()) {
            return FormAttempts.refused(NEW, response);
        }
        redirect.addFlashAttribute("message", texts.of("credentials.user.added", form.name()));
        shown(form.name(), made.get(), redirect);
        return LIST;
    }

    /// The password of this one answer.
    private static void shown(String name, Optional<String> made, RedirectAttributes redirect) {
        made.ifPresent(text -> {
            redirect.addFlashAttribute("newPassword", text);
            redirect.addFlashAttribute("newPasswordOf", name);
        });
    }

    @GetMapping("/edit/{name}")
    String editForm(@PathVariable String name, Model model) {
        SmtpUser user = users.find(name).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
        model.addAttribute("form", SmtpUserForm.of(user));
        model.addAttribute("name", user.name());
        return EDIT;
    }

    @PostMapping("/edit/{name}")
    @PreAuthorize("hasRole('OPERATOR')")
    String edit(
            @PathVariable("name") String name,
            @ModelAttribute("form") SmtpUserForm form,
            BindingResult result,
            Principal actor,
            Model model,
            RedirectAttributes redirect,
            HttpServletResponse response) {
        model.addAttribute("name", name);
        if (!FormAttempts.made(result, () -> users.change(name, form.terms(), actor.getName()))) {
            return FormAttempts.refused(EDIT, response);
        }
        redirect.addFlashAttribute("message", texts.of("credentials.user.changed", name));
        return LIST;
    }

    @PostMapping("/password/{name}")
    @PreAuthorize("hasRole('OPERATOR')")
    String password(
            @PathVariable("name") String name,
            @ModelAttribute("form") SmtpUserForm typed,
            BindingResult result,
            Principal actor,
            Model model,
            RedirectAttributes redirect,
            HttpServletResponse response) {
        Optional<Optional<String>> made =
                FormAttempts.of(result, () -> users.newPassword(name, typed.password(), actor.getName()));
        if (made.isEmpty()) {
            model.addAttribute("name", name);
            return FormAttempts.refused(PASSWORD, response);
        }
        redirect.addFlashAttribute("message", texts.of("credentials.user.password-set", name));
        shown(name, made.get(), redirect);
        return LIST;
    }

    @GetMapping("/password/{name}")
    String passwordForm(@PathVariable String name, Model model) {
        SmtpUser user = users.find(name).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
        model.addAttribute("form", SmtpUserForm.empty());
        model.addAttribute("name", user.name());
        return PASSWORD;
    }

    @PostMapping("/delete/{name}")
    @PreAuthorize("hasRole('OPERATOR')")
    String delete(@PathVariable String name, Principal actor, RedirectAttributes redirect) {
        FormAttempts.announced(redirect, texts, () -> {
            users.delete(name, actor.getName());
            return texts.of("credentials.user.deleted", name);
        });
        return LIST;
    }
}
