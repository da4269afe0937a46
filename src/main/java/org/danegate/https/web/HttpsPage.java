package org.danegate.https.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.Principal;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.danegate.certificate.CertificateFolder;
import org.danegate.certificate.Certificates;
import org.danegate.certificate.InstalledCertificate;
import org.danegate.console.FormFaults;
import org.danegate.console.Texts;
import org.danegate.https.ConsoleHttps;
import org.danegate.https.HttpsChecks;
import org.danegate.https.HttpsSettings;
import org.danegate.https.StrictTransport;
import org.danegate.wording.Fault;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/// Network > Console: how the console is served by HTTPS.
@Controller
@RequestMapping("/network/console")
class HttpsPage {

    private static final String PATH = "/network/console";

    private final ConsoleHttps https;
    private final Certificates certificates;
    private final Texts texts;
    private final InstantSource clock;

    HttpsPage(ConsoleHttps https, Certificates certificates, Texts texts, InstantSource clock) {
        this.https = https;
        this.certificates = certificates;
        this.texts = texts;
        this.clock = clock;
    }

    @GetMapping
    String show(HttpServletRequest request, Model model) {
        model.addAttribute("form", HttpsForm.of(https.settings()));
        return page(request, model);
    }

    @PostMapping
    @PreAuthorize("hasRole('ADMINISTRATOR')")
    String choose(
            @ModelAttribute("form") HttpsForm form,
            Principal user,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model,
            RedirectAttributes redirect)
            throws IOException {
        boolean own = https.isOwn(request.isSecure(), request.getLocalPort());
        List<Fault> faults = new ArrayList<>(form.faults(https.given()));
        if (faults.isEmpty()) {
            HttpsSettings wanted = form.settings(https.given(), https.settings());
            faults.addAll(https.choose(wanted, new HttpsChecks.Way(request.isSecure(), own), user.getName()));
        }
        if (!faults.isEmpty()) {
            return refuse(form, faults, request, response, model);
        }
        redirect.addFlashAttribute("message", texts.of(https.settings().on() ? "https.chosen" : "https.chosen.off"));
        return "redirect:" + (own ? address(request) : PATH);
    }

    private String refuse(
            HttpsForm form, List<Fault> faults, HttpServletRequest request, HttpServletResponse response, Model model) {
        FormFaults.refuse(form, faults, model, response);
        return page(request, model);
    }

    private String page(HttpServletRequest request, Model model) {
        HttpsSettings settings = https.settings();
        model.addAttribute("settings", settings);
        model.addAttribute("given", https.given());
        model.addAttribute("served", https.shown().orElse(null));
        model.addAttribute("own", https.isOwn(request.isSecure(), request.getLocalPort()));
        model.addAttribute("address", address(request));
        model.addAttribute("redirecting", https.instead(request.getLocalAddr()).isPresent());
        model.addAttribute("elsewhere", https.isElsewhere(request.getLocalAddr()));
        model.addAttribute("administrator", request.isUserInRole("ADMINISTRATOR"));
        model.addAttribute("offered", offered(settings));
        model.addAttribute("stricts", stricts());
        return "https/console";
    }

    /// The page's own address by HTTPS: under the name that the browser uses, or where HTTPS alone listens.
    private String address(HttpServletRequest request) {
        return https.shown()
                .map(now -> "https://" + host(now, request) + (now.port() == 443 ? "" : ":" + now.port())
                        + request.getContextPath() + PATH)
                .orElse(PATH);
    }

    private String host(ConsoleHttps.Shown now, HttpServletRequest request) {
        if (!https.isElsewhere(request.getLocalAddr())) {
            return request.getServerName();
        }
        return now.address().contains(":") ? "[" + now.address() + "]" : now.address();
    }

    private Map<String, String> offered(HttpsSettings settings) {
        Map<String, String> offered = new LinkedHashMap<>();
        offered.put("", texts.of("https.certificate.none"));
        offered.put(CertificateFolder.SELF_SIGNED, texts.of("https.certificate.self-signed"));
        for (InstalledCertificate one : certificates.all()) {
            if (!one.name().equals(CertificateFolder.SELF_SIGNED)) {
                offered.put(one.name(), label(one));
            }
        }
        String present = settings.certificate();
        offered.putIfAbsent(present, present);
        return offered;
    }

    private String label(InstalledCertificate one) {
        return one.name() + " – "
                + texts.of("certificate.validity." + one.validity(clock.instant()), one.daysLeft(clock.instant()));
    }

    private Map<String, String> stricts() {
        Map<String, String> stricts = new LinkedHashMap<>();
        for (StrictTransport one : StrictTransport.values()) {
            stricts.put(one.name(), texts.of("https.strict." + one.name()));
        }
        return stricts;
    }
}
