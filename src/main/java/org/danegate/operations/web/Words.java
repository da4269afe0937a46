package org.danegate.operations.web;

import java.time.Duration;
import java.time.Instant;
import org.danegate.console.Texts;
import org.jspecify.annotations.Nullable;
import org.springframework.context.i18n.LocaleContextHolder;

/// The wording of waiting mail on pages.
final class Words {

    private Words() {}

    /// Null for the earliest and latest times, which mean "none".
    static @Nullable Instant time(Instant time) {
        return time.equals(Instant.MAX) || time.equals(Instant.MIN) ? null : time;
    }

    /// With separators between thousands.
    static String number(long number) {
        return String.format(LocaleContextHolder.getLocale(), "%,d", number);
    }

    /// `now`, `in 12 min`, or a dash when it will not be tried automatically.
    static String until(Instant then, Instant now, Texts texts) {
        if (time(then) == null) {
            return "—";
        }
        return then.isAfter(now) ? texts.of("monitor.in", span(Duration.between(now, then))) : texts.of("monitor.now");
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

    /// `512 B`, `4 KiB`, `12 MiB`.
    static String size(long octets) {
        if (octets < 1024) {
            return octets + " B";
        }
        return octets < 1 << 20 ? number(octets >> 10) + " KiB" : number(octets >> 20) + " MiB";
    }
}
