package org.danegate.history.web;

import java.time.Instant;
import java.util.Arrays;
import org.danegate.history.HistoryRange;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;

/// The range that an address asks for.
final class Spans {

    private Spans() {}

    /// The span with a key, such as `24h`.
    ///
    /// @throws ResponseStatusException 400 when there is none
    static HistoryRange.Span of(String key) {
        return Arrays.stream(HistoryRange.Span.values())
                .filter(span -> span.key().equals(key))
                .findFirst()
                .orElseThrow(() ->
                        new ResponseStatusException(HttpStatus.BAD_REQUEST, "range must be one of 24h, 7d, 30d, 90d"));
    }

    /// The range of a span, up to a time.
    static HistoryRange range(String key, Instant now) {
        return of(key).until(now);
    }
}
