package org.danegate.access.web;

import org.danegate.access.RefusedChange;
import org.springframework.validation.BindingResult;

/// Brings a refusal to the form field it is about.
final class Faults {

    private Faults() {}

    /// Runs the change; a refusal becomes an error of the form.
    static void into(BindingResult result, Runnable change) {
        try {
            change.run();
        } catch (RefusedChange refused) {
            if (refused.field().isEmpty()) {
                result.reject(refused.key(), refused.places(), refused.text());
            } else {
                result.rejectValue(refused.field(), refused.key(), refused.places(), refused.text());
            }
        }
    }
}
