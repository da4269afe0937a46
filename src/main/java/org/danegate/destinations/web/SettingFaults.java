package org.danegate.destinations.web;

import java.util.List;
import org.danegate.console.FormFaults;
import org.danegate.policy.DestinationSetting;
import org.danegate.policy.SettingType;
import org.danegate.wording.Fault;
import org.springframework.validation.BindingResult;

/// Attaches faults of a destination's settings to the fields of its forms.
final class SettingFaults {

    private SettingFaults() {}

    /// @param faults with fields as in the policy file, relative to the entry
    static void add(BindingResult result, List<Fault> faults) {
        FormFaults.add(
                result, faults.stream().map(f -> f.at(formField(f.field()))).toList());
    }

    /// The form field for a field of the policy: the two numbers of a limit are separate fields on a form.
    static String formField(String field) {
        int dot = field.indexOf('.');
        boolean part = dot > 0
                && DestinationSetting.of(field.substring(0, dot))
                        .filter(s -> s.type() instanceof SettingType.Rate)
                        .isPresent();
        return part ? field.substring(dot + 1) : field;
    }
}
