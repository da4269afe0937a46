package org.danegate.monitor.web;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Locale;
import java.util.Optional;
import org.danegate.address.DomainName;
import org.danegate.console.Texts;
import org.danegate.monitor.DaneResult;
import org.jspecify.annotations.Nullable;
import org.springframework.context.i18n.LocaleContextHolder;

/// The wording of monitor values on pages. Unknown is a dash, never 0.
final class Words {

    static final String UNKNOWN = "—";

    private static final Duration SOON = Duration.ofHours(6);
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

    private Words() {}

    /// The destination in the form in which it is counted; empty when the text is not a domain.
    static Optional<String> domain(String text) {
        try {
            return Optional.of(
                    text.startsWith("[")
                            ? text.toLowerCase(Locale.ROOT)
                            : DomainName.parse(text).ascii());
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /// Null for the earliest and latest times, which mean "none".
    static @Nullable Instant time(Instant time) {
        return time.equals(Instant.MAX) || time.equals(Instant.EPOCH) ? null : time;
    }

    /// `3 h`, `12 min`, `8 s`.
    static String span(Duration span) {
        long seconds = Math.max(0, span.toSeconds());
        if (seconds < 60) {
            return seconds + " s";
        }
        if (seconds < 3600) {
            return seconds / 60 + " min";
        }
        return seconds < 172_800 ? seconds / 3600 + " h" : seconds / 86_400 + " d";
    }

    static String ago(Instant then, Instant now) {
        return time(then) == null ? UNKNOWN : span(Duration.between(then, now));
    }

    static String until(Instant then, Instant now, Texts texts) {
        if (time(then) == null) {
            return UNKNOWN;
        }
        return then.isAfter(now) ? texts.of("monitor.in", span(Duration.between(now, then))) : texts.of("monitor.now");
    }

    /// How long it is until then, without a preposition: for a column whose head says what it is.
    static String left(Instant then, Instant now, Texts texts) {
        if (time(then) == null) {
            return UNKNOWN;
        }
        return then.isAfter(now) ? span(Duration.between(now, then)) : texts.of("monitor.now");
    }

    /// Whether a time is less than 6 hours away, or past.
    static boolean soon(Instant then, Instant now) {
        return time(then) != null && then.isBefore(now.plus(SOON));
    }

    /// `14:05:09`; with the date when that is not today.
    static String clock(Instant then, Instant now) {
        ZonedDateTime time = then.atZone(ZoneId.systemDefault());
        DateTimeFormatter form = time.toLocalDate().equals(LocalDate.ofInstant(now, ZoneId.systemDefault()))
                ? CLOCK
                : DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM).withLocale(LocaleContextHolder.getLocale());
        return time.format(form);
    }

    /// With thousands separators, in the reader's form.
    static String number(long number) {
        return String.format(LocaleContextHolder.getLocale(), "%,d", number);
    }

    /// The badge style for a DANE result.
    static String kind(@Nullable DaneResult result) {
        return switch (result) {
            case null -> "unknown";
            case SUCCESS -> "good";
            case FAIL -> "bad";
            case FALLBACK -> "warn";
            case WAITING_FOR_DNS, NOT_REACHED -> "wait";
            case NOT_ASKED -> "unknown";
        };
    }
}
