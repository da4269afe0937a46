package org.danegate.maillog.web;

import java.io.IOException;
import java.util.List;
import java.util.function.Predicate;
import org.danegate.maillog.LineFilter;
import org.danegate.maillog.MailLogArchive;
import org.danegate.policy.CommittedPolicy;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

/// System Administration > Log Subscriptions: the list, and one log with tail, filter and download.
@Controller
class MailLogPages {

    private static final List<Integer> SIZES = List.of(100, 200, 500, 1000);

    private final MailLogArchive archive;
    private final CommittedPolicy policy;

    MailLogPages(MailLogArchive archive, CommittedPolicy policy) {
        this.archive = archive;
        this.policy = policy;
    }

    @GetMapping("/system/logs")
    String list(Model model) {
        model.addAttribute("subscriptions", policy.current().policy().logSubscriptions());
        return "maillog/subscriptions";
    }

    @GetMapping("/system/logs/{name}")
    String log(
            @PathVariable String name,
            @RequestParam(defaultValue = "") String filter,
            @RequestParam(defaultValue = "false") boolean regex,
            @RequestParam(defaultValue = "200") int lines,
            @RequestParam(defaultValue = "true") boolean live,
            Model model)
            throws IOException {
        model.addAttribute("live", live);
        fill(name, filter, regex, lines, model);
        return "maillog/log";
    }

    @GetMapping("/system/logs/{name}/lines")
    String lines(
            @PathVariable String name,
            @RequestParam(defaultValue = "") String filter,
            @RequestParam(defaultValue = "false") boolean regex,
            @RequestParam(defaultValue = "200") int lines,
            @RequestParam(defaultValue = "true") boolean live,
            Model model)
            throws IOException {
        model.addAttribute("live", live);
        fill(name, filter, regex, lines, model);
        return "maillog/log :: lines";
    }

    @GetMapping("/system/logs/{name}/download")
    ResponseEntity<StreamingResponseBody> download(@PathVariable String name) {
        known(name);
        return ResponseEntity.ok()
                .contentType(MediaType.parseMediaType("text/plain;charset=UTF-8"))
                .header("Content-Disposition", "attachment; filename=\"" + name + ".log\"")
                .body(out -> archive.copyTo(name, out));
    }

    private void fill(String name, String filter, boolean regex, int lines, Model model) throws IOException {
        known(name);
        int most = SIZES.contains(lines) ? lines : 200;
        model.addAttribute("name", name);
        model.addAttribute("filter", filter);
        model.addAttribute("regex", regex);
        model.addAttribute("size", most);
        model.addAttribute("sizes", SIZES);
        try {
            Predicate<String> wanted = regex && !filter.isEmpty() ? LineFilter.regex(filter) : LineFilter.text(filter);
            List<String> found = archive.tail(name, wanted, most);
            model.addAttribute("lines", found);
            model.addAttribute("text", String.join("\n", found));
        } catch (IllegalArgumentException hardFilter) {
            model.addAttribute("lines", List.of());
            model.addAttribute("fault", hardFilter.getMessage());
        }
    }

    private void known(String name) {
        if (policy.current().policy().logSubscriptions().stream()
                .noneMatch(subscription -> subscription.name().equals(name))) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND, "No log of that name.");
        }
    }
}
