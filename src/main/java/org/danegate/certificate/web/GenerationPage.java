package org.danegate.certificate.web;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.Principal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.danegate.address.LocalHostName;
import org.danegate.certificate.Certificates;
import org.danegate.certificate.Certificates.Outcome;
import org.danegate.certificate.KeyKind;
import org.danegate.console.FormFaults;
import org.danegate.wording.Fault;
import org.danegate.wording.Wording;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/// The form of Network > Certificates that generates a key and a self-signed certificate.
@Controller
@RequestMapping("/network/certificates/generate")
@PreAuthorize("hasRole('OPERATOR')")
class GenerationPage {

    private final Certificates certificates;
    private final FormAnswers answers;
    private final LocalHostName hostname;

    GenerationPage(Certificates certificates, FormAnswers answers, LocalHostName hostname) {
        this.certificates = certificates;
        this.answers = answers;
        this.hostname = hostname;
    }

    @GetMapping
    String generateForm(Model model) {
        model.addAttribute("form", GenerateForm.empty(hostname.name().ascii()));
        return generate(model);
    }

    @PostMapping
    String generate(
            @ModelAttribute("form") GenerateForm form,
            Principal user,
            Model model,
            RedirectAttributes redirect,
            HttpServletResponse response)
            throws IOException, GeneralSecurityException {
        Optional<KeyKind> kind = form.kind();
        Outcome outcome = kind.isEmpty()
                ? new Outcome.Refused(List.of(Fault.error("key", Wording.of("certificate.fault.key"))))
                : certificates.generate(form.name().strip(), form.request(kind.get()), user.getName());
        return switch (outcome) {
            case Outcome.Done done -> answers.done(done, "certificate.generated", redirect);
            case Outcome.Refused refused -> {
                FormFaults.refuse(form, refused.faults(), model, response);
                yield generate(model);
            }
        };
    }

    private static String generate(Model model) {
        Map<String, String> kinds = new LinkedHashMap<>();
        for (KeyKind kind : KeyKind.values()) {
            kinds.put(kind.name(), kind.label());
        }
        model.addAttribute("kinds", kinds);
        return "certificate/generate";
    }
}
