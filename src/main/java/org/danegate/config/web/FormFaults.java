package org.danegate.config.web;

import java.util.Map;
import java.util.regex.Pattern;
import org.danegate.config.RefusedPolicyException;
import org.danegate.policy.Violation;
import org.springframework.validation.BindingResult;

/// Puts faults of the policy beside the fields of a form.
final class FormFaults {

    private static final Map<String, String> FIELDS =
            Map.of("recipientLimit.recipients", "recipients", "recipientLimit.minutes", "minutes");

    /// `timeout` or `servers[0].address`.
    private static final Pattern FIELD = Pattern.compile("\\w+(\\[\\d+]\\.\\w+)?");

    private FormFaults() {}

    static void add(BindingResult faults, RefusedPolicyException refusal) {
        for (Violation v : refusal.violations()) {
            String field = FIELDS.getOrDefault(v.field(), v.field());
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
