package org.danegate.access.web;

import static java.util.Objects.requireNonNullElse;

import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.security.Principal;
import java.util.List;
import java.util.Optional;
import org.danegate.access.TwoStep;
import org.danegate.access.Users;
import org.danegate.console.NodeIdentity;
import org.danegate.console.Texts;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/// Account > Two-Step Sign-In: each user turns it on and off for their own account. Both end the user's other sessions.
@Controller
class TwoStepPage {

    private static final String PAGE = "redirect:/account/two-step";
    private static final String TEMPLATE = "access/two-step";
    /// Session attribute: the secret shown to the app, until a code proves that the app has it.
    private static final String SECRET = "danegate.two-step-secret";

    private final TwoStep twoStep;
    private final Users users;
    private final NodeIdentity identity;
    private final Texts texts;

    TwoStepPage(TwoStep twoStep, Users users, NodeIdentity identity, Texts texts) {
        this.twoStep = twoStep;
        this.users = users;
        this.identity = identity;
        this.texts = texts;
    }

    /// @param code code shown by the app
    /// @param current the user's own password
    record TwoStepForm(String code, String current) {
        /// Fields that were not sent arrive as null.
        TwoStepForm {
            code = requireNonNullElse(code, "");
            current = requireNonNullElse(current, "");
        }
    }

    @GetMapping("/account/two-step")
    String show(Model model, Principal user, HttpSession session) {
        model.addAttribute("form", new TwoStepForm("", ""));
        return page(model, user.getName(), session);
    }

    @PostMapping("/account/two-step")
    String turnOn(
            @ModelAttribute("form") TwoStepForm form,
            BindingResult result,
            Principal user,
            HttpSession session,
            Model model,
            RedirectAttributes redirect,
            HttpServletResponse response) {
        String secret = secret(session);
        Optional<List<String>> codes =
                Faults.into(result, () -> twoStep.turnOn(user.getName(), secret, form.code(), form.current()));
        if (codes.isEmpty()) {
            return Faults.show(page(model, user.getName(), session), response);
        }
        session.removeAttribute(SECRET);
        users.endSessions(user.getName(), session.getId());
        redirect.addFlashAttribute("codes", codes.get());
        redirect.addFlashAttribute("message", texts.of("access.two-step.turned-on"));
        return PAGE;
    }

    @PostMapping("/account/two-step/off")
    String turnOff(
            @ModelAttribute("form") TwoStepForm form,
            BindingResult result,
            Principal user,
            HttpSession session,
            Model model,
            RedirectAttributes redirect,
            HttpServletResponse response) {
        Faults.into(result, () -> twoStep.turnOff(user.getName(), form.current()));
        if (result.hasErrors()) {
            return Faults.show(page(model, user.getName(), session), response);
        }
        users.endSessions(user.getName(), session.getId());
        redirect.addFlashAttribute("message", texts.of("access.two-step.turned-off"));
        return PAGE;
    }

    private String page(Model model, String user, HttpSession session) {
        Optional<TwoStep.State> state = twoStep.of(user);
        if (state.isPresent()) {
            model.addAttribute("state", state.get());
        } else {
            String secret = secret(session);
            model.addAttribute("secret", inGroups(secret));
            model.addAttribute("qr", QrCode.of(AppAddress.of(identity.node(), user, secret)));
        }
        return TEMPLATE;
    }

    private String secret(HttpSession session) {
        if (session.getAttribute(SECRET) instanceof String secret) {
            return secret;
        }
        String secret = twoStep.newSecret();
        session.setAttribute(SECRET, secret);
        return secret;
    }

    /// Four characters at a time are easier to type.
    private static String inGroups(String secret) {
        return secret.replaceAll("(.{4})(?!$)", "$1 ");
    }
}
