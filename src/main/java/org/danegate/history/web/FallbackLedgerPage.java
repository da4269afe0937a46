package org.danegate.history.web;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Collectors;
import org.danegate.console.CsvCell;
import org.danegate.history.FallbackLedger;
import org.danegate.history.HistoryRange;
import org.danegate.history.Report;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// Monitor > Reports > Fallback Ledger: mail that opportunistic DANE delivered without authenticating the host.
@Controller
@RequestMapping("/monitor/reports/fallback-ledger")
class FallbackLedgerPage {

    private static final int ROWS = 500;
    private static final int MOST = 100_000;
    private static final String HEAD = "destination,cause,attempts,recipients,last\r\n";

    private final FallbackLedger ledger;
    private final InstantSource clock;

    FallbackLedgerPage(FallbackLedger ledger, InstantSource clock) {
        this.ledger = ledger;
        this.clock = clock;
    }

    /// A row in words.
    public record Line(String domain, String cause, String attempts, String recipients, String last) {}

    @GetMapping
    String show(@RequestParam(defaultValue = "30d") String range, Model model) {
        List<FallbackLedger.Entry> entries = ledger.since(from(range), ROWS);
        model.addAttribute("range", range);
        model.addAttribute("spans", HistoryRange.Span.values());
        model.addAttribute("reports", Report.values());
        model.addAttribute(
                "lines", entries.stream().map(FallbackLedgerPage::line).toList());
        return "history/fallback-ledger";
    }

    @GetMapping("/-/export.csv")
    ResponseEntity<String> export(@RequestParam(defaultValue = "30d") String range) {
        String body = ledger.since(from(range), MOST).stream()
                .map(e -> CsvCell.of(e.domain()) + "," + CsvCell.of(e.cause()) + "," + e.attempts() + ","
                        + e.recipients() + "," + e.last() + "\r\n")
                .collect(Collectors.joining("", HEAD, ""));
        return ResponseEntity.ok()
                .contentType(MediaType.parseMediaType("text/csv;charset=UTF-8"))
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"fallback-ledger-" + range + ".csv\"")
                .body(body);
    }

    private Instant from(String range) {
        return Spans.range(range, clock.instant()).from();
    }

    private static Line line(FallbackLedger.Entry e) {
        return new Line(
                e.domain(), e.cause(), Shown.number(e.attempts()), Shown.number(e.recipients()), Shown.time(e.last()));
    }
}
