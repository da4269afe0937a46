package org.danegate.access.web;

import static java.util.Objects.requireNonNullElse;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.security.Principal;
import java.util.List;
import org.danegate.access.Passkeys;
import org.danegate.access.StepSignIn;
import org.danegate.console.FormAttempts;
import org.danegate.console.FormFaults;
import org.danegate.console.Texts;
import org.danegate.wording.RefusedException;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/// The step between the right password and the console for a user whose role needs a second factor and who has none:
/// an authenticator app or a passkey is set up here, and no other page can be seen before.
@Controller
class EnrolmentPage {

    private static final String PAGE = "redirect:/sign-in/two-step";
    private static final String TEMPLATE = "access/sign-in-two-step";
    private static final String ANEW = "redirect:/sign-in?again";

    private final StepSignIn signIn;
    private final ShownSecret shown;
    private final BegunPasskey begun;
    private final Texts texts;

    EnrolmentPage(StepSignIn signIn, ShownSecret shown, BegunPasskey begun, Texts texts) {
        this.signIn = signIn;
        this.shown = shown;
        this.begun = begun;
        this.texts = texts;
    }

    /// @param label what the passkey will be called
    record PasskeyForm(String label) {
        /// Fields that were not sent arrive as null.
        PasskeyForm {
            label = requireNonNullElse(label, "");
        }
    }

    @GetMapping("/sign-in/two-step")
    String show(HttpServletRequest request, Principal user, Model model) throws ServletException {
        if (signIn.isStale(request)) {
            request.logout();
            return ANEW;
        }
        model.addAttribute("form", new SignInStepPages.CodeForm(""));
        model.addAttribute("passkey", new PasskeyForm(""));
        return page(request, user, model);
    }

    @PostMapping("/sign-in/two-step")
    String take(
            @ModelAttribute("form") SignInStepPages.CodeForm form,
            BindingResult result,
            Principal user,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model,
            RedirectAttributes redirect)
            throws ServletException {
        HttpSession session = request.getSession();
        if (signIn.isStale(request)) {
            request.logout();
            return ANEW;
        }
        try {
            List<String> codes =
                    signIn.takeEnrolment(user.getName(), shown.secret(session), form.code(), request, response);
            shown.forget(session);
            redirect.addFlashAttribute("codes", codes);
            redirect.addFlashAttribute("message", texts.of("access.two-step.turned-on"));
            return "redirect:/account/two-step";
        } catch (RefusedException refused) {
            FormFaults.add(result, refused.fault());
            model.addAttribute("passkey", new PasskeyForm(""));
            return FormAttempts.refused(page(request, user, model), response);
        }
    }

    @PostMapping("/sign-in/two-step/passkey")
    String begin(
            @ModelAttribute("passkey") PasskeyForm form,
            BindingResult result,
            Authentication user,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model,
            RedirectAttributes redirect)
            throws ServletException {
        if (signIn.isStale(request)) {
            request.logout();
            return ANEW;
        }
        if (begun.begin(
                form.label(), result, request, redirect, place -> signIn.beginPasskey(user, form.label(), place))) {
            return PAGE;
        }
        model.addAttribute("form", new SignInStepPages.CodeForm(""));
        return FormAttempts.refused(page(request, user, model), response);
    }

    @PostMapping("/sign-in/two-step/passkey/create")
    String create(
            @RequestParam(defaultValue = "") String credential,
            Principal user,
            HttpServletRequest request,
            HttpServletResponse response,
            RedirectAttributes redirect)
            throws ServletException {
        if (signIn.isStale(request)) {
            request.logout();
            return ANEW;
        }
        boolean made = FormAttempts.announced(redirect, texts, () -> {
            Passkeys.Begun one = begun.take(request.getSession(), user.getName());
            signIn.takePasskey(one, credential, request, response);
            return texts.of("access.passkey.added", one.label());
        });
        return made ? "redirect:/account/passkeys" : PAGE;
    }

    private String page(HttpServletRequest request, Principal user, Model model) {
        shown.into(model, user.getName(), request.getSession());
        begun.into(model, request);
        return TEMPLATE;
    }
}
