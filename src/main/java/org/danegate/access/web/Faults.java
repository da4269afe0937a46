package org.danegate.access.web;

import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import java.util.function.Supplier;
import org.danegate.console.FormFaults;
import org.danegate.wording.RefusedException;
import org.springframework.http.HttpStatus;
import org.springframework.validation.BindingResult;

/// Attaches a refusal to its form field.
final class Faults {

    private Faults() {}

    /// Runs the change; a refusal becomes an error of the form.
    static void into(BindingResult result, Runnable change) {
        into(result, () -> {
            change.run();
            return true;
        });
    }

    /// Runs a change with a result; a refusal becomes an error of the form, and the result is empty.
    static <T> Optional<T> into(BindingResult result, Supplier<T> change) {
        try {
            return Optional.of(change.get());
        } catch (RefusedException refused) {
            FormFaults.add(result, refused.fault());
            return Optional.empty();
        }
    }

    /// The page of a refused form, with status 422.
    static String show(String template, HttpServletResponse response) {
        response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
        return template;
    }
}
