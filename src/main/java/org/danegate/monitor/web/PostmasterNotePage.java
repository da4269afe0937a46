package org.danegate.monitor.web;

import java.util.Optional;
import org.danegate.address.DomainForms;
import org.danegate.address.LocalHostName;
import org.danegate.console.Texts;
import org.danegate.monitor.Attempt;
import org.danegate.monitor.DeliveryStatus;
import org.danegate.monitor.Destination;
import org.danegate.wording.Wording;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/// A note to the postmaster of a destination, to be copied into a mail.
@Controller
class PostmasterNotePage {

    private final DeliveryStatus status;
    private final LocalHostName hostname;
    private final Texts texts;

    PostmasterNotePage(DeliveryStatus status, LocalHostName hostname, Texts texts) {
        this.status = status;
        this.hostname = hostname;
        this.texts = texts;
    }

    /// @param words `mine` for the language of the console, anything else for English
    @GetMapping("/monitor/delivery-status/{domain}/note")
    String note(@PathVariable String domain, @RequestParam(defaultValue = "english") String words, Model model) {
        String name = Words.domain(domain).orElse(domain);
        Destination found = Words.domain(domain).flatMap(status::find).orElse(null);
        model.addAttribute("domain", name);
        model.addAttribute("ownScript", DomainForms.ownScript(name));
        if (found == null) {
            return "monitor/no-destination";
        }
        boolean mine = words.equals("mine");
        Optional<Attempt> newest = found.count().attempts().stream().findFirst();
        model.addAttribute("mine", mine);
        model.addAttribute(
                "note",
                newest.map(a -> PostmasterNote.of(a, hostname.name().ascii(), mine ? texts::of : Wording::english))
                        .orElse(""));
        return "monitor/note";
    }
}
