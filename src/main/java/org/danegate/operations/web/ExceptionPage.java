package org.danegate.operations.web;

import java.security.Principal;
import java.util.HashMap;
import java.util.Map;
import org.danegate.address.DomainName;
import org.danegate.console.Texts;
import org.danegate.console.TypedText;
import org.danegate.operations.ExceptionDesk;
import org.danegate.operations.ExceptionOutcome;
import org.danegate.policy.DaneSupport;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/// Exceptions from DANE, from the form on the page of a destination.
@Controller
@RequestMapping("/monitor/delivery-queue/destinations/{domain}/exception")
class ExceptionPage {

    private static final String SUPPORT = "exceptionSupportFault";
    private static final String DESTINATION = "redirect:/monitor/delivery-status/{domain}";

    private final ExceptionDesk desk;
    private final Texts texts;

    ExceptionPage(ExceptionDesk desk, Texts texts) {
        this.desk = desk;
        this.texts = texts;
    }

    @PostMapping
    String make(
            @PathVariable String domain,
            @RequestParam(defaultValue = "") String support,
            @RequestParam(defaultValue = "") String hours,
            @RequestParam(defaultValue = "") String reason,
            @RequestParam(defaultValue = "") String confirmed,
            Principal principal,
            RedirectAttributes flash) {
        DomainName name = known(domain);
        ExceptionForm form = new ExceptionForm(support, hours, reason, confirmed.equals("true"));
        flash.addAttribute("domain", name.ascii());
        Map<String, String> faults = faults(form);
        if (!faults.isEmpty()) {
            return refused(form, faults, flash);
        }
        return made(name, form, principal.getName(), flash);
    }

    /// What is wrong with the fields, by the attribute that the page shows next to each.
    private Map<String, String> faults(ExceptionForm form) {
        Map<String, String> faults = new HashMap<>();
        if (form.chosen() == DaneSupport.MANDATORY) {
            faults.put(SUPPORT, texts.of("why.exception.choice"));
        }
        if (form.hoursInRange() == 0) {
            faults.put("exceptionHoursFault", texts.of("why.exception.hours.fault", ExceptionDesk.MOST_HOURS));
        }
        TypedText.fault(form.reason(), ExceptionDesk.LONGEST_REASON, texts)
                .ifPresent(fault -> faults.put("exceptionReasonFault", fault));
        return faults;
    }

    private String made(DomainName name, ExceptionForm form, String user, RedirectAttributes flash) {
        ExceptionDesk.Wish wish =
                new ExceptionDesk.Wish(name, form.chosen(), form.hoursInRange(), form.reason(), form.confirmed());
        return switch (desk.make(wish, user)) {
            case ExceptionOutcome.Made made -> {
                flash.addFlashAttribute("message", texts.of("why.exception.made", name, form.hoursInRange()));
                yield DESTINATION;
            }
            case ExceptionOutcome.NeedsConfirmation any ->
                refused(form, Map.of("exceptionConfirmFault", texts.of("why.exception.bogus")), flash);
            case ExceptionOutcome.NothingToLower any ->
                refused(form, Map.of(SUPPORT, texts.of("why.exception.nothing-to-lower")), flash);
        };
    }

    /// Returns to the page of the form, which keeps what was typed and shows the faults next to their fields.
    private static String refused(ExceptionForm form, Map<String, String> faults, RedirectAttributes flash) {
        flash.addFlashAttribute("exceptionTyped", form);
        faults.forEach(flash::addFlashAttribute);
        return DESTINATION;
    }

    @PostMapping("/end")
    String end(@PathVariable String domain, Principal principal, RedirectAttributes flash) {
        DomainName name = known(domain);
        boolean ended = desk.end(name, principal.getName());
        flash.addFlashAttribute(
                ended ? "message" : "problem",
                texts.of(ended ? "why.exception.ended" : "why.exception.was-none", name));
        flash.addAttribute("domain", name.ascii());
        return DESTINATION;
    }

    private static DomainName known(String domain) {
        try {
            return DomainName.parse(domain.strip());
        } catch (IllegalArgumentException e) {
            throw new ResponseStatusException(HttpStatus.BAD_REQUEST, "This is no domain.", e);
        }
    }
}
