package org.danegate.verify.web;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.danegate.address.DomainName;
import org.danegate.console.Texts;
import org.danegate.dane.EvidenceNode;
import org.danegate.verify.StsSection;
import org.danegate.verify.TranscriptText;
import org.danegate.verify.Verification;
import org.danegate.verify.VerifyRuns;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.thymeleaf.context.Context;
import org.thymeleaf.spring6.SpringTemplateEngine;
import tools.jackson.databind.json.JsonMapper;

/// Monitor > daneverify. A plain form works; with JavaScript the lines appear as they happen.
@Controller
class DaneVerifyPage {

    private static final Logger LOG = LoggerFactory.getLogger(DaneVerifyPage.class);

    private final VerifyRuns runs;
    private final StsSection sts;
    private final SpringTemplateEngine templates;
    private final JsonMapper json;
    private final Texts texts;

    DaneVerifyPage(VerifyRuns runs, StsSection sts, SpringTemplateEngine templates, JsonMapper json, Texts texts) {
        this.runs = runs;
        this.sts = sts;
        this.templates = templates;
        this.json = json;
        this.texts = texts;
    }

    @GetMapping("/monitor/daneverify")
    String form(@RequestParam(defaultValue = "") String domain, Model model) {
        model.addAttribute("domain", domain);
        return "verify/daneverify";
    }

    @PostMapping("/monitor/daneverify")
    String verify(@RequestParam(defaultValue = "") String domain, Model model, HttpServletResponse response) {
        model.addAttribute("domain", domain);
        Optional<DomainName> name = DomainField.read(domain);
        if (name.isEmpty()) {
            model.addAttribute("fault", texts.of("daneverify.bad"));
            response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
            return "verify/daneverify";
        }
        Optional<Verification> result = runs.run(name.get(), stage -> {});
        result.ifPresentOrElse(
                verification -> show(verification, model),
                () -> model.addAttribute("problem", texts.of("daneverify.busy")));
        return "verify/daneverify";
    }

    private void show(Verification verification, Model model) {
        model.addAttribute("verdict", verification.verdict());
        model.addAttribute(
                "transcript",
                verification.transcript().stream().map(line -> line + "\n").toList());
        model.addAttribute("evidence", verification.evidence().tree());
        model.addAttribute("mtaSts", sts.of(verification));
    }

    /// Writes one JSON object a line: `line` for each stage, and at the end `verdict` and `evidence` as HTML, then
    /// `mtaSts` as HTML.
    /// Otherwise writes a single object: `fault` when the domain is not valid, `problem` when no verification can
    /// start now.
    @PostMapping("/monitor/daneverify/stream")
    void stream(@RequestParam(defaultValue = "") String domain, HttpServletResponse response) throws IOException {
        response.setContentType("application/x-ndjson;charset=UTF-8");
        response.setHeader("Cache-Control", "no-cache, no-store");
        // A proxy that buffers the lines would show them all at the end.
        response.setHeader("X-Accel-Buffering", "no");
        PrintWriter out = response.getWriter();
        try {
            stream(domain, out);
        } catch (BrowserGone e) {
            LOG.debug("The browser has gone; verification of {} ended", domain);
        }
    }

    private void stream(String domain, PrintWriter out) {
        Optional<DomainName> name = DomainField.read(domain);
        if (name.isEmpty()) {
            send(out, Map.of("fault", texts.of("daneverify.bad")));
            return;
        }
        Optional<Verification> result =
                runs.run(name.get(), stage -> send(out, Map.of("line", TranscriptText.of(stage))));
        if (result.isEmpty()) {
            send(out, Map.of("problem", texts.of("daneverify.busy")));
            return;
        }
        send(
                out,
                Map.of(
                        "verdict",
                        result.get().verdict(),
                        "evidence",
                        html(result.get().evidence().tree())));
        send(out, Map.of("mtaSts", html(sts.of(result.get()))));
    }

    private String html(EvidenceNode node) {
        return templates.process(
                "verify/evidence", Set.of("tree"), new Context(Locale.ENGLISH, Map.of("evidence", node)));
    }

    private void send(PrintWriter out, Map<String, ?> part) {
        out.println(json.writeValueAsString(part));
        out.flush();
        if (out.checkError()) {
            throw new BrowserGone();
        }
    }

    /// Ends the call when nobody reads the lines any more.
    private static final class BrowserGone extends RuntimeException {

        private static final long serialVersionUID = 1L;
    }
}
