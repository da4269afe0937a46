package org.danegate.access.web;

import jakarta.servlet.http.HttpServletRequest;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Locale;
import org.danegate.access.SignInHistory;
import org.danegate.console.Texts;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;

/// Puts the user's sign-in before this one into the model of the pages that follow a sign-in.
@ControllerAdvice(annotations = Controller.class)
class LastSignIn {

    private final SignInHistory history;
    private final Texts texts;

    LastSignIn(SignInHistory history, Texts texts) {
        this.history = history;
        this.texts = texts;
    }

    /// @param text sentences for the user
    /// @param troubling whether attempts failed since
    record Told(String text, boolean troubling) {}

    @ModelAttribute("lastSignIn")
    @Nullable
    Told told(HttpServletRequest request, Locale locale) {
        return history.told(request).map(before -> told(before, locale)).orElse(null);
    }

    private Told told(SignInHistory.Before before, Locale locale) {
        StringBuilder text = new StringBuilder();
        if (before.at() != null) {
            String time = DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM)
                    .withLocale(locale)
                    .format(before.at().atZone(ZoneId.systemDefault()));
            text.append(texts.of(before.passkey() ? "access.last.passkey" : "access.last", time, before.from()));
        }
        if (before.failed() > 0) {
            text.append(text.isEmpty() ? "" : " ").append(texts.of("access.last.failed", before.failed()));
        }
        return new Told(text.toString(), before.failed() > 0);
    }
}
