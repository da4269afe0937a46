package org.danegate.monitor.web;

import java.security.Principal;
import java.util.List;
import java.util.Map;
import org.danegate.address.DomainName;
import org.danegate.console.Texts;
import org.danegate.monitor.DeliveryStatus;
import org.danegate.monitor.ManyVerifications;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/// daneverify for many destinations of Delivery Status. It sends no mail and changes nothing, so it is not confirmed.
@Controller
class BulkVerification {

    private final DeliveryStatus status;
    private final ManyVerifications verifications;
    private final Texts texts;

    BulkVerification(DeliveryStatus status, ManyVerifications verifications, Texts texts) {
        this.status = status;
        this.verifications = verifications;
        this.texts = texts;
    }

    /// Leads to the run, or to the one that is in progress; back to the list when there is nothing to verify.
    @PostMapping(Ask.LIST + "/-/bulk/daneverify")
    String verify(
            @ModelAttribute("form") BulkForm form,
            @RequestParam Map<String, String> parameters,
            Principal principal,
            RedirectAttributes flash) {
        BulkSelection selection = BulkSelection.of(status, form.domains(), form.all(), Ask.of(parameters));
        List<DomainName> domains = selection.domains().stream()
                .filter(domain -> !domain.startsWith("["))
                .map(DomainName::new)
                .toList();
        if (domains.isEmpty()) {
            return back(
                    texts.of(selection.size() == 0 ? "monitor.bulk.none" : "monitor.bulk.literals"), selection, flash);
        }
        ManyVerifications.Answer answer = verifications.begin(domains, principal.getName());
        if (answer.address().isEmpty()) {
            return back(texts.of(answer.said()), selection, flash);
        }
        flash.addFlashAttribute(answer.begun() ? "message" : "problem", texts.of(answer.said()));
        return "redirect:" + answer.address();
    }

    private static String back(String problem, BulkSelection selection, RedirectAttributes flash) {
        flash.addFlashAttribute("problem", problem);
        return "redirect:" + selection.ask().address();
    }
}
