package org.danegate.access.web;

import static java.util.Objects.requireNonNullElse;

import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.security.Principal;
import java.util.List;
import java.util.Optional;
import org.danegate.access.TwoStep;
import org.danegate.access.Users;
import org.danegate.console.FormAttempts;
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

    private final TwoStep twoStep;
    private final Users users;
    private final ShownSecret shown;
    private final Texts texts;

    TwoStepPage(TwoStep twoStep, Users users, ShownSecret shown, Texts texts) {
        this.twoStep = twoStep;
        this.users = users;
        this.shown = shown;
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
        if (users.signsInElsewhere(user.getName())) {
            return "access/no-password";
        }
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
        String secret = shown.secret(session);
        Optional<List<String>> codes =
                FormAttempts.of(result, () -> twoStep.turnOn(user.getName(), secret, form.code(), form.current()));
        if (codes.isEmpty()) {
            return FormAttempts.refused(page(model, user.getName(), session), response);
        }
        shown.forget(session);
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
        FormAttempts.made(result, () -> twoStep.turnOff(user.getName(), form.current()));
        if (result.hasErrors()) {
            return FormAttempts.refused(page(model, user.getName(), session), response);
        }
        users.endSessions(user.getName(), session.getId());
        redirect.addFlashAttribute("message", texts.of("access.two-step.turned-off"));
        return PAGE;
    }

    private String page(Model model, String user, HttpSession session) {
        Optional<TwoStep.State> state = twoStep.of(user);
        if (state.isPresent()) {
            model.addAttribute("state", state.get());
            model.addAttribute("demanded", twoStep.isDemandedOf(user));
        } else {
            shown.into(model, user, session);
        }
        return TEMPLATE;
    }
}
