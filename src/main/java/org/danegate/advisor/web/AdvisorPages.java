package org.danegate.advisor.web;

import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.danegate.address.DomainName;
import org.danegate.advisor.Advisor;
import org.danegate.advisor.ProbeNow;
import org.danegate.config.WorkingPolicy;
import org.danegate.console.CsvCell;
import org.danegate.console.Texts;
import org.danegate.wording.Wording;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.server.ResponseStatusException;

/// Mail Policies > Advisor: the advice by kind, the fallback ledger, and what is known of a domain.
@Controller
@RequestMapping(AdvisorPages.PATH)
class AdvisorPages {

    static final String PATH = "/mail-policies/advisor";
    private static final String HEAD = "advice,domain,sessions,days,change,pending,evidence\r\n";

    private final Advisor advisor;
    private final ProbeNow probes;
    private final WorkingPolicy working;
    private final Texts texts;
    private final AdviceList list;

    AdvisorPages(Advisor advisor, ProbeNow probes, WorkingPolicy working, Texts texts) {
        this.advisor = advisor;
        this.probes = probes;
        this.working = working;
        this.texts = texts;
        this.list = new AdviceList(advisor, working);
    }

    private Function<Wording, String> words() {
        return texts::of;
    }

    @GetMapping
    String show(Model model) {
        model.addAttribute("groups", list.groups(words()));
        model.addAttribute("ledger", list.ledger(words()));
        model.addAttribute("regressions", list.regressions(words()));
        model.addAttribute("settings", advisor.settings());
        model.addAttribute("most", AdviceList.MOST);
        model.asMap().putIfAbsent("domain", "");
        return "advisor/advisor";
    }

    @GetMapping("/-/export.csv")
    ResponseEntity<String> export() {
        String body = list.advice(Wording::english).map(AdvisorPages::line).collect(Collectors.joining("", HEAD, ""));
        return ResponseEntity.ok()
                .contentType(MediaType.parseMediaType("text/csv;charset=UTF-8"))
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"advisor.csv\"")
                .body(body);
    }

    private static String line(ShownAdvice a) {
        return String.join(
                        ",",
                        a.id(),
                        CsvCell.of(a.domain()),
                        String.valueOf(a.sessions()),
                        String.valueOf(a.days()),
                        CsvCell.of(a.change() == null ? "" : a.change()),
                        String.valueOf(a.pending()),
                        CsvCell.of(String.join(" ", a.evidence())))
                + "\r\n";
    }

    @GetMapping("/{domain}")
    String domain(@PathVariable String domain, Model model) {
        DomainName name = name(domain)
                .orElseThrow(
                        () -> new ResponseStatusException(HttpStatus.NOT_FOUND, texts.of("advisor.no-domain", domain)));
        model.addAttribute(
                "shown",
                ShownDomain.of(
                        advisor.past(name), advisor.of(name), working.policy().destinationControls(), words()));
        model.addAttribute("probing", probes.isRunning(name));
        model.addAttribute("zone", ZoneId.systemDefault());
        model.addAttribute("note", note(name));
        return "advisor/domain";
    }

    /// The text for the postmaster of a domain whose own policies would hold mail, or may soon; empty when there is
    /// nothing to write.
    private List<String> note(DomainName domain) {
        return advisor.of(domain).advice().stream()
                .map(given -> given.advice())
                .flatMap(advice -> PostmasterNote.of(domain, advice).stream())
                .toList();
    }

    static Optional<DomainName> name(String text) {
        try {
            return Optional.of(DomainName.parse(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
