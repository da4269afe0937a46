package org.danegate.monitor.web;

import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.security.Principal;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.danegate.console.Texts;
import org.danegate.monitor.DeliveryStatus;
import org.danegate.monitor.StatusQuery;
import org.danegate.monitor.StatusReport;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/// Monitor > Delivery Status. Addresses use `-` in place of a domain, so that they never hide the page of a domain.
@Controller
@RequestMapping("/monitor/delivery-status")
class DeliveryStatusPage {

    /// The most rows whose reasons are read from the queue; longer lists show the last error.
    private static final int EXPLAINED = 100;

    private final DeliveryStatus status;
    private final LiveStatus live;
    private final ShownRows shown;
    private final Texts texts;

    DeliveryStatusPage(DeliveryStatus status, LiveStatus live, ShownRows shown, Texts texts) {
        this.status = status;
        this.live = live;
        this.shown = shown;
        this.texts = texts;
    }

    /// The parameters of the address.
    record Ask(String sort, String order, String top, String q, String filter) {
        StatusQuery query() {
            try {
                return StatusQuery.of(
                        sort, order, top.equals("all") ? Integer.MAX_VALUE : Integer.parseInt(top), q, filter);
            } catch (IllegalArgumentException e) {
                throw new ResponseStatusException(HttpStatus.BAD_REQUEST, "This list cannot be sorted like that.", e);
            }
        }
    }

    @ModelAttribute("ask")
    Ask ask(
            @RequestParam(defaultValue = "activeRecipients") String sort,
            @RequestParam(defaultValue = "desc") String order,
            @RequestParam(defaultValue = "20") String top,
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "all") String filter) {
        return new Ask(sort, order, top, q, filter);
    }

    @GetMapping
    String list(@ModelAttribute("ask") Ask ask, HttpSession session, Model model) {
        StatusReport report = status.report(ask.query());
        String view = UUID.randomUUID().toString();
        fill(report, shown.all(key(session, view), ask, lines(report), report.updatedAt()), model);
        model.addAttribute("view", view);
        model.addAttribute("filters", StatusQuery.Filter.values());
        model.addAttribute("tops", List.of("20", "50", "100", "all"));
        model.addAttribute("everything", status.report(StatusQuery.defaults()).totals());
        return "monitor/delivery-status";
    }

    /// @param view the page that asks, by the id it got when it was opened
    /// @param seen number of the last answer that it received
    @GetMapping("/-/rows")
    String rows(
            @ModelAttribute("ask") Ask ask,
            @RequestParam(defaultValue = "") String view,
            @RequestParam(defaultValue = "0") long seen,
            HttpSession session,
            Model model) {
        StatusReport report = status.report(ask.query());
        boolean known = view.matches("[0-9a-f-]{36}");
        ShownRows.Answer answer = known
                ? shown.since(key(session, view), seen, ask, lines(report), report.updatedAt())
                : shown.all(key(session, ""), ask, lines(report), report.updatedAt());
        fill(report, answer, model);
        return "monitor/rows :: live";
    }

    @GetMapping(path = "/-/stream", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    SseEmitter stream(HttpSession session, HttpServletResponse response) {
        LiveStatus.unbuffered(response);
        return live.open(session.getId());
    }

    @GetMapping("/-/export.csv")
    ResponseEntity<String> export(@ModelAttribute("ask") Ask ask) {
        return ResponseEntity.ok()
                .contentType(MediaType.parseMediaType("text/csv;charset=UTF-8"))
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"delivery-status.csv\"")
                .body(DeliveryStatusCsv.of(status.report(ask.query()).destinations()));
    }

    @PostMapping("/-/retry")
    String retryAll(Principal principal, RedirectAttributes flash) {
        flash.addFlashAttribute("message", TryText.done(status.retryAll(principal.getName()), texts));
        return "redirect:/monitor/delivery-status";
    }

    private static String key(HttpSession session, String view) {
        return session.getId() + ' ' + view;
    }

    private static void fill(StatusReport report, ShownRows.Answer answer, Model model) {
        model.addAttribute("report", report);
        model.addAttribute("answer", answer);
        model.addAttribute("lines", answer.lines());
    }

    private List<Line> lines(StatusReport report) {
        boolean explained = report.destinations().size() <= EXPLAINED;
        return report.destinations().stream()
                .map(d -> Line.of(
                        d,
                        explained && d.backlog().activeRecipients() > 0 ? status.reasons(d.domain()) : Map.of(),
                        status.history(d.domain()),
                        report.updatedAt(),
                        texts))
                .toList();
    }
}
