package org.danegate.access.web;

import static java.util.Objects.requireNonNullElse;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.security.Principal;
import java.util.UUID;
import org.danegate.access.Passkeys;
import org.danegate.access.Users;
import org.danegate.console.FormAttempts;
import org.danegate.console.Texts;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/// Account > Passkeys: each user's own passkeys.
@Controller
class PasskeysPage {

    private static final String PAGE = "redirect:/account/passkeys";
    private static final String TEMPLATE = "access/passkeys";

    private final Passkeys passkeys;
    private final BegunPasskey begun;
    private final Users users;
    private final Texts texts;

    PasskeysPage(Passkeys passkeys, BegunPasskey begun, Users users, Texts texts) {
        this.passkeys = passkeys;
        this.begun = begun;
        this.users = users;
        this.texts = texts;
    }

    /// @param label what the passkey will be called
    /// @param current the user's own password
    record PasskeyForm(String label, String current) {
        /// Fields that were not sent arrive as null.
        PasskeyForm {
            label = requireNonNullElse(label, "");
            current = requireNonNullElse(current, "");
        }
    }

    @GetMapping("/account/passkeys")
    String show(HttpServletRequest request, Model model, Principal user) {
        if (users.signsInElsewhere(user.getName())) {
            return "access/no-password";
        }
        model.addAttribute("form", new PasskeyForm("", ""));
        return page(request, model, user);
    }

    @PostMapping("/account/passkeys")
    String begin(
            @ModelAttribute("form") PasskeyForm form,
            BindingResult result,
            Authentication user,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model,
            RedirectAttributes redirect) {
        return begun.begin(
                        form.label(),
                        result,
                        request,
                        redirect,
                        place -> passkeys.begin(user, form.label(), form.current(), place))
                ? PAGE
                : FormAttempts.refused(page(request, model, user), response);
    }

    @PostMapping("/account/passkeys/create")
    String create(
            @RequestParam(defaultValue = "") String credential,
            Principal user,
            HttpSession session,
            RedirectAttributes redirect) {
        FormAttempts.announced(redirect, texts, () -> {
            Passkeys.Begun one = begun.take(session, user.getName());
            passkeys.finish(one, credential);
            return texts.of("access.passkey.added", one.label());
        });
        return PAGE;
    }

    @PostMapping("/account/passkeys/delete/{id}")
    String remove(@PathVariable UUID id, Principal user, HttpSession session, RedirectAttributes redirect) {
        if (passkeys.remove(user.getName(), id)) {
            users.endSessions(user.getName(), session.getId());
        }
        redirect.addFlashAttribute("message", texts.of("access.passkey.removed"));
        return PAGE;
    }

    private String page(HttpServletRequest request, Model model, Principal user) {
        begun.into(model, request);
        model.addAttribute("passkeys", passkeys.of(user.getName()));
        return TEMPLATE;
    }
}
