package org.danegate.monitor.web;

import java.time.Duration;
import java.time.Instant;
import org.danegate.console.Texts;
import org.danegate.policy.DaneException;
import org.danegate.policy.DaneSupport;
import org.jspecify.annotations.Nullable;

/// An exception from DANE, in words.
///
/// @param until ISO 8601, for the countdown
/// @param left time until then, such as `23 h`
record ShownException(String sentence, String until, String left, String reason) {

    /// Null when there is none.
    static @Nullable ShownException of(@Nullable DaneException e, Instant now, Texts texts) {
        return e == null
                ? null
                : new ShownException(
                        texts.of(
                                "why.exception.holds." + (e.support() == DaneSupport.NONE ? "none" : "opportunistic"),
                                Words.clock(e.until(), now),
                                e.by()),
                        e.until().toString(),
                        Words.span(Duration.between(now, e.until())),
                        e.reason());
    }
}
