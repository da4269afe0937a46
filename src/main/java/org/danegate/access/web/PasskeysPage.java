package org.danegate.access.web;

import static java.util.Objects.requireNonNullElse;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.security.Principal;
import java.util.Optional;
import java.util.UUID;
import org.danegate.access.PasskeyPlace;
import org.danegate.access.PasskeyPlaces;
import org.danegate.access.Passkeys;
import org.danegate.access.UserAccount;
import org.danegate.access.Users;
import org.danegate.console.FormAttempts;
import org.danegate.console.Texts;
import org.danegate.console.TypedText;
import org.danegate.wording.RefusedException;
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

/// Account > Passkeys: each user's own passkeys. Adding one takes two forms: the name and the password first, then what
/// the browser has made.
@Controller
class PasskeysPage {

    private static final String PAGE = "redirect:/account/passkeys";
    private static final String TEMPLATE = "access/passkeys";

    /// Session attribute: the passkey that the browser is asked to make.
    private static final String BEGUN = "danegate.passkey-begun";

    private final Passkeys passkeys;
    private final PasskeyPlaces places;
    private final Users users;
    private final Texts texts;

    PasskeysPage(Passkeys passkeys, PasskeyPlaces places, Users users, Texts texts) {
        this.passkeys = passkeys;
        this.places = places;
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
        if (users.find(user.getName()).filter(UserAccount::hasPassword).isEmpty()) {
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
        TypedText.fault(form.label(), Passkeys.LONGEST_LABEL, texts)
                .ifPresent(fault -> result.rejectValue("label", "typed", fault));
        Optional<Passkeys.Begun> begun = !result.hasErrors() && places.of(request) instanceof PasskeyPlace.On place
                ? FormAttempts.of(result, () -> passkeys.begin(user, form.label(), form.current(), place))
                : Optional.empty();
        if (begun.isEmpty()) {
            return FormAttempts.refused(page(request, model, user), response);
        }
        request.getSession().setAttribute(BEGUN, begun.get());
        redirect.addFlashAttribute("begun", begun.get());
        redirect.addFlashAttribute("options", passkeys.json(begun.get()));
        return PAGE;
    }

    @PostMapping("/account/passkeys/create")
    String create(
            @RequestParam(defaultValue = "") String credential,
            Principal user,
            HttpSession session,
            RedirectAttributes redirect) {
        Optional<Passkeys.Begun> begun = take(session).filter(one -> one.user().equals(user.getName()));
        try {
            if (begun.isEmpty()) {
                redirect.addFlashAttribute("problem", texts.of("access.refused.passkey-late"));
            } else {
                passkeys.finish(begun.get(), credential);
                redirect.addFlashAttribute(
                        "message", texts.of("access.passkey.added", begun.get().label()));
            }
        } catch (RefusedException refused) {
            redirect.addFlashAttribute("problem", texts.of(refused.fault().wording()));
        }
        return PAGE;
    }

    private static Optional<Passkeys.Begun> take(HttpSession session) {
        Optional<Passkeys.Begun> begun = Optional.ofNullable(session.getAttribute(BEGUN))
                .filter(Passkeys.Begun.class::isInstance)
                .map(Passkeys.Begun.class::cast);
        session.removeAttribute(BEGUN);
        return begun;
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
        switch (places.of(request)) {
            case PasskeyPlace.On on -> model.addAttribute("on", on);
            case PasskeyPlace.Off off -> model.addAttribute("off", off.reason().word());
        }
        model.addAttribute("passkeys", passkeys.of(user.getName()));
        return TEMPLATE;
    }
}
