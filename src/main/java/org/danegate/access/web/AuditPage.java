package org.danegate.access.web;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import org.danegate.access.AuditEntry;
import org.danegate.access.AuditLog;
import org.danegate.access.AuditSearch;
import org.danegate.console.CsvCell;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Page;
import org.springframework.http.HttpHeaders;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.RequestParam;

/// System Administration > Audit Log.
@Controller
@PreAuthorize("hasRole('ADMINISTRATOR')")
class AuditPage {

    private static final int SIZE = 50;
    private static final int LAST_PAGE = 10_000;

    private final AuditLog log;

    AuditPage(AuditLog log) {
        this.log = log;
    }

    @GetMapping("/system/audit")
    String list(
            @ModelAttribute("form") AuditForm form,
            BindingResult faults,
            @RequestParam(defaultValue = "1") String page,
            Model model) {
        AuditSearch search = search(form, faults);
        int asked = page.matches("\\d{1,5}") ? Math.clamp(Integer.parseInt(page), 1, LAST_PAGE) : 1;
        Page<AuditEntry> found = faults.hasErrors() ? Page.empty() : log.page(search, asked, SIZE);
        model.addAttribute("found", found);
        model.addAttribute("page", asked);
        return "access/audit";
    }

    @GetMapping("/system/audit/export.csv")
    @Nullable
    String export(
            @ModelAttribute("form") AuditForm form, BindingResult faults, HttpServletResponse response, Model model)
            throws IOException {
        AuditSearch search = search(form, faults);
        if (faults.hasErrors()) {
            return list(form, faults, "1", model);
        }
        response.setContentType("text/csv");
        response.setCharacterEncoding(StandardCharsets.UTF_8);
        response.setHeader(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"audit.csv\"");
        PrintWriter out = response.getWriter();
        out.print("time,user,action,address,changes\r\n");
        log.each(search, entry -> out.print(line(entry)));
        out.flush();
        return null; // written already
    }

    private static String line(AuditEntry entry) {
        return entry.getAt() + "," + CsvCell.quoted(entry.getUser()) + ","
                + CsvCell.quoted(entry.getAction()) + "," + CsvCell.quoted(entry.getAddress()) + ","
                + CsvCell.quoted(String.join("\n", entry.getChanges())) + "\r\n";
    }

    private static AuditSearch search(AuditForm form, BindingResult faults) {
        Instant from = moment(form.from(), "from", Instant.EPOCH, 0, faults);
        Instant until = moment(form.to(), "to", AuditSearch.END, 1, faults);
        if (!faults.hasErrors() && !from.isBefore(until)) {
            faults.rejectValue("to", "audit.fault.order", "The last day is before the first one.");
        }
        return new AuditSearch(
                form.user().strip(), form.text().strip(), form.address().strip(), from, until);
    }

    private static Instant moment(String day, String field, Instant otherwise, int daysOn, BindingResult faults) {
        if (day.isBlank()) {
            return otherwise;
        }
        try {
            LocalDate date = LocalDate.parse(day.strip());
            if (date.getYear() >= 1970 && date.getYear() < 9999) {
                return date.plusDays(daysOn)
                        .atStartOfDay(ZoneId.systemDefault())
                        .toInstant();
            }
        } catch (DateTimeParseException e) {
            // The code below reports it.
        }
        faults.rejectValue(field, "audit.fault.date", "Enter a day such as 2026-11-30, from 1970 on.");
        return otherwise;
    }
}
