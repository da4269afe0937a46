package org.danegate.access.web;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.security.Principal;
import java.util.List;
import org.danegate.access.StepSignIn;
import org.danegate.console.FormAttempts;
import org.danegate.console.FormFaults;
import org.danegate.console.Texts;
import org.danegate.wording.RefusedException;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/// The step between the right password and the console for a user whose role needs two-step sign-in and who has not
/// turned it on: the app is set up here, and no other page can be seen before.
@Controller
class EnrolmentPage {

    private static final String TEMPLATE = "access/sign-in-two-step";
    private static final String ANEW = "redirect:/sign-in?again";

    private final StepSignIn signIn;
    private final ShownSecret shown;
    private final Texts texts;

    EnrolmentPage(StepSignIn signIn, ShownSecret shown, Texts texts) {
        this.signIn = signIn;
        this.shown = shown;
        this.texts = texts;
    }

    @GetMapping("/sign-in/two-step")
    String show(HttpServletRequest request, HttpSession session, Principal user, Model model) throws ServletException {
        if (signIn.isStale(request)) {
            request.logout();
            return ANEW;
        }
        model.addAttribute("form", new SignInStepPages.CodeForm(""));
        shown.into(model, user.getName(), session);
        return TEMPLATE;
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
            shown.into(model, user.getName(), session);
            return FormAttempts.refused(TEMPLATE, response);
        }
    }
}
