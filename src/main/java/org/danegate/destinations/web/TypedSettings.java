package org.danegate.destinations.web;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.danegate.policy.DestinationSetting;
import org.danegate.policy.RecipientLimit;
import org.danegate.policy.SettingType;
import org.danegate.policy.SettingType.Rate;
import org.jspecify.annotations.Nullable;
import org.springframework.context.support.DefaultMessageSourceResolvable;
import org.springframework.validation.Errors;

/// Reads the typed values of a destination's settings from any of the forms. An unreadable value is absent and has a
/// fault at its field.
final class TypedSettings {

    private static final Set<String> TRUTHS = Set.of("", "true", "false");

    private final Map<String, String> typed;
    private final Errors faults;

    /// @param typed typed texts by the names of the fields
    TypedSettings(Map<String, String> typed, Errors faults) {
        this.typed = typed;
        this.faults = faults;
    }

    /// Fields of a setting: the two numbers of a limit, else one with the setting's name. Faults of the whole
    /// setting, and the choice of Default, belong to the first.
    static List<String> fields(DestinationSetting<?> setting) {
        return setting.type() instanceof Rate ? Rate.PARTS : List.of(setting.key());
    }

    /// Whether a setting is typed as numbers, beside which its form has a choice.
    static boolean isNumber(DestinationSetting<?> setting) {
        return setting.type() instanceof SettingType.Count || setting.type() instanceof Rate;
    }

    String text(String field) {
        return typed.getOrDefault(field, "");
    }

    /// A word, a truth value or a name in the field of a setting; null when it is empty.
    @Nullable
    Object chosen(DestinationSetting<?> setting) {
        String text = text(setting.key());
        if (text.isEmpty()) {
            return null;
        }
        try {
            return setting.type().parse(text);
        } catch (IllegalArgumentException e) {
            refuse(setting.key());
            return null;
        }
    }

    /// A number or a limit in the fields of a setting.
    @Nullable
    Object number(DestinationSetting<?> setting) {
        return switch (setting.type()) {
            case Rate any -> limit();
            default -> number(setting.key());
        };
    }

    private @Nullable RecipientLimit limit() {
        Integer recipients = number(Rate.PARTS.getFirst());
        Integer minutes = number(Rate.PARTS.getLast());
        return recipients == null || minutes == null ? null : new RecipientLimit(recipients, minutes);
    }

    private @Nullable Integer number(String field) {
        String text = text(field);
        try {
            return Integer.valueOf(text.strip().replaceAll("[,.](?=\\d{3}\\b)", ""));
        } catch (NumberFormatException e) {
            Object label = new DefaultMessageSourceResolvable("policy.label." + field);
            faults.rejectValue(
                    field,
                    "destinations.fault.number",
                    new Object[] {label, text},
                    "A whole number is expected; you entered ''{1}''.");
            return null;
        }
    }

    /// Refuses a number out of the range of its setting, before the rules of the policy see it.
    void judge(DestinationSetting<?> setting, Object value) {
        switch (setting.type()) {
            case SettingType.Count range when value instanceof Integer number -> judge(setting.key(), range, number);
            case Rate rate
            when value instanceof RecipientLimit limit -> {
                judge(Rate.PARTS.getFirst(), rate.recipients(), limit.recipients());
                judge(Rate.PARTS.getLast(), rate.minutes(), limit.minutes());
            }
            default -> {
                // Has no range.
            }
        }
    }

    private void judge(String field, SettingType.Count range, int number) {
        if (number < range.least() || number > range.most()) {
            faults.rejectValue(
                    field,
                    "destinations.fault.range",
                    new Object[] {range.least(), range.most(), number},
                    "Must be between {0} and {1}; you entered {2}.");
        }
    }

    /// A truth value that accompanies a field; null when it is not given.
    ///
    /// @param field the field that gets the fault when the value was not offered
    @Nullable
    Boolean truth(String field, String text) {
        if (!TRUTHS.contains(text)) {
            refuse(field);
        }
        return text.isEmpty() ? null : Boolean.valueOf(text);
    }

    /// Refuses a value that was not offered.
    void refuse(String field) {
        faults.rejectValue(field, "destinations.fault.choice", "Choose one of the values offered.");
    }
}
