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
import org.danegate.certificate.CertificateMaterial;
import org.danegate.certificate.Certificates;
import org.danegate.certificate.Certificates.Outcome;
import org.danegate.certificate.KeyKind;
import org.danegate.console.FormFaults;
import org.danegate.wording.Fault;
import org.danegate.wording.Wording;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BeanPropertyBindingResult;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/// The forms of Network > Certificates: upload, replace, generate. Private keys and passwords are only read from the
/// request and never put into a model.
@Controller
@RequestMapping("/network/certificates")
@PreAuthorize("hasRole('OPERATOR')")
class CertificateForms {

    private static final String DETAILS = "redirect:/network/certificates/details/{name}";

    private final Certificates certificates;
    private final Outcomes outcomes;
    private final LocalHostName hostname;

    CertificateForms(Certificates certificates, Outcomes outcomes, LocalHostName hostname) {
        this.certificates = certificates;
        this.outcomes = outcomes;
        this.hostname = hostname;
    }

    @GetMapping("/upload")
    String uploadForm(Model model) {
        model.addAttribute("form", CertificateForm.empty(""));
        return upload(model);
    }

    @PostMapping("/upload")
    String upload(
            @RequestParam(defaultValue = "") String name,
            @RequestParam(defaultValue = "") String certificate,
            @RequestParam(defaultValue = "") String privateKey,
            @RequestParam(defaultValue = "") String password,
            @RequestParam(required = false) @Nullable MultipartFile file,
            Principal user,
            Model model,
            RedirectAttributes redirect,
            HttpServletResponse response)
            throws IOException, GeneralSecurityException {
        Outcome outcome =
                certificates.upload(name.strip(), material(certificate, privateKey, password, file), user.getName());
        return switch (outcome) {
            case Outcome.Done done -> done(done, "certificate.uploaded", redirect);
            case Outcome.Refused refused -> {
                refuse(CertificateForm.typed(name, certificate), refused, model, response);
                yield upload(model);
            }
        };
    }

    private static String upload(Model model) {
        model.addAttribute("replaced", "");
        return "certificate/upload";
    }

    @GetMapping("/details/{name}/replace")
    String replaceForm(@PathVariable String name, Model model) {
        model.addAttribute("form", CertificateForm.empty(name));
        return replace(name, model);
    }

    @PostMapping("/details/{name}/replace")
    String replace(
            @PathVariable String name,
            @RequestParam(defaultValue = "") String certificate,
            @RequestParam(defaultValue = "") String privateKey,
            @RequestParam(defaultValue = "") String password,
            @RequestParam(required = false) @Nullable MultipartFile file,
            Principal user,
            Model model,
            RedirectAttributes redirect,
            HttpServletResponse response)
            throws IOException, GeneralSecurityException {
        String page = replace(name, model);
        Outcome outcome = certificates.replace(name, material(certificate, privateKey, password, file), user.getName());
        return switch (outcome) {
            case Outcome.Done done -> done(done, "certificate.replaced", redirect);
            case Outcome.Refused refused -> {
                refuse(CertificateForm.typed(name, certificate), refused, model, response);
                yield page;
            }
        };
    }

    private String replace(String name, Model model) {
        if (certificates.find(name).isEmpty()) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND);
        }
        model.addAttribute("replaced", name);
        return "certificate/upload";
    }

    @GetMapping("/generate")
    String generateForm(Model model) {
        model.addAttribute("form", GenerateForm.empty(hostname.name().ascii()));
        return generate(model);
    }

    @PostMapping("/generate")
    String generate(
            @ModelAttribute("form") GenerateForm form,
            Principal user,
            Model model,
            RedirectAttributes redirect,
            HttpServletResponse response)
            throws IOException, GeneralSecurityException {
        Optional<KeyKind> kind = form.kind();
        if (kind.isEmpty()) {
            refuse(
                    form,
                    new Outcome.Refused(List.of(Fault.error("key", Wording.of("certificate.fault.key")))),
                    model,
                    response);
            return generate(model);
        }
        Outcome outcome = certificates.generate(form.name().strip(), form.request(kind.get()), user.getName());
        return switch (outcome) {
            case Outcome.Done done -> done(done, "certificate.generated", redirect);
            case Outcome.Refused refused -> {
                refuse(form, refused, model, response);
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

    private static CertificateMaterial material(
            String certificate, String privateKey, String password, @Nullable MultipartFile file) throws IOException {
        return new CertificateMaterial(certificate, privateKey, password, file == null ? new byte[0] : file.getBytes());
    }

    private String done(Outcome.Done done, String key, RedirectAttributes redirect) {
        redirect.addFlashAttribute("message", outcomes.done(key, done.name(), done.advice()));
        redirect.addAttribute("name", done.name());
        return DETAILS;
    }

    private void refuse(Object form, Outcome.Refused refused, Model model, HttpServletResponse response) {
        BindingResult result = new BeanPropertyBindingResult(form, "form");
        FormFaults.add(result, refused.faults());
        model.addAttribute("form", form);
        model.addAttribute(BindingResult.MODEL_KEY_PREFIX + "form", result);
        response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
    }
}
