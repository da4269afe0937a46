package org.danegate.sections.web;

import jakarta.servlet.http.HttpServletResponse;
import java.security.Principal;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.danegate.config.Edit;
import org.danegate.config.Submission;
import org.danegate.config.Submit;
import org.danegate.config.WorkingPolicy;
import org.danegate.console.Texts;
import org.danegate.policy.Policy;
import org.danegate.wording.Fault;
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

/// Network > SMTP Routes > Import and Export. An import replaces all routes, or changes nothing.
@Controller
class RouteFilePages {

    private static final SectionPlace ROUTES = SectionPlace.of(PolicySection.SMTP_ROUTES);
    private static final String PREFIX = ROUTES.path() + "[";
    private static final Pattern POSITION = Pattern.compile("(\\d+)]\\..*");

    private final WorkingPolicy working;
    private final Texts texts;

    RouteFilePages(WorkingPolicy working, Texts texts) {
        this.working = working;
        this.texts = texts;
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
            @RequestParam(defaultValue = "") String text,
            Principal user,
            Model model,
            RedirectAttributes redirect,
            HttpServletResponse response) {
        if (text.isBlank()) {
            return refused(text, List.of(texts.of("destinations.routes.nothing")), model, response);
        }
        RouteFile.Reading reading = RouteFile.read(text);
        // Checked before anything is changed, so that all lines with faults are named at once.
        List<String> faults = faults(reading);
        if (!faults.isEmpty()) {
            return refused(text, faults, model, response);
        }
        return switch (submit(reading, version, user.getName())) {
            case Submission.Submitted done -> {
                redirect.addFlashAttribute(
                        "message",
                        texts.of(
                                "destinations.routes.imported", reading.routes().size()));
                yield "redirect:" + ROUTES.address();
            }
            case Submission.Rejected rejected ->
                refused(
                        text,
                        rejected.faults().stream()
                                .map(f -> sentence(f, reading))
                                .toList(),
                        model,
                        response);
            case Submission.Stale stale -> {
                response.setStatus(HttpStatus.CONFLICT.value());
                yield show(text, List.of(texts.of(stale.why())), model);
            }
        };
    }

    /// The faults of all lines, in the order of the lines.
    private List<String> faults(RouteFile.Reading reading) {
        SortedMap<Integer, List<String>> found = new TreeMap<>();
        reading.faults()
                .forEach(f -> found.computeIfAbsent(f.line(), n -> new ArrayList<>())
                        .add(atLine(f.line(), texts.of("destinations.routes.line", f.text()))));
        if (with(working.policy(), reading) instanceof Edit.Faulty faulty) {
            faulty.faults()
                    .forEach(f -> found.computeIfAbsent(line(f, reading), n -> new ArrayList<>())
                            .add(sentence(f, reading)));
        }
        return found.values().stream().flatMap(List::stream).toList();
    }

    private Submission submit(RouteFile.Reading reading, long version, String user) {
        return working.submitSection(
                ROUTES.section().section(),
                version,
                now -> with(now, reading),
                new Submit(user, "import of " + reading.routes().size() + " SMTP routes", PREFIX));
    }

    private static Edit with(Policy policy, RouteFile.Reading reading) {
        return SectionList.with(policy, ROUTES, before -> RouteFile.withLogins(reading.routes(), before), PREFIX);
    }

    private String sentence(Fault fault, RouteFile.Reading reading) {
        return atLine(line(fault, reading), texts.of(fault.wording()));
    }

    private String atLine(int line, String fault) {
        return line == 0 ? fault : texts.of("destinations.file.line", String.valueOf(line), fault);
    }

    /// The line of the route with the fault; 0 when the fault belongs to no route.
    private static int line(Fault v, RouteFile.Reading reading) {
        Matcher position = POSITION.matcher(v.field());
        return position.matches() ? reading.lines().get(Integer.parseInt(position.group(1))) : 0;
    }

    private String refused(String text, List<String> faults, Model model, HttpServletResponse response) {
        response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
        return show(text, faults, model);
    }

    private String show(String text, List<String> faults, Model model) {
        model.addAttribute("text", text);
        model.addAttribute("faults", faults);
        model.addAttribute(
                "version", working.section(ROUTES.section().section()).version());
        return "sections/routes-import";
    }
}
