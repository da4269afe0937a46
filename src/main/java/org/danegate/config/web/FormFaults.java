package org.danegate.config.web;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.danegate.config.RefusedPolicyException;
import org.danegate.policy.DestinationSetting;
import org.danegate.policy.SettingType;
import org.danegate.policy.Violation;
import org.springframework.validation.BindingResult;
import org.springframework.validation.FieldError;

/// Puts faults of the policy beside the fields of a form.
final class FormFaults {

    /// `timeout` or `servers[0].address`.
    private static final Pattern FIELD = Pattern.compile("\\w+(\\[\\d+]\\.\\w+)?");

    private FormFaults() {}

    static void add(BindingResult faults, RefusedPolicyException refusal) {
        add(faults, refusal.violations());
    }

    /// A field that has a fault already gets no other one.
    static void add(BindingResult faults, List<Violation> violations) {
        Set<String> before =
                faults.getFieldErrors().stream().map(FieldError::getField).collect(Collectors.toSet());
        for (Violation v : violations) {
            String field = formField(v.field());
            if (before.contains(field)) {
                continue;
            }
            if (isField(faults, field)) {
                ViolationTexts.reject(faults, field, v);
            } else {
                ViolationTexts.reject(faults, null, v);
            }
        }
    }

    /// The field of a form for one of the policy: the two numbers of a limit stand on it by themselves.
    static String formField(String field) {
        int dot = field.indexOf('.');
        boolean part = dot > 0
                && DestinationSetting.of(field.substring(0, dot))
                        .filter(s -> s.type() instanceof SettingType.Rate)
                        .isPresent();
        return part ? field.substring(dot + 1) : field;
    }

    private static boolean isField(BindingResult faults, String field) {
        return FIELD.matcher(field).matches() && faults.getFieldType(field) != null;
    }
}
