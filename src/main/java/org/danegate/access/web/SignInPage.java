package org.danegate.access.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.stream.Stream;
import org.danegate.access.IdentityProviders;
import org.danegate.access.PasskeyPlace;
import org.danegate.access.PasskeyPlaces;
import org.danegate.access.Passkeys;
import org.danegate.access.PasswordRights;
import org.danegate.access.ProviderRefusal;
import org.danegate.access.ProviderSignOut;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// The sign-in page, and the page that says why an identity provider's sign-in came to nothing. The form itself and the
/// way to the provider and back are handled by the security filters.
@Controller
class SignInPage {

    private final IdentityProviders providers;
    private final PasswordRights passwords;
    private final Passkeys passkeys;
    private final PasskeyPlaces places;

    SignInPage(IdentityProviders providers, PasswordRights passwords, Passkeys passkeys, PasskeyPlaces places) {
        this.passkeys = passkeys;
        this.places = places;
        this.providers = providers;
        this.passwords = passwords;
    }

    @GetMapping("/sign-in")
    String show(HttpServletRequest request, Model model) {
        model.addAttribute("providers", providers.choices());
        model.addAttribute("onlyProvider", passwords.onlyProvider());
        model.addAttribute(
                "tried", Stream.of("failed", "wait", "passkey").anyMatch(why -> request.getParameter(why) != null));
        if (places.of(request) instanceof PasskeyPlace.On place && passkeys.areUsedAt(place)) {
            model.addAttribute("passkeys", place);
        }
        ProviderSignOut.leadOn(request).ifPresent(address -> model.addAttribute("leadOn", address));
        return "access/sign-in";
    }

    @GetMapping(ProviderRefusal.PAGE)
    String refused(@RequestParam(defaultValue = "") String why, Model model) {
        model.addAttribute(
                "why", ProviderRefusal.of(why).orElse(ProviderRefusal.FAILED).word());
        return "access/sign-in-refused";
    }
}
