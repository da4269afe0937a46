package org.danegate.access.web;

import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import java.util.function.Supplier;
import org.danegate.access.RefusedChange;
import org.springframework.http.HttpStatus;
import org.springframework.validation.BindingResult;

/// Brings a refusal to the form field it is about.
final class Faults {

    private Faults() {}

    /// Runs the change; a refusal becomes an error of the form.
    static void into(BindingResult result, Runnable change) {
        into(result, () -> {
            change.run();
            return true;
        });
    }

    /// Runs a change that yields something; a refusal becomes an error of the form, and nothing is yielded.
    static <T> Optional<T> into(BindingResult result, Supplier<T> change) {
        try {
            return Optional.of(change.get());
        } catch (RefusedChange refused) {
            add(result, refused);
            return Optional.empty();
        }
    }

    /// The page of a form that was refused, with status 422.
    static String show(String template, HttpServletResponse response) {
        response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
        return template;
    }

    /// Adds the refusal to the form's errors.
    static void add(BindingResult result, RefusedChange refused) {
        if (refused.field().isEmpty()) {
            result.reject(refused.key(), refused.places(), refused.text());
        } else {
            result.rejectValue(refused.field(), refused.key(), refused.places(), refused.text());
        }
    }
}
