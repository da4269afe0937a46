package org.danegate.tracking.web;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.danegate.monitor.DaneResult;
import org.danegate.tracking.TrackedEvent;
import org.danegate.tracking.TrackingQuery;
import org.jspecify.annotations.Nullable;

/// A search as texts from an address; each may be empty.
///
/// @param outcome an outcome's key, such as `soft-bounced`
/// @param dane a DANE result's key, such as `success`
/// @param from date and time in the server's zone, or with a zone; empty for seven days before the end
/// @param to the same; empty for now
/// @param limit most messages
/// @param after place in an earlier answer
public record AskedTracking(
        String sender,
        String recipient,
        String subject,
        String mid,
        String messageId,
        String destination,
        String outcome,
        String dane,
        String from,
        String to,
        String limit,
        String after) {

    /// The outcomes that can be searched for.
    static final List<TrackedEvent.Kind> OUTCOMES = List.of(
            TrackedEvent.Kind.DELIVERED,
            TrackedEvent.Kind.SOFT_BOUNCED,
            TrackedEvent.Kind.HARD_BOUNCED,
            TrackedEvent.Kind.EXPIRED,
            TrackedEvent.Kind.DROPPED,
            TrackedEvent.Kind.DELETED);

    private static final Duration BEFORE = Duration.ofDays(7);

    /// A value that cannot be searched for.
    static final class FaultyFieldException extends RuntimeException {

        private static final long serialVersionUID = 1;
        private final String field;

        FaultyFieldException(String field) {
            super("tracking.fault." + field);
            this.field = field;
        }

        /// The field with the value.
        String field() {
            return field;
        }
    }

    /// Reads the texts.
    ///
    /// @throws FaultyFieldException when one of them cannot be searched for
    TrackingQuery query(Instant now) {
        Instant end = time("to", to, now);
        Instant begin = time("from", from, end.minus(BEFORE));
        if (!begin.isBefore(end)) {
            throw new FaultyFieldException("from");
        }
        return new TrackingQuery(
                sender,
                recipient,
                subject,
                number(),
                messageId,
                destination,
                word("outcome", outcome, OUTCOMES),
                word("dane", dane, List.of(DaneResult.values())),
                begin,
                end,
                most(),
                place());
    }

    private long number() {
        String digits = mid.strip();
        if (digits.isEmpty()) {
            return 0;
        }
        if (!digits.matches("[1-9][0-9]{0,17}")) {
            throw new FaultyFieldException("mid");
        }
        return Long.parseLong(digits);
    }

    private int most() {
        if (!limit.matches("[1-9][0-9]{0,3}") || Integer.parseInt(limit) > TrackingQuery.MOST) {
            throw new FaultyFieldException("limit");
        }
        return Integer.parseInt(limit);
    }

    private TrackingQuery.@Nullable After place() {
        try {
            return after.isEmpty() ? null : TrackingQuery.After.of(after);
        } catch (IllegalArgumentException e) {
            throw new FaultyFieldException("after");
        }
    }

    private static Instant time(String field, String text, Instant otherwise) {
        if (text.isBlank()) {
            return otherwise;
        }
        return first(
                        text.strip(),
                        Instant::parse,
                        local -> LocalDateTime.parse(local)
                                .atZone(ZoneId.systemDefault())
                                .toInstant())
                .orElseThrow(() -> new FaultyFieldException(field));
    }

    @SafeVarargs
    private static Optional<Instant> first(String text, Function<String, Instant>... readings) {
        for (Function<String, Instant> reading : readings) {
            try {
                return Optional.of(reading.apply(text));
            } catch (DateTimeException e) {
                // The next reading may fit.
            }
        }
        return Optional.empty();
    }

    private static <E extends Enum<E>> @Nullable E word(String field, String text, List<E> words) {
        if (text.isBlank()) {
            return null;
        }
        return words.stream()
                .filter(word ->
                        key(word).equals(text.strip().toLowerCase(Locale.ROOT).replace('_', '-')))
                .findFirst()
                .orElseThrow(() -> new FaultyFieldException(field));
    }

    /// A word in addresses, such as `soft-bounced`.
    static String key(Enum<?> word) {
        return word.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// Whether nothing is searched for.
    boolean isEmpty() {
        return Arrays.asList(sender, recipient, subject, mid, messageId, destination, outcome, dane, from, to).stream()
                .allMatch(String::isBlank);
    }
}
