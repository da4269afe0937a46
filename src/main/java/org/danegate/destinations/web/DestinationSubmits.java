package org.danegate.destinations.web;

import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.danegate.config.DestinationEdits;
import org.danegate.config.Submission;
import org.danegate.console.FormFaults;
import org.danegate.console.Texts;
import org.danegate.policy.DestinationEntry;
import org.danegate.policy.DestinationSetting;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/// Judges a posted destination form, of an entry or of Default, and answers: with the list when the form was
/// submitted, or with the form again, its faults, and the values that another administrator submitted meanwhile.
@Component
class DestinationSubmits {

    private final DestinationEdits edits;
    private final DestinationFormView view;
    private final Texts texts;

    DestinationSubmits(DestinationEdits edits, DestinationFormView view, Texts texts) {
        this.edits = edits;
        this.view = view;
        this.texts = texts;
    }

    /// What a form edits.
    ///
    /// @param key last part of its address: an id, `new` or `default`
    /// @param submit submits the entry as typed
    /// @param done what is said when it was submitted
    /// @param stored what is stored now; empty when it is new or deleted
    record Subject(
            String key,
            Function<DestinationEntry, Submission> submit,
            Function<DestinationEntry, String> done,
            Supplier<Optional<DestinationEdits.Stored>> stored) {}

    /// A value that another administrator submitted meanwhile, next to the typed one.
    ///
    /// @param field key of a {@link DestinationSetting}; ticking it takes their value
    public record Difference(String field, String label, String theirs, String mine) {}

    String submit(
            Subject subject,
            DestinationForm form,
            Model model,
            RedirectAttributes redirect,
            HttpServletResponse response) {
        BindingResult faults = form.faults();
        DestinationEntry entry = form.entry(faults);
        if (faults.hasErrors()) {
            // Report all faults at once, not one after the other.
            SettingFaults.add(faults, edits.faultsOf(entry));
        } else {
            switch (subject.submit().apply(entry)) {
                case Submission.Submitted done -> {
                    redirect.addFlashAttribute("message", subject.done().apply(entry));
                    return "redirect:" + DestinationListState.LIST;
                }
                case Submission.Rejected rejected -> SettingFaults.add(faults, rejected.faults());
                case Submission.Stale stale -> {
                    FormFaults.reject(faults, stale.why());
                    subject.stored().get().ifPresent(theirs -> {
                        showTheirs(theirs, entry, model);
                        form.setVersion(theirs.version());
                    });
                }
            }
        }
        response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
        return view.show(form, faults, subject.key(), model);
    }

    private void showTheirs(DestinationEdits.Stored theirs, DestinationEntry mine, Model model) {
        DestinationWords words = new DestinationWords(texts);
        model.addAttribute("theirs", theirs);
        model.addAttribute(
                "differences",
                theirs.entry().own().differences(mine.own()).stream()
                        .map(s -> new Difference(
                                s.key(),
                                words.label(s),
                                words.own(s, theirs.entry().get(s)),
                                words.own(s, mine.get(s))))
                        .toList());
    }

    /// Takes the ticked settings from the stored entry.
    static void take(DestinationForm form, @Nullable List<String> ticked, DestinationForm theirs) {
        if (ticked != null) {
            ticked.forEach(key -> DestinationSetting.of(key).ifPresent(s -> form.take(s, theirs)));
        }
    }
}
