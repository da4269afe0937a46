package org.danegate.destinations.web;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Locale;
import org.danegate.console.Texts;
import org.danegate.policy.DaneException;
import org.danegate.policy.DestinationControls;
import org.jspecify.annotations.Nullable;
import org.springframework.context.i18n.LocaleContextHolder;

/// An exception from DANE above the effective settings of its domain.
///
/// @param until ISO 8601
public record ExceptionNotice(String sentence, String until) {

    /// Null when no exception applies.
    static @Nullable ExceptionNotice of(DestinationControls.Effective inForce, Instant now, Texts texts) {
        DaneException e = inForce.exception();
        if (e == null) {
            return null;
        }
        String end = DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM)
                .withLocale(LocaleContextHolder.getLocale())
                .format(e.until().atZone(ZoneId.systemDefault()));
        Duration left = Duration.between(now, e.until());
        String sentence = texts.of(
                "why.effective.exception",
                texts.of("why.effective." + e.support().name().toLowerCase(Locale.ROOT)),
                end,
                left.toHours(),
                left.toMinutesPart(),
                e.by());
        return new ExceptionNotice(sentence, e.until().toString());
    }
}
