package org.danegate.access.web;

import jakarta.servlet.http.HttpServletResponse;
import java.security.Principal;
import org.danegate.access.Users;
import org.danegate.console.FormAttempts;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;

/// The page for the user's own password; open to every role. Who signs in by an identity provider has none here.
@Controller
class PasswordPage {

    private final Users users;

    PasswordPage(Users users) {
        this.users = users;
    }

    @GetMapping("/account/password")
    String form(Model model, Principal user) {
        if (users.signsInElsewhere(user.getName())) {
            return "access/no-password";
        }
        model.addAttribute("form", new PasswordForm("", "", ""));
        return "access/password";
    }

    @PostMapping("/account/password")
    String change(
            @ModelAttribute("form") PasswordForm form,
            BindingResult result,
            Principal user,
            HttpServletResponse response) {
        if (!form.password().equals(form.repeated())) {
            result.rejectValue("repeated", "access.refused.repeated", "New Password and New Password Again differ.");
        } else {
            FormAttempts.made(result, () -> users.changeOwnPassword(user.getName(), form.current(), form.password()));
        }
        return result.hasErrors() ? FormAttempts.refused("access/password", response) : "redirect:/sign-in?changed";
    }
}
