package org.danegate.destinations.web;

import jakarta.servlet.http.HttpServletResponse;
import java.security.Principal;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.danegate.config.DestinationEdits;
import org.danegate.config.DestinationTable;
import org.danegate.config.Submission;
import org.danegate.config.WorkingPolicy;
import org.danegate.console.FormFaults;
import org.danegate.console.Texts;
import org.danegate.policy.DestinationEntry;
import org.danegate.wording.Wording;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/// Actions on many destinations: those ticked, or all that match the list's filter. Each first shows the affected
/// entries, and is then applied as one change or not at all.
@Controller
class DestinationBulkPages {

    private static final String LIST = DestinationListState.LIST;

    private final WorkingPolicy working;
    private final DestinationTable table;
    private final DestinationEdits edits;
    private final Texts texts;

    DestinationBulkPages(WorkingPolicy working, DestinationTable table, DestinationEdits edits, Texts texts) {
        this.working = working;
        this.table = table;
        this.edits = edits;
        this.texts = texts;
    }

    /// Shows the entries to delete, for confirmation.
    @PostMapping(LIST + "/delete")
    @PreAuthorize("hasRole('OPERATOR')")
    String confirmDelete(
            @RequestParam(name = "id", required = false) @Nullable List<Long> ids,
            @RequestParam(defaultValue = "false") boolean all,
            @RequestParam Map<String, String> parameters,
            Model model,
            RedirectAttributes redirect) {
        DestinationSelection selection = DestinationSelection.of(table, ids, all, parameters);
        if (selection.size() == 0) {
            return list(selection, "problem", texts.of("destinations.tick-first"), redirect);
        }
        model.addAttribute("selection", selection);
        return "destinations/delete";
    }

    /// @param seen what the confirmation showed
    @PostMapping(LIST + "/delete/confirmed")
    @PreAuthorize("hasRole('OPERATOR')")
    String delete(
            @RequestParam(name = "id", required = false) @Nullable List<Long> ids,
            @RequestParam(defaultValue = "false") boolean all,
            @RequestParam String seen,
            @RequestParam Map<String, String> parameters,
            Principal user,
            Model model,
            RedirectAttributes redirect,
            HttpServletResponse response) {
        DestinationSelection selection = DestinationSelection.of(table, ids, all, parameters);
        Submission outcome =
                selection.seen().equals(seen) ? edits.delete(selection.versions(), user.getName()) : stale(selection);
        if (!(outcome instanceof Submission.Stale stale)) {
            return list(selection, "message", texts.of("destinations.deleted", selection.size()), redirect);
        }
        if (selection.size() == 0) {
            return list(selection, "problem", texts.of(stale.why()), redirect);
        }
        model.addAttribute("problem", texts.of(stale.why()));
        response.setStatus(HttpStatus.CONFLICT.value());
        return confirmDelete(ids, all, parameters, model, redirect);
    }

    /// The form for many entries.
    @PostMapping(LIST + "/bulk")
    @PreAuthorize("hasRole('OPERATOR')")
    String form(
            @RequestParam(name = "id", required = false) @Nullable List<Long> ids,
            @RequestParam(defaultValue = "false") boolean all,
            @RequestParam Map<String, String> parameters,
            Model model,
            RedirectAttributes redirect) {
        DestinationSelection selection = DestinationSelection.of(table, ids, all, parameters);
        if (selection.size() == 0) {
            return list(selection, "problem", texts.of("destinations.tick-first"), redirect);
        }
        DestinationBulkForm form = DestinationBulkForm.blank();
        return show(selection, form, form.faults(), model);
    }

    /// @param seen the entries that the form covered when it was opened
    @PostMapping(LIST + "/bulk/submit")
    @PreAuthorize("hasRole('OPERATOR')")
    String submit(
            @RequestParam(name = "id", required = false) @Nullable List<Long> ids,
            @RequestParam(defaultValue = "false") boolean all,
            @RequestParam String seen,
            @RequestParam Map<String, String> parameters,
            Principal user,
            Model model,
            RedirectAttributes redirect,
            HttpServletResponse response) {
        DestinationSelection selection = DestinationSelection.of(table, ids, all, parameters);
        DestinationBulkForm form = DestinationBulkForm.posted(parameters);
        BindingResult faults = form.faults();
        UnaryOperator<DestinationEntry> rule = form.rule(faults);
        if (rule != null) {
            Submission outcome = selection.seen().equals(seen)
                    ? table.edit(selection.versions(), rule, user.getName())
                    : stale(selection);
            switch (outcome) {
                case Submission.Submitted done -> {
                    return list(selection, "message", texts.of("destinations.edited", selection.size()), redirect);
                }
                case Submission.Rejected rejected -> BulkFaults.add(faults, rejected.faults(), texts);
                case Submission.Stale stale -> FormFaults.reject(faults, stale.why());
            }
        }
        response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
        return show(selection, form, faults, model);
    }

    private static Submission stale(DestinationSelection selection) {
        return new Submission.Stale(Wording.of("config.stale.selection", selection.size()));
    }

    /// Goes back to the list that the entries come from.
    private static String list(
            DestinationSelection selection, String kind, String sentence, RedirectAttributes redirect) {
        redirect.addFlashAttribute(kind, sentence);
        return "redirect:" + selection.state().address(true);
    }

    private String show(DestinationSelection selection, DestinationBulkForm form, BindingResult faults, Model model) {
        model.addAttribute("selection", selection);
        model.addAttribute(DestinationForm.NAME, form.typed());
        model.addAttribute(BindingResult.MODEL_KEY_PREFIX + DestinationForm.NAME, faults);
        model.addAttribute(
                "parts",
                new DestinationChoices(working.policy(), DestinationChoices.Kind.MANY, new DestinationWords(texts))
                        .parts());
        return "destinations/bulk";
    }
}
