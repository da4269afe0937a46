package org.danegate.certificate.web;

import jakarta.servlet.http.HttpServletResponse;
import org.danegate.certificate.Certificates.Outcome;
import org.danegate.console.FormFaults;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.ui.Model;
import org.springframework.validation.BeanPropertyBindingResult;
import org.springframework.validation.BindingResult;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/// Answers the forms about certificates: with the page of the certificate, or with the form and its faults.
@Component
class FormAnswers {

    private static final String DETAILS = "redirect:/network/certificates/details/{name}";

    private final Outcomes outcomes;

    FormAnswers(Outcomes outcomes) {
        this.outcomes = outcomes;
    }

    /// @param key of the sentence about what was done
    /// @return the view
    String done(Outcome.Done done, String key, RedirectAttributes redirect) {
        redirect.addFlashAttribute("message", outcomes.done(key, done.name(), done.advice()));
        redirect.addAttribute("name", done.name());
        return DETAILS;
    }

    /// @param form as it was sent, to be shown again
    static void refuse(Object form, Outcome.Refused refused, Model model, HttpServletResponse response) {
        BindingResult result = new BeanPropertyBindingResult(form, "form");
        FormFaults.add(result, refused.faults());
        model.addAttribute("form", form);
        model.addAttribute(BindingResult.MODEL_KEY_PREFIX + "form", result);
        response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
    }
}
