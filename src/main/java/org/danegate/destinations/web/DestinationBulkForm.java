package org.danegate.destinations.web;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.danegate.policy.DestinationEntry;
import org.danegate.policy.DestinationSetting;
import org.danegate.policy.DestinationSettings;
import org.danegate.policy.RecipientLimit;
import org.danegate.policy.SettingType.Rate;
import org.jspecify.annotations.Nullable;
import org.springframework.validation.BindingResult;
import org.springframework.validation.Errors;
import org.springframework.validation.MapBindingResult;

/// One form for many destinations: texts by the names of their fields. Each setting is left as the entries have it (an
/// empty choice), uses Default, or has one value for all of them; a number has an extra field `<name>Choice`.
final class DestinationBulkForm {

    private static final String OWN = "OWN";
    private static final String CHOICE = "Choice";

    private final Map<String, String> typed = new LinkedHashMap<>();

    private DestinationBulkForm() {
        for (DestinationSetting<?> setting : DestinationSetting.all()) {
            TypedSettings.fields(setting).forEach(f -> typed.put(f, ""));
            if (TypedSettings.isNumber(setting)) {
                typed.put(TypedSettings.fields(setting).getFirst() + CHOICE, "");
            }
        }
        typed.put(Rate.PARTS.getLast(), String.valueOf(RecipientLimit.NONE.minutes()));
    }

    /// A form that changes nothing.
    static DestinationBulkForm blank() {
        return new DestinationBulkForm();
    }

    /// Reads the posted values; fields that are not part of the form are ignored.
    static DestinationBulkForm posted(Map<String, String> parameters) {
        DestinationBulkForm form = new DestinationBulkForm();
        form.typed.replaceAll(parameters::getOrDefault);
        return form;
    }

    /// The edits to apply to each entry; null when there are faults, which are then attached to their fields.
    @Nullable
    UnaryOperator<DestinationEntry> rule(Errors faults) {
        Map<DestinationSetting<?>, @Nullable Object> edits = edits(new TypedSettings(typed, faults));
        if (!faults.hasErrors() && edits.isEmpty()) {
            faults.reject("destinations.fault.nothing", "Choose a value for at least one field.");
        }
        return faults.hasErrors() ? null : entry -> edited(entry, edits);
    }

    /// A setting without a key is left as it is; one with null uses Default.
    private static Map<DestinationSetting<?>, @Nullable Object> edits(TypedSettings read) {
        Map<DestinationSetting<?>, @Nullable Object> edits = new LinkedHashMap<>();
        for (DestinationSetting<?> setting : DestinationSetting.all()) {
            String field = TypedSettings.fields(setting).getFirst();
            String choice = read.text(TypedSettings.isNumber(setting) ? field + CHOICE : field);
            switch (choice) {
                case "" -> {
                    // Left as it is.
                }
                case DestinationChoices.USE_DEFAULT -> edits.put(setting, null);
                default -> edits.put(setting, own(setting, field, choice, read));
            }
        }
        return edits;
    }

    private static @Nullable Object own(
            DestinationSetting<?> setting, String field, String choice, TypedSettings read) {
        if (!TypedSettings.isNumber(setting)) {
            return read.chosen(setting);
        }
        if (!choice.equals(OWN)) {
            // A value that was not offered does not mean that the field is left as it is.
            read.refuse(field);
            return null;
        }
        Object value = read.number(setting);
        if (value != null) {
            read.judge(setting, value);
        }
        return value;
    }

    private static DestinationEntry edited(DestinationEntry entry, Map<DestinationSetting<?>, @Nullable Object> edits) {
        DestinationSettings own = entry.own();
        for (Map.Entry<DestinationSetting<?>, @Nullable Object> edit : edits.entrySet()) {
            own = own.withValue(edit.getKey(), edit.getValue());
        }
        return new DestinationEntry(entry.pattern(), own);
    }

    /// The texts as templates show them.
    Map<String, String> typed() {
        return typed;
    }

    /// An empty set of faults for the fields of this form.
    BindingResult faults() {
        return new MapBindingResult(typed, DestinationForm.NAME);
    }
}
