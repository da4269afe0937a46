package org.danegate.published.web;

import jakarta.servlet.http.HttpServletResponse;
import java.security.Principal;
import java.util.List;
import java.util.Optional;
import org.danegate.address.DomainName;
import org.danegate.console.Texts;
import org.danegate.published.PreloadFile;
import org.danegate.published.StsDesk;
import org.danegate.sts.StsTrouble;
import org.danegate.wording.Fault;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/// Mail Policies > MTA-STS Policies: what is kept, *Fetch Now*, *Forget*, *Clear MTA-STS Cache*, and *Preload*. Each
/// acts
/// at once, without a commit.
@Controller
@RequestMapping(StsPage.PATH)
class StsPage {

    static final String PATH = "/mail-policies/mta-sts";
    private static final String BACK = "redirect:" + PATH;

    private final StsDesk desk;
    private final Texts texts;

    StsPage(StsDesk desk, Texts texts) {
        this.desk = desk;
        this.texts = texts;
    }

    @GetMapping
    String show(Model model) {
        model.addAttribute("rows", ShownPolicy.all(desk));
        model.asMap().putIfAbsent("domain", "");
        model.asMap().putIfAbsent("text", "");
        model.asMap().putIfAbsent("faults", List.of());
        return "published/mta-sts";
    }

    @PostMapping("/fetch")
    @PreAuthorize("hasRole('OPERATOR')")
    String fetch(
            @RequestParam(defaultValue = "") String domain,
            Principal user,
            Model model,
            RedirectAttributes redirect,
            HttpServletResponse response) {
        Optional<DomainName> name = name(domain);
        if (name.isEmpty()) {
            model.addAttribute("domain", domain);
            model.addAttribute("fault", texts.of("published.no-domain"));
            response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
            return show(model);
        }
        Optional<StsTrouble> trouble = desk.fetch(name.get(), user.getName());
        if (trouble.isEmpty()) {
            redirect.addFlashAttribute(
                    "message", texts.of("published.fetched", name.get().ascii()));
        } else {
            redirect.addFlashAttribute(
                    "problem",
                    texts.of(
                            "published.not-fetched",
                            name.get().ascii(),
                            trouble.get().text()));
        }
        return BACK;
    }

    @PostMapping("/forget")
    @PreAuthorize("hasRole('OPERATOR')")
    String forget(@RequestParam(defaultValue = "") String domain, Principal user, RedirectAttributes redirect) {
        boolean gone = name(domain).filter(n -> desk.forget(n, user.getName())).isPresent();
        redirect.addFlashAttribute(
                gone ? "message" : "problem", texts.of(gone ? "published.forgotten" : "published.not-kept", domain));
        return BACK;
    }

    @PostMapping("/clear")
    @PreAuthorize("hasRole('OPERATOR')")
    String clear(Principal user, RedirectAttributes redirect) {
        redirect.addFlashAttribute("message", texts.of("published.cleared", desk.clear(user.getName())));
        return BACK;
    }

    @PostMapping("/preload")
    @PreAuthorize("hasRole('OPERATOR')")
    String preload(
            @RequestParam(defaultValue = "") String text,
            Principal user,
            Model model,
            RedirectAttributes redirect,
            HttpServletResponse response) {
        PreloadFile.Read read = PreloadFile.of(text);
        if (!read.faults().isEmpty()) {
            model.addAttribute("text", text);
            model.addAttribute("faults", read.faults().stream().map(this::line).toList());
            response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
            return show(model);
        }
        desk.preload(read.entries(), user.getName());
        redirect.addFlashAttribute(
                "message", texts.of("published.preloaded", read.entries().size()));
        return BACK;
    }

    private String line(Fault fault) {
        return texts.of("published.line", fault.line(), texts.of(fault.wording()));
    }

    private static Optional<DomainName> name(String text) {
        try {
            return Optional.of(DomainName.parse(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
