package org.danegate.config.web;

import jakarta.servlet.http.HttpServletResponse;
import java.security.Principal;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.danegate.config.RefusedPolicyException;
import org.danegate.config.StaleEditException;
import org.danegate.config.WorkingPolicy;
import org.danegate.policy.Violation;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/// Network > SMTP Routes > Import and Export. An import takes the place of all routes, or changes nothing.
@Controller
class RouteFilePages {

    private static final SectionPlace ROUTES = SectionPlace.of(PolicySection.SMTP_ROUTES);
    private static final Pattern POSITION = Pattern.compile("(\\d+)]\\..*");

    private final WorkingPolicy working;

    RouteFilePages(WorkingPolicy working) {
        this.working = working;
    }

    @GetMapping("/network/smtp-routes/export")
    ResponseEntity<String> export() {
        return ResponseEntity.ok()
                .contentType(MediaType.parseMediaType("text/plain;charset=UTF-8"))
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"smtproutes.txt\"")
                .body(RouteFile.write(SectionList.of(working.policy(), ROUTES)));
    }

    @GetMapping("/network/smtp-routes/import")
    String form(Model model) {
        return show("", List.of(), model);
    }

    @PostMapping("/network/smtp-routes/import")
    @PreAuthorize("hasRole('OPERATOR')")
    String take(
            @RequestParam long version,
            @RequestParam String text,
            Principal user,
            Model model,
            RedirectAttributes redirect,
            HttpServletResponse response) {
        RouteFile.Reading reading = RouteFile.read(text);
        List<String> faults = new ArrayList<>(reading.faults());
        try {
            // Looked at before anything is changed, so that all lines with faults are named at once.
            SectionList.with(working.policy(), ROUTES, before -> reading.routes(), ROUTES.path() + "[");
        } catch (RefusedPolicyException e) {
            e.violations().forEach(v -> faults.add(0, atLine(v, reading)));
        }
        if (!faults.isEmpty()) {
            response.setStatus(HttpStatus.UNPROCESSABLE_ENTITY.value());
            return show(text, faults.stream().sorted().toList(), model);
        }
        try {
            working.submitSection(
                    ROUTES.section().section(),
                    version,
                    now -> SectionList.with(now, ROUTES, before -> reading.routes(), ROUTES.path() + "["),
                    ROUTES.path() + "[",
                    "import of " + reading.routes().size() + " SMTP routes",
                    user.getName());
            redirect.addFlashAttribute(
                    "message",
                    "Imported " + reading.routes().size() + " routes in place of those before. Commit to put them in"
                            + " force.");
            return "redirect:" + ROUTES.address();
        } catch (StaleEditException e) {
            response.setStatus(HttpStatus.CONFLICT.value());
            return show(text, List.of(String.valueOf(e.getMessage())), model);
        }
    }

    private static String atLine(Violation v, RouteFile.Reading reading) {
        Matcher position = POSITION.matcher(v.field());
        return position.matches()
                ? "Line " + reading.lines().get(Integer.parseInt(position.group(1))) + ": " + v.message()
                : v.message();
    }

    private String show(String text, List<String> faults, Model model) {
        model.addAttribute("text", text);
        model.addAttribute("faults", faults);
        model.addAttribute(
                "version", working.section(ROUTES.section().section()).version());
        return "sections/routes-import";
    }
}
