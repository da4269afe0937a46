package org.danegate.monitor.web;

import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.security.Principal;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.danegate.console.Texts;
import org.danegate.monitor.DeliveryStatus;
import org.danegate.monitor.GroupBy;
import org.danegate.monitor.GroupReport;
import org.danegate.monitor.StatusQuery;
import org.danegate.monitor.StatusReport;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/// Monitor > Delivery Status. Addresses use `-` in place of a domain, so that they never hide the page of a domain.
@Controller
@RequestMapping(Ask.LIST)
class DeliveryStatusPage {

    private static final List<String> SIZES = List.of("20", "50", "100", "500");

    private final DeliveryStatus status;
    private final LiveStatus live;
    private final ShownRows shown;
    private final Lines lines;
    private final Texts texts;

    DeliveryStatusPage(DeliveryStatus status, LiveStatus live, ShownRows shown, Lines lines, Texts texts) {
        this.status = status;
        this.live = live;
        this.shown = shown;
        this.lines = lines;
        this.texts = texts;
    }

    @ModelAttribute("ask")
    Ask ask(@RequestParam Map<String, String> parameters) {
        return Ask.of(parameters);
    }

    @GetMapping
    String list(@ModelAttribute("ask") Ask ask, HttpSession session, Model model) {
        String view = UUID.randomUUID().toString();
        ask.group().ifPresentOrElse(way -> groups(ask, way, model), () -> {
            StatusReport report = status.report(ask.query());
            fill(report, ask, shown.all(key(session, view), ask, lines.of(report), report.updatedAt()), model);
        });
        model.addAttribute("view", view);
        model.addAttribute("filters", StatusQuery.Filter.values());
        model.addAttribute("ways", GroupBy.values());
        model.addAttribute(
                "tops",
                Stream.concat(SIZES.stream(), Stream.of(ask.text("top")))
                        .distinct()
                        .toList());
        model.addAttribute("narrowing", String.join(" · ", lines.rule().group(ask)));
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
        GroupBy way = ask.group().orElse(null);
        if (way != null) {
            groups(ask, way, model);
            return "monitor/groups :: live";
        }
        StatusReport report = status.report(ask.query());
        boolean known = view.matches("[0-9a-f-]{36}");
        ShownRows.Answer answer = known
                ? shown.since(key(session, view), seen, ask, lines.of(report), report.updatedAt())
                : shown.all(key(session, ""), ask, lines.of(report), report.updatedAt());
        fill(report, ask, answer, model);
        return "monitor/rows :: live";
    }

    @GetMapping(path = "/-/stream", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    SseEmitter stream(HttpSession session, HttpServletResponse response) {
        LiveStatus.unbuffered(response);
        return live.open(session.getId());
    }

    /// All that match, on whatever page.
    @GetMapping("/-/export.csv")
    ResponseEntity<String> export(@ModelAttribute("ask") Ask ask) {
        StatusReport report = status.report(ask.query().whole());
        return ResponseEntity.ok()
                .contentType(MediaType.parseMediaType("text/csv;charset=UTF-8"))
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"delivery-status.csv\"")
                .body(DeliveryStatusCsv.of(report.destinations(), report.updatedAt()));
    }

    @PostMapping("/-/retry")
    String retryAll(Principal principal, RedirectAttributes flash) {
        flash.addFlashAttribute("message", TryText.done(status.retryAll(principal.getName()), texts));
        return "redirect:" + Ask.LIST;
    }

    private static String key(HttpSession session, String view) {
        return session.getId() + ' ' + view;
    }

    private void fill(StatusReport report, Ask ask, ShownRows.Answer answer, Model model) {
        model.addAttribute("report", report);
        model.addAttribute("answer", answer);
        model.addAttribute("lines", answer.lines());
        model.addAttribute("rule", lines.rule().all(ask, report.matching()));
    }

    private void groups(Ask ask, GroupBy way, Model model) {
        GroupReport report = status.groups(ask.query(), way);
        model.addAttribute("report", report);
        model.addAttribute("way", way);
        model.addAttribute("groups", lines.of(report, way, ask));
        model.addAttribute("rule", lines.rule().all(ask, report.matching()));
    }
}
