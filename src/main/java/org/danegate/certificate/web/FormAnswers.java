package org.danegate.certificate.web;

import org.danegate.certificate.Certificates.Outcome;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/// Answers the forms about certificates with the page of the certificate.
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
}
