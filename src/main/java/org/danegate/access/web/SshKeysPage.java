package org.danegate.access.web;

import static java.util.Objects.requireNonNullElse;

import jakarta.servlet.http.HttpServletResponse;
import java.security.Principal;
import java.util.UUID;
import org.danegate.access.SshKeys;
import org.danegate.access.SshPublicKey;
import org.danegate.console.FormAttempts;
import org.danegate.console.Texts;
import org.danegate.console.TypedText;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/// Account > SSH Keys: each user's own public keys.
@Controller
class SshKeysPage {

    private static final String PAGE = "redirect:/account/ssh-keys";
    private static final String TEMPLATE = "access/ssh-keys";

    private final SshKeys keys;
    private final Texts texts;

    SshKeysPage(SshKeys keys, Texts texts) {
        this.keys = keys;
        this.texts = texts;
    }

    /// @param key line of a `.pub` file
    /// @param label what the key is for; empty for the line's comment
    record KeyForm(String key, String label) {
        /// Fields that were not sent arrive as null.
        KeyForm {
            key = requireNonNullElse(key, "");
            label = requireNonNullElse(label, "");
        }
    }

    @GetMapping("/account/ssh-keys")
    String show(Model model, Principal user) {
        model.addAttribute("form", new KeyForm("", ""));
        return page(model, user);
    }

    @PostMapping("/account/ssh-keys")
    String add(
            @ModelAttribute("form") KeyForm form,
            BindingResult result,
            Principal user,
            Model model,
            RedirectAttributes redirect,
            HttpServletResponse response) {
        TypedText.fault(form.label(), SshKeys.LONGEST_LABEL, texts)
                .ifPresent(fault -> result.rejectValue("label", "typed", fault));
        FormAttempts.made(result, () -> {
            SshPublicKey.read(form.key());
            if (!result.hasErrors()) {
                keys.add(user.getName(), form.label(), form.key());
            }
        });
        if (result.hasErrors()) {
            return FormAttempts.refused(page(model, user), response);
        }
        redirect.addFlashAttribute("message", texts.of("access.ssh.added"));
        return PAGE;
    }

    @PostMapping("/account/ssh-keys/delete/{id}")
    String remove(@PathVariable UUID id, Principal user, RedirectAttributes redirect) {
        keys.remove(user.getName(), id);
        redirect.addFlashAttribute("message", texts.of("access.ssh.removed"));
        return PAGE;
    }

    private String page(Model model, Principal user) {
        model.addAttribute("keys", keys.of(user.getName()));
        return TEMPLATE;
    }
}
