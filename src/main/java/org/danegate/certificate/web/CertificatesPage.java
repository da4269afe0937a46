package org.danegate.certificate.web;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.Principal;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Collectors;
import org.danegate.certificate.CertificateUse;
import org.danegate.certificate.Certificates;
import org.danegate.certificate.InstalledCertificate;
import org.danegate.console.Texts;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/// Network > Certificates: the list, one certificate with its chain, its downloads, and its deletion.
@Controller
@RequestMapping("/network/certificates")
class CertificatesPage {

    static final String LIST = "redirect:/network/certificates";

    private static final MediaType PEM = MediaType.parseMediaType("application/x-pem-file");

    private final Certificates certificates;
    private final Outcomes outcomes;
    private final Texts texts;
    private final InstantSource clock;

    CertificatesPage(Certificates certificates, Outcomes outcomes, Texts texts, InstantSource clock) {
        this.certificates = certificates;
        this.outcomes = outcomes;
        this.texts = texts;
        this.clock = clock;
    }

    @GetMapping
    String list(Model model) {
        List<InstalledCertificate> all = certificates.all();
        model.addAttribute("certificates", all);
        model.addAttribute("unreadable", certificates.unreadable());
        common(all, model);
        return "certificate/list";
    }

    @GetMapping("/details/{name}")
    String details(@PathVariable String name, Model model) {
        InstalledCertificate one = found(name);
        model.addAttribute("one", one);
        common(List.of(one), model);
        return "certificate/details";
    }

    private void common(List<InstalledCertificate> shown, Model model) {
        model.addAttribute("now", clock.instant());
        model.addAttribute(
                "places",
                shown.stream()
                        .collect(Collectors.toMap(
                                InstalledCertificate::name,
                                c -> c.uses().stream().map(outcomes::place).toList())));
    }

    @GetMapping("/details/{name}/certificate.pem")
    ResponseEntity<String> pem(@PathVariable String name) throws IOException, GeneralSecurityException {
        found(name);
        return download(name + ".crt.pem", certificates.pem(name));
    }

    @GetMapping("/details/{name}/request.csr")
    @PreAuthorize("hasRole('OPERATOR')")
    ResponseEntity<String> request(@PathVariable String name) throws IOException, GeneralSecurityException {
        found(name);
        return download(name + ".csr", certificates.signingRequest(name));
    }

    private static ResponseEntity<String> download(String file, String text) {
        return ResponseEntity.ok()
                .contentType(PEM)
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment().filename(file).build().toString())
                .body(text);
    }

    @PostMapping("/details/{name}/delete")
    @PreAuthorize("hasRole('OPERATOR')")
    String delete(@PathVariable String name, Principal user, RedirectAttributes redirect) throws IOException {
        List<CertificateUse> uses = certificates.delete(name, user.getName());
        if (uses.isEmpty()) {
            redirect.addFlashAttribute("message", texts.of("certificate.deleted", name));
        } else {
            redirect.addFlashAttribute("problem", outcomes.used(name, uses));
        }
        return LIST;
    }

    private InstalledCertificate found(String name) {
        return certificates.find(name).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    }
}
