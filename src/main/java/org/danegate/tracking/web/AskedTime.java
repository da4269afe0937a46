package org.danegate.tracking.web;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Optional;
import java.util.function.Function;

/// Reads the times of a search: from 1970 on, and before the year 9999.
final class AskedTime {

    private static final Instant END = Instant.parse("9999-01-01T00:00:00Z");

    private AskedTime() {}

    /// A time in the server's zone, or with a zone; empty when the text is none that can be searched for.
    static Optional<Instant> of(String text) {
        return read(Instant::parse, text)
                .or(() -> read(AskedTime::local, text))
                .filter(time -> !time.isBefore(Instant.EPOCH) && time.isBefore(END));
    }

    private static Instant local(String text) {
        return LocalDateTime.parse(text).atZone(ZoneId.systemDefault()).toInstant();
    }

    private static Optional<Instant> read(Function<String, Instant> reading, String text) {
        try {
            return Optional.of(reading.apply(text));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /// The time before another one, but not before 1970.
    static Instant before(Instant end, Duration length) {
        Instant begin = end.minus(length);
        return begin.isBefore(Instant.EPOCH) ? Instant.EPOCH : begin;
    }
}
