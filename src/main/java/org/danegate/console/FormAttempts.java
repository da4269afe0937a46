package org.danegate.console;

import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import java.util.function.Supplier;
import org.danegate.wording.RefusedException;
import org.springframework.http.HttpStatus;
import org.springframework.validation.BindingResult;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/// Changes that a form asks for; a refusal goes next to its field.
public final class FormAttempts {

    private FormAttempts() {}

    /// Makes a change with a result; empty when it was refused.
    public static <T> Optional<T> of(BindingResult result, Supplier<T> change) {
        try {
            return Optional.of(change.get());
        } catch (RefusedException refused) {
            FormFaults.add(result, refused.fault());
            return Optional.empty();
        }
    }

    /// Makes a change; false when it was refused.
    public static boolean made(BindingResult result, Runnable change) {
        return of(result, () -> {
                    change.run();
                    return true;
                })
                .isPresent();
    }

    /// Makes a change that needs no form. The next page says what was done, or why it was refused.
    ///
    /// @param change makes it and says what was done
    /// @return false when it was refused
    public static boolean announced(RedirectAttributes redirect, Texts texts, Supplier<String> change) {
        try {
            redirect.addFlashAttribute("message", change.get());
            return true;
        } catch (RefusedException refused) {
            redirect.addFlashAttribute("problem", texts.of(refused.fault().wording()));
            return false;
        }
    }

    /// The page of a refused form, with status 422.
    public static String refused(String template, HttpServletResponse response) {
        response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
        return template;
    }
}
