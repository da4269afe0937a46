package org.danegate.config.web;

import org.danegate.config.StaleEditException;
import org.danegate.policy.Violation;
import org.danegate.policy.Wording;
import org.danegate.policy.file.Fault;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSourceResolvable;
import org.springframework.context.support.DefaultMessageSourceResolvable;
import org.springframework.validation.BindingResult;

/// Faults of the policy, and of edits that crossed, as Spring words them in the reader's language; those without a code
/// stay English.
final class ViolationTexts {

    private ViolationTexts() {}

    static MessageSourceResolvable of(Violation v) {
        Wording wording = v.wording();
        return wording == null
                ? new DefaultMessageSourceResolvable(new String[0], v.message())
                : of(wording, v.message());
    }

    static MessageSourceResolvable of(Fault f) {
        Wording wording = f.wording();
        return wording == null
                ? new DefaultMessageSourceResolvable(new String[0], f.message())
                : of(wording, f.message());
    }

    static MessageSourceResolvable of(StaleEditException e) {
        return of(e.wording(), e.wording().english());
    }

    /// Puts an edit that crossed another one above a form.
    static void reject(BindingResult faults, StaleEditException e) {
        MessageSourceResolvable text = of(e);
        faults.reject(e.wording().code(), text.getArguments(), e.wording().english());
    }

    /// @param field of the form, null for the form as a whole
    static void reject(BindingResult faults, @Nullable String field, Violation v) {
        MessageSourceResolvable text = of(v);
        String code = v.wording() == null ? "policy" : v.wording().code();
        if (field == null) {
            faults.reject(code, text.getArguments(), v.message());
        } else {
            faults.rejectValue(field, code, text.getArguments(), v.message());
        }
    }

    private static DefaultMessageSourceResolvable of(Wording wording, String english) {
        Object[] places = wording.arguments().stream()
                .map(a -> a instanceof Wording inner ? of(inner, inner.english()) : a)
                .toArray();
        return new DefaultMessageSourceResolvable(new String[] {wording.code()}, places, english);
    }
}
