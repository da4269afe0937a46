package org.danegate.network.web;

import jakarta.servlet.http.HttpServletResponse;
import java.security.Principal;
import java.util.Optional;
import org.danegate.address.DomainName;
import org.danegate.console.Texts;
import org.danegate.dns.status.ResolverStatus;
import org.danegate.network.DnsOverview;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/// Network > DNS Status: resolvers, advice, trust anchors; *Test Resolvers* and *Clear DNS Cache*.
@Controller
@RequestMapping("/network/dns-status")
class DnsStatusPage {

    private static final String VIEW = "network/dns-status";

    private final DnsOverview overview;
    private final Texts texts;

    DnsStatusPage(DnsOverview overview, Texts texts) {
        this.overview = overview;
        this.texts = texts;
    }

    @GetMapping
    String show(Model model) {
        model.addAttribute("domain", ResolverStatus.KNOWN_GOOD.ascii());
        return show(overview.report(), model);
    }

    private String show(DnsOverview.Report report, Model model) {
        model.addAttribute("dns", report);
        model.addAttribute(
                "warnings",
                report.warnings().stream().map(w -> texts.of(w.wording())).toList());
        return VIEW;
    }

    @PostMapping("/test")
    @PreAuthorize("hasRole('OPERATOR')")
    String test(@RequestParam(defaultValue = "") String domain, Model model, HttpServletResponse response) {
        model.addAttribute("domain", domain);
        Optional<DomainName> name = read(domain);
        if (name.isPresent()) {
            model.addAttribute("trials", overview.test(name.get()));
        } else {
            model.addAttribute("fault", texts.of("dnsstatus.bad-domain"));
            response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
        }
        return show(overview.report(), model);
    }

    @PostMapping("/clear-cache")
    @PreAuthorize("hasRole('OPERATOR')")
    String clearCache(Principal user, RedirectAttributes redirect) {
        overview.clearCache(user.getName());
        redirect.addFlashAttribute("message", texts.of("dnsstatus.cleared"));
        return "redirect:/network/dns-status";
    }

    private static Optional<DomainName> read(String text) {
        try {
            return Optional.of(DomainName.parse(text.strip()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
