package org.danegate.operations.web;

import java.security.Principal;
import java.util.Optional;
import org.danegate.address.DomainName;
import org.danegate.console.Texts;
import org.danegate.console.TypedText;
import org.danegate.operations.DestinationDesk;
import org.danegate.operations.DestinationOrder;
import org.danegate.operations.ExceptionDesk;
import org.danegate.operations.RedirectHost;
import org.danegate.policy.DaneSupport;
import org.danegate.queue.DestinationOrders.Redirect;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/// The orders from the forms on the pages of destinations and of the queue.
@Controller
@RequestMapping("/monitor/delivery-queue")
class DestinationOrdersPage {

    private static final String DESTINATION = "redirect:/monitor/delivery-status/{domain}";
    private static final String QUEUE = "redirect:/monitor/delivery-queue";

    private final DestinationDesk desk;
    private final ExceptionDesk exceptions;
    private final Texts texts;

    DestinationOrdersPage(DestinationDesk desk, ExceptionDesk exceptions, Texts texts) {
        this.desk = desk;
        this.exceptions = exceptions;
        this.texts = texts;
    }

    @PostMapping("/-/suspend-all")
    String suspendAll(@RequestParam(defaultValue = "") String reason, Principal principal, RedirectAttributes flash) {
        Optional<String> fault = TypedText.fault(reason, DestinationDesk.LONGEST_REASON, texts);
        if (fault.isPresent()) {
            return notSuspended(reason, fault.get(), flash, QUEUE);
        }
        desk.suspend(DestinationOrder.ALL, reason, principal.getName());
        flash.addFlashAttribute("message", texts.of("queue.suspended-all"));
        return QUEUE;
    }

    @PostMapping("/-/resume-all")
    String resumeAll(Principal principal, RedirectAttributes flash) {
        boolean resumed = desk.resume(DestinationOrder.ALL, principal.getName());
        flash.addFlashAttribute("message", texts.of(resumed ? "queue.goes-on" : "queue.was-not-suspended"));
        return QUEUE;
    }

    @PostMapping("/destinations/{domain}/suspend")
    String suspend(
            @PathVariable String domain,
            @RequestParam(defaultValue = "") String reason,
            Principal principal,
            RedirectAttributes flash) {
        String destination = known(domain);
        Optional<String> fault = TypedText.fault(reason, DestinationDesk.LONGEST_REASON, texts);
        if (fault.isPresent()) {
            flash.addAttribute("domain", destination);
            return notSuspended(reason, fault.get(), flash, DESTINATION);
        }
        desk.suspend(destination, reason, principal.getName());
        return done(destination, texts.of("queue.suspended-one", destination), flash);
    }

    @PostMapping("/destinations/{domain}/resume")
    String resume(@PathVariable String domain, Principal principal, RedirectAttributes flash) {
        String destination = known(domain);
        boolean resumed = desk.resume(destination, principal.getName());
        return done(destination, texts.of(resumed ? "queue.goes-on-one" : "queue.not-by-itself", destination), flash);
    }

    /// @param dane `without` to let mail that needs DANE go too, by an exception of 24 hours; anything else to
    ///     hold it
    @PostMapping("/destinations/{domain}/redirect")
    String redirect(
            @PathVariable String domain,
            @RequestParam(defaultValue = "") String to,
            @RequestParam(defaultValue = "") String dane,
            Principal principal,
            RedirectAttributes flash) {
        String destination = known(domain);
        boolean without = dane.equals("without");
        if (!without && !dane.equals("hold")) {
            flash.addFlashAttribute("redirectTo", to);
            flash.addFlashAttribute("redirectDaneFault", texts.of("why.redirect.dane.choice"));
            return back(destination, flash);
        }
        try {
            Redirect host = RedirectHost.parse(to);
            desk.redirect(destination, host, principal.getName());
            if (without) {
                letGo(destination, host, principal.getName());
            }
        } catch (IllegalArgumentException e) {
            flash.addFlashAttribute("redirectTo", to);
            flash.addFlashAttribute("redirectWithout", without);
            flash.addFlashAttribute("redirectFault", texts.of("queue.not-redirected"));
            return back(destination, flash);
        }
        return done(destination, texts.of("queue.redirected-from-now", destination, to.strip()), flash);
    }

    /// Only after the redirection, or mail could go to the MX hosts without DANE. The administrator names the host
    /// to trust, so that no further confirmation is asked for.
    private void letGo(String destination, Redirect host, String user) {
        if (!destination.startsWith("[")) {
            exceptions.make(
                    new ExceptionDesk.Wish(
                            DomainName.parse(destination),
                            DaneSupport.NONE,
                            ExceptionDesk.USUAL_HOURS,
                            "redirected to " + host.text(),
                            true),
                    user);
        }
    }

    @PostMapping("/destinations/{domain}/redirect-no-more")
    String redirectNoMore(@PathVariable String domain, Principal principal, RedirectAttributes flash) {
        String destination = known(domain);
        desk.redirectNoMore(destination, principal.getName());
        return done(destination, texts.of("queue.routed-again", destination), flash);
    }

    @PostMapping("/destinations/{domain}/delete")
    String delete(@PathVariable String domain, Principal principal, RedirectAttributes flash) {
        String destination = known(domain);
        int recipients = desk.deleteAll(destination, principal.getName());
        return done(destination, texts.of("queue.deleted-all", recipients, destination), flash);
    }

    @PostMapping("/destinations/{domain}/bounce")
    String bounce(@PathVariable String domain, Principal principal, RedirectAttributes flash) {
        String destination = known(domain);
        int recipients = desk.bounceAll(destination, principal.getName());
        return done(destination, texts.of("queue.bounced-all", recipients, destination), flash);
    }

    /// Returns to the page of the form, which keeps the reason and shows the fault next to it.
    private static String notSuspended(String reason, String fault, RedirectAttributes flash, String page) {
        flash.addFlashAttribute("suspendReason", reason);
        flash.addFlashAttribute("suspendFault", fault);
        return page;
    }

    private static String known(String domain) {
        try {
            return DestinationDesk.destination(domain);
        } catch (IllegalArgumentException e) {
            throw new ResponseStatusException(HttpStatus.BAD_REQUEST, "This is no domain.", e);
        }
    }

    private static String done(String destination, String message, RedirectAttributes flash) {
        flash.addFlashAttribute("message", message);
        return back(destination, flash);
    }

    private static String back(String destination, RedirectAttributes flash) {
        flash.addAttribute("domain", destination);
        return DESTINATION;
    }
}
