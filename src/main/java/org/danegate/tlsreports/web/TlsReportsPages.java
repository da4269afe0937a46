package org.danegate.tlsreports.web;

import org.danegate.console.Texts;
import org.danegate.tlsreports.StoredReport;
import org.danegate.tlsreports.TlsReports;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.server.ResponseStatusException;
import tools.jackson.databind.json.JsonMapper;

/// Monitor > TLS Reports: what was counted for each UTC day and domain, and the report in JSON.
@Controller
@RequestMapping("/monitor/tls-reports")
class TlsReportsPages {

    private final TlsReports reports;
    private final Texts texts;
    private final JsonMapper mapper = new JsonMapper();

    TlsReportsPages(TlsReports reports, Texts texts) {
        this.reports = reports;
        this.texts = texts;
    }

    @GetMapping
    String list(Model model) {
        model.addAttribute("rows", ShownReport.all(reports));
        model.addAttribute("most", TlsReports.MOST);
        model.addAttribute("settings", reports.settings());
        model.addAttribute("contact", reports.contact());
        return "tlsreports/list";
    }

    @GetMapping("/{id:.+@.+}")
    String report(@PathVariable String id, Model model) {
        StoredReport stored = reports.find(id)
                .orElseThrow(
                        () -> new ResponseStatusException(HttpStatus.NOT_FOUND, texts.of("tlsreports.unknown", id)));
        model.addAttribute("report", stored.report());
        model.addAttribute("row", ShownReport.of(stored));
        model.addAttribute(
                "json",
                mapper.writerWithDefaultPrettyPrinter()
                        .writeValueAsString(stored.report().json()));
        return "tlsreports/report";
    }
}
