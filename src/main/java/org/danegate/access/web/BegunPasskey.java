package org.danegate.access.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.util.Optional;
import java.util.function.Function;
import org.danegate.access.PasskeyPlace;
import org.danegate.access.PasskeyPlaces;
import org.danegate.access.Passkeys;
import org.danegate.console.FormAttempts;
import org.danegate.console.Texts;
import org.danegate.console.TypedText;
import org.danegate.wording.RefusedException;
import org.danegate.wording.Wording;
import org.springframework.stereotype.Component;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/// The passkey that a browser is asked to make. Adding one takes two forms: one asks for it, and one brings what the
/// browser has made. Between them it stays in the session.
@Component
class BegunPasskey {

    private static final String BEGUN = "danegate.passkey-begun";

    private final Passkeys passkeys;
    private final PasskeyPlaces places;
    private final Texts texts;

    BegunPasskey(Passkeys passkeys, PasskeyPlaces places, Texts texts) {
        this.passkeys = passkeys;
        this.places = places;
        this.texts = texts;
    }

    /// Puts into the model whether passkeys work at the address of the page.
    void into(Model model, HttpServletRequest request) {
        switch (places.of(request)) {
            case PasskeyPlace.On on -> model.addAttribute("on", on);
            case PasskeyPlace.Off off -> model.addAttribute("off", off.reason().word());
        }
    }

    /// Begins one, for the next page to ask the browser.
    ///
    /// @param label what it will be called
    /// @param result the form, which gets the faults
    /// @return false when the form was refused, or passkeys do not work at the address of the page
    boolean begin(
            String label,
            BindingResult result,
            HttpServletRequest request,
            RedirectAttributes redirect,
            Function<PasskeyPlace.On, Passkeys.Begun> asked) {
        TypedText.fault(label, Passkeys.LONGEST_LABEL, texts)
                .ifPresent(fault -> result.rejectValue("label", "typed", fault));
        Optional<Passkeys.Begun> begun = !result.hasErrors() && places.of(request) instanceof PasskeyPlace.On place
                ? FormAttempts.of(result, () -> asked.apply(place))
                : Optional.empty();
        begun.ifPresent(one -> {
            request.getSession().setAttribute(BEGUN, one);
            redirect.addFlashAttribute("begun", one);
            redirect.addFlashAttribute("options", passkeys.json(one));
        });
        return begun.isPresent();
    }

    /// The one that the user's session has begun, which is good for one answer.
    ///
    /// @throws RefusedException when there is none
    Passkeys.Begun take(HttpSession session, String user) {
        Object begun = session.getAttribute(BEGUN);
        session.removeAttribute(BEGUN);
        if (begun instanceof Passkeys.Begun one && one.user().equals(user)) {
            return one;
        }
        throw new RefusedException(Wording.of("access.refused.passkey-late"));
    }
}
