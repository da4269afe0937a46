package org.danegate.config.web;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.danegate.config.RefusedPolicyException;
import org.danegate.policy.Violation;
import org.springframework.validation.BindingResult;
import org.springframework.validation.FieldError;

/// Puts faults of the policy beside the fields of a form.
final class FormFaults {

    private static final Map<String, String> FIELDS =
            Map.of("recipientLimit.recipients", "recipients", "recipientLimit.minutes", "minutes");

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
            String field = FIELDS.getOrDefault(v.field(), v.field());
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

    private static boolean isField(BindingResult faults, String field) {
        return FIELD.matcher(field).matches() && faults.getFieldType(field) != null;
    }
}
