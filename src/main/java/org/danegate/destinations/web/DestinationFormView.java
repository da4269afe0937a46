package org.danegate.destinations.web;

import org.danegate.config.DestinationEdits;
import org.danegate.config.WorkingPolicy;
import org.danegate.console.Texts;
import org.danegate.policy.Policy;
import org.springframework.stereotype.Component;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;

/// Shows a destination form, with the settings in effect next to the form of an existing entry.
@Component
class DestinationFormView {

    /// Key of the form of Default.
    static final String DEFAULT = "default";
    /// Key of the form of a new entry.
    static final String NEW = "new";

    private final WorkingPolicy working;
    private final DestinationEdits edits;
    private final Texts texts;

    DestinationFormView(WorkingPolicy working, DestinationEdits edits, Texts texts) {
        this.working = working;
        this.edits = edits;
        this.texts = texts;
    }

    /// @param key last part of the form's address: an id, `new` or `default`
    String show(DestinationForm form, BindingResult faults, String key, Model model) {
        DestinationWords words = new DestinationWords(texts);
        Policy policy = working.policy();
        boolean isDefault = key.equals(DEFAULT);
        DestinationChoices.Kind kind = isDefault ? DestinationChoices.Kind.DEFAULT : DestinationChoices.Kind.ENTRY;
        model.addAttribute(DestinationForm.NAME, form.typed());
        model.addAttribute(BindingResult.MODEL_KEY_PREFIX + DestinationForm.NAME, faults);
        model.addAttribute("key", key);
        model.addAttribute("isDefault", isDefault);
        model.addAttribute("defaults", policy.destinationControls().defaultProfile());
        model.addAttribute("parts", new DestinationChoices(policy, kind, words).parts());
        if (!isDefault && !key.equals(NEW)) {
            edits.find(Long.parseLong(key))
                    .ifPresent(stored -> model.addAttribute(
                            "effective",
                            EffectiveSettings.of(stored.entry().pattern(), policy, working.inForce(), words)));
        }
        return "destinations/form";
    }
}
