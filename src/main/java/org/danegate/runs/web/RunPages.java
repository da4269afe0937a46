package org.danegate.runs.web;

import java.util.List;
import org.danegate.address.DomainName;
import org.danegate.console.Texts;
import org.danegate.runs.DomainResult;
import org.danegate.runs.Run;
import org.danegate.runs.Runs;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;

/// The page of one run, its progress, its file, and the transcript of each result.
@Controller
@RequestMapping(RunsPages.PATH + "/{id:\\d{1,18}}")
class RunPages {

    /// Results on a page.
    static final int ROWS = 100;

    private final Runs runs;
    private final RunWords words;
    private final Texts texts;

    RunPages(Runs runs, RunWords words, Texts texts) {
        this.runs = runs;
        this.words = words;
        this.texts = texts;
    }

    @GetMapping
    String show(@PathVariable long id, @RequestParam(defaultValue = "1") String page, Model model) {
        Run.Tally tally = progress(id, model).tally();
        int pages = Math.max(1, Math.ceilDiv(tally.verified(), ROWS));
        int at = page.matches("[0-9]{1,6}") ? Math.clamp(Integer.parseInt(page), 1, pages) : 1;
        model.addAttribute("page", at);
        model.addAttribute("pages", pages);
        model.addAttribute(
                "results",
                runs.results(id, (at - 1) * ROWS, ROWS).stream().map(words::of).toList());
        return "runs/run";
    }

    /// The part of the page that a script renews while the run goes on.
    @GetMapping("/progress")
    String renewed(@PathVariable long id, Model model) {
        progress(id, model);
        return "runs/run :: progress";
    }

    private RunWords.RunLine progress(long id, Model model) {
        Run run = find(id);
        RunWords.RunLine line = words.of(run, runs.tally(id));
        model.addAttribute("run", line);
        model.addAttribute("running", run.running());
        model.addAttribute("domains", run.domains());
        return line;
    }

    @GetMapping("/export.csv")
    ResponseEntity<String> export(@PathVariable long id) {
        find(id);
        return ResponseEntity.ok()
                .contentType(MediaType.parseMediaType("text/csv;charset=UTF-8"))
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"daneverify-run-" + id + ".csv\"")
                .body(RunCsv.of(runs.results(id, 0, Integer.MAX_VALUE)));
    }

    @GetMapping("/results/{domain}")
    String result(@PathVariable long id, @PathVariable String domain, Model model) {
        DomainResult result = name(domain).stream()
                .flatMap(name -> runs.result(id, name).stream())
                .findFirst()
                .orElseThrow(() ->
                        new ResponseStatusException(HttpStatus.NOT_FOUND, texts.of("runs.no-result", id, domain)));
        model.addAttribute("run", words.of(find(id), runs.tally(id)));
        model.addAttribute("result", words.of(result));
        model.addAttribute(
                "earlier", result.earlier() == null ? "" : result.earlier().reason());
        model.addAttribute(
                "transcript",
                runs.transcript(id, result.domain()).stream()
                        .map(line -> line + "\n")
                        .toList());
        return "runs/result";
    }

    private static List<DomainName> name(String text) {
        try {
            return List.of(DomainName.parse(text));
        } catch (IllegalArgumentException e) {
            return List.of();
        }
    }

    private Run find(long id) {
        return runs.find(id)
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND, texts.of("runs.unknown-run", id)));
    }
}
