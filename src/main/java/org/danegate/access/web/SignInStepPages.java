package org.danegate.access.web;

import static java.util.Objects.requireNonNullElse;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.Principal;
import org.danegate.access.Passkey;
import org.danegate.access.Passkeys;
import org.danegate.access.StepSignIn;
import org.danegate.console.FormAttempts;
import org.danegate.console.FormFaults;
import org.danegate.wording.RefusedException;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;

/// The pages between the right password and the console: the code, the passkey, and a password of one's own.
@Controller
class SignInStepPages {

    private static final String ANEW = "redirect:/sign-in?again";

    private final StepSignIn signIn;
    private final Passkeys passkeys;
    private final BegunPasskey begun;

    SignInStepPages(StepSignIn signIn, Passkeys passkeys, BegunPasskey begun) {
        this.signIn = signIn;
        this.passkeys = passkeys;
        this.begun = begun;
    }

    /// @param code six digits, or a recovery code
    record CodeForm(String code) {
        /// Fields that were not sent arrive as null.
        CodeForm {
            code = requireNonNullElse(code, "");
        }
    }

    /// @param password the new one
    /// @param repeated the new one again
    record OwnPasswordForm(String password, String repeated) {
        /// Fields that were not sent arrive as null.
        OwnPasswordForm {
            password = requireNonNullElse(password, "");
            repeated = requireNonNullElse(repeated, "");
        }
    }

    @GetMapping("/sign-in/code")
    String code(HttpServletRequest request, Model model) throws ServletException {
        model.addAttribute("form", new CodeForm(""));
        return page("access/sign-in-code", request);
    }

    @PostMapping("/sign-in/code")
    @Nullable
    String takeCode(
            @ModelAttribute("form") CodeForm form,
            BindingResult result,
            Principal user,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException, ServletException {
        if (signIn.isStale(request)) {
            return anew(request);
        }
        try {
            signIn.takeCode(user.getName(), form.code(), request, response);
            return null;
        } catch (RefusedException refused) {
            FormFaults.add(result, refused.fault());
            return FormAttempts.refused("access/sign-in-code", response);
        }
    }

    @GetMapping("/sign-in/with-passkey")
    String passkey(HttpServletRequest request, Principal user, Model model) throws ServletException {
        begun.into(model, request);
        model.addAttribute(
                "names",
                passkeys.of(user.getName()).stream()
                        .map(Passkey::getRpId)
                        .distinct()
                        .sorted()
                        .toList());
        return page("access/sign-in-with-passkey", request);
    }

    @GetMapping("/sign-in/new-password")
    String password(HttpServletRequest request, Model model) throws ServletException {
        model.addAttribute("form", new OwnPasswordForm("", ""));
        return page("access/sign-in-new-password", request);
    }

    @PostMapping("/sign-in/new-password")
    @Nullable
    String takePassword(
            @ModelAttribute("form") OwnPasswordForm form,
            BindingResult result,
            Principal user,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException, ServletException {
        if (signIn.isStale(request)) {
            return anew(request);
        }
        if (!form.password().equals(form.repeated())) {
            result.rejectValue("repeated", "access.refused.repeated", "New Password and New Password Again differ.");
            return FormAttempts.refused("access/sign-in-new-password", response);
        }
        try {
            signIn.takePassword(user.getName(), form.password(), request, response);
            return null;
        } catch (RefusedException refused) {
            FormFaults.add(result, refused.fault());
            return FormAttempts.refused("access/sign-in-new-password", response);
        }
    }

    private String page(String template, HttpServletRequest request) throws ServletException {
        return signIn.isStale(request) ? anew(request) : template;
    }

    private static String anew(HttpServletRequest request) throws ServletException {
        request.logout();
        return ANEW;
    }
}
