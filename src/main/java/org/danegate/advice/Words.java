package org.danegate.advice;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.danegate.wording.Wording;

/// Names of causes and levels for people.
public final class Words {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'", Locale.ROOT);

    private Words() {}

    public static Wording of(Cause cause) {
        return Wording.of("advice.cause." + cause.word());
    }

    /// A time of a sentence, such as `2026-11-27 12:00 UTC`.
    static String time(Instant at) {
        return TIME.format(at.atOffset(ZoneOffset.UTC));
    }

    public static Wording of(Level level) {
        return Wording.of("advice.level." + level.word());
    }
}
