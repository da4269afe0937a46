package org.danegate.console;

import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.danegate.wording.Fault;
import org.danegate.wording.Wording;
import org.springframework.http.HttpStatus;
import org.springframework.ui.Model;
import org.springframework.validation.BeanPropertyBindingResult;
import org.springframework.validation.BindingResult;
import org.springframework.validation.FieldError;

/// Puts each fault next to its form field; faults without a field go above the form.
public final class FormFaults {

    /// `timeout` or `servers[0].address`.
    private static final Pattern FIELD = Pattern.compile("\\w+(\\[\\d+]\\.\\w+)?");

    private FormFaults() {}

    /// Puts a refused form into the model as `form` with its faults, to be shown again with status 422.
    ///
    /// @param form as it was sent, without what is never sent back
    public static void refuse(Object form, List<Fault> faults, Model model, HttpServletResponse response) {
        BindingResult result = new BeanPropertyBindingResult(form, "form");
        add(result, faults);
        model.addAttribute("form", form);
        model.addAttribute(BindingResult.MODEL_KEY_PREFIX + "form", result);
        response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
    }

    /// Adds faults; a field keeps only its first fault.
    public static void add(BindingResult result, List<Fault> faults) {
        Set<String> before =
                result.getFieldErrors().stream().map(FieldError::getField).collect(Collectors.toSet());
        faults.stream().filter(f -> !before.contains(f.field())).forEach(f -> add(result, f));
    }

    /// Adds one fault.
    public static void add(BindingResult result, Fault fault) {
        if (isField(result, fault.field())) {
            add(result, fault.field(), fault.wording());
        } else {
            reject(result, fault.wording());
        }
    }

    private static void add(BindingResult result, String field, Wording wording) {
        result.rejectValue(field, wording.code(), Texts.resolvable(wording).getArguments(), wording.english());
    }

    /// Puts a sentence above the form.
    public static void reject(BindingResult result, Wording wording) {
        result.reject(wording.code(), Texts.resolvable(wording).getArguments(), wording.english());
    }

    private static boolean isField(BindingResult result, String field) {
        return FIELD.matcher(field).matches() && result.getFieldType(field) != null;
    }
}
