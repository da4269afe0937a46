package org.danegate.runs.web;

import jakarta.servlet.http.HttpServletResponse;
import java.security.Principal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.danegate.console.FormFaults;
import org.danegate.console.Texts;
import org.danegate.runs.Run;
import org.danegate.runs.RunScope;
import org.danegate.runs.Runs;
import org.danegate.wording.Fault;
import org.danegate.wording.Wording;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/// Monitor > daneverify > Many domains: the form that starts a run, and the list of runs.
@Controller
@RequestMapping(RunsPages.PATH)
class RunsPages {

    static final String PATH = "/monitor/daneverify/runs";

    private static final int LATEST = 30;

    private final Runs runs;
    private final RunWords words;
    private final Texts texts;

    RunsPages(Runs runs, RunWords words, Texts texts) {
        this.runs = runs;
        this.words = words;
        this.texts = texts;
    }

    @GetMapping
    String list(Model model) {
        model.addAttribute("form", RunForm.empty());
        return shown(model);
    }

    private String shown(Model model) {
        model.addAttribute(
                "runs",
                runs.latest(LATEST).stream()
                        .map(run -> words.of(run, runs.tally(run.id())))
                        .toList());
        model.addAttribute("busy", runs.busy());
        Map<String, String> scopes = new LinkedHashMap<>();
        for (RunScope.Kind kind : RunScope.Kind.values()) {
            if (kind != RunScope.Kind.NIGHTLY) {
                scopes.put(kind.name(), texts.of("runs.scope." + kind));
            }
        }
        model.addAttribute("scopes", scopes);
        return "runs/runs";
    }

    @PostMapping
    @PreAuthorize("hasRole('OPERATOR')")
    String start(
            @ModelAttribute("form") RunForm form,
            BindingResult result,
            Principal user,
            Model model,
            RedirectAttributes redirect,
            HttpServletResponse response) {
        Optional<RunScope> scope = form.read(result);
        if (scope.isPresent()) {
            switch (runs.start(scope.get(), user.getName())) {
                case Runs.Start.Begun begun -> {
                    return begun(begun.run(), redirect);
                }
                case Runs.Start.Busy busy -> {
                    redirect.addFlashAttribute("problem", texts.of("runs.busy"));
                    return "redirect:" + PATH + "/" + busy.run();
                }
                case Runs.Start.Nothing nothing ->
                    FormFaults.add(result, Fault.error("scope", Wording.of("runs.fault.nothing." + form.scope())));
            }
        }
        response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
        return shown(model);
    }

    private String begun(Run run, RedirectAttributes redirect) {
        redirect.addFlashAttribute("message", texts.of("runs.begun", run.domains()));
        return "redirect:" + PATH + "/" + run.id();
    }

    @PostMapping("/{id:\\d{1,18}}/cancel")
    @PreAuthorize("hasRole('OPERATOR')")
    String cancel(@PathVariable long id, Principal user, RedirectAttributes redirect) {
        boolean cancelled = runs.cancel(id, user.getName());
        redirect.addFlashAttribute(
                cancelled ? "message" : "problem", texts.of(cancelled ? "runs.cancelled" : "runs.not-running"));
        return "redirect:" + PATH + "/" + id;
    }
}
