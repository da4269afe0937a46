package org.danegate.sections.web;

import jakarta.servlet.http.HttpServletResponse;
import java.security.Principal;
import java.util.List;
import org.danegate.config.Submission;
import org.danegate.config.WorkingPolicy;
import org.danegate.console.FormFaults;
import org.danegate.console.SettingAdvice;
import org.danegate.console.Texts;
import org.danegate.policy.DnsSettings;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/// Network > DNS.
@Controller
class DnsPages {

    private static final String PAGE = "/network/dns";
    private static final String VIEW = "sections/dns";

    private final WorkingPolicy working;
    private final Texts texts;
    private final ObjectProvider<SettingAdvice> advice;

    DnsPages(WorkingPolicy working, Texts texts, ObjectProvider<SettingAdvice> advice) {
        this.working = working;
        this.texts = texts;
        this.advice = advice;
    }

    /// What other rooms know about SHA-1 signatures, in sentences.
    @ModelAttribute("sha1Advice")
    List<String> sha1Advice() {
        return advice.stream()
                .flatMap(one -> one.beside("dns.sha1Signatures").stream())
                .toList();
    }

    @GetMapping(PAGE)
    String show(Model model) {
        DnsForm form = DnsForm.of(working.policy().dns(), working.section("dns").version());
        form.addRows();
        model.addAttribute("form", form);
        return VIEW;
    }

    @PostMapping(PAGE)
    @PreAuthorize("hasRole('OPERATOR')")
    String submit(
            @ModelAttribute("form") DnsForm form,
            BindingResult faults,
            Model model,
            @RequestParam(required = false) @Nullable String addRow,
            @RequestParam(required = false) @Nullable String removeRow,
            Principal user,
            RedirectAttributes redirect,
            HttpServletResponse response) {
        if (addRow != null) {
            form.addRow(addRow);
            model.addAttribute("changedList", addRow);
            return VIEW;
        }
        if (removeRow != null) {
            form.removeRow(removeRow);
            model.addAttribute("changedList", removeRow);
            return VIEW;
        }
        form.dropEmptyRows();
        DnsSettings settings = form.settings(faults);
        if (settings != null && submitted(form, settings, faults, user, model)) {
            redirect.addFlashAttribute("message", texts.of("dns.submitted"));
            return "redirect:" + PAGE;
        }
        form.addRows();
        response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
        return VIEW;
    }

    private boolean submitted(DnsForm form, DnsSettings settings, BindingResult faults, Principal user, Model model) {
        switch (working.submitDns(settings, form.getVersion(), user.getName())) {
            case Submission.Submitted done -> {
                return true;
            }
            case Submission.Rejected rejected -> FormFaults.add(faults, rejected.faults());
            case Submission.Stale stale -> {
                FormFaults.reject(faults, stale.why());
                form.setVersion(working.section("dns").version());
                model.addAttribute("theirs", working.policy().dns());
            }
        }
        return false;
    }
}
