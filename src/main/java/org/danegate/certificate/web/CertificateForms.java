package org.danegate.certificate.web;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.Principal;
import org.danegate.certificate.CertificateMaterial;
import org.danegate.certificate.Certificates;
import org.danegate.certificate.Certificates.Outcome;
import org.danegate.console.FormFaults;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/// The forms of Network > Certificates for material: upload and replace. Private keys and passwords are only read from
/// the
/// request and never put into a model.
@Controller
@RequestMapping("/network/certificates")
@PreAuthorize("hasRole('OPERATOR')")
class CertificateForms {

    private final Certificates certificates;
    private final FormAnswers answers;

    CertificateForms(Certificates certificates, FormAnswers answers) {
        this.certificates = certificates;
        this.answers = answers;
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
            case Outcome.Done done -> answers.done(done, "certificate.uploaded", redirect);
            case Outcome.Refused refused -> {
                FormFaults.refuse(CertificateForm.typed(name, certificate), refused.faults(), model, response);
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
            case Outcome.Done done -> answers.done(done, "certificate.replaced", redirect);
            case Outcome.Refused refused -> {
                FormFaults.refuse(CertificateForm.typed(name, certificate), refused.faults(), model, response);
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

    private static CertificateMaterial material(
            String certificate, String privateKey, String password, @Nullable MultipartFile file) throws IOException {
        return new CertificateMaterial(certificate, privateKey, password, file == null ? new byte[0] : file.getBytes());
    }
}
