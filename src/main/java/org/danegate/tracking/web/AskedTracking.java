package org.danegate.tracking.web;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.danegate.event.TlsTag;
import org.danegate.monitor.DaneResult;
import org.danegate.tracking.SubjectWords;
import org.danegate.tracking.TrackedEvent;
import org.danegate.tracking.TrackingQuery;
import org.jspecify.annotations.Nullable;

/// A search as texts from an address; each may be empty. Spring makes it from the parameters of a request.
///
/// @param outcome an outcome's key, such as `soft-bounced`
/// @param dane `success` for deliveries to a host that DANE authenticated
/// @param tls `requiretls`, or `not-required` for messages with `TLS-Required: No` that counts
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
        String tls,
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
            TrackedEvent.Kind.DELETED,
            TrackedEvent.Kind.SIGNED,
            TrackedEvent.Kind.NOT_SIGNED);

    /// The results that are recorded with a delivery.
    private static final List<DaneResult> DANE = List.of(DaneResult.SUCCESS);

    /// What a message may ask of TLS.
    private static final List<TlsTag> TLS = List.of(TlsTag.REQUIRETLS, TlsTag.NOT_REQUIRED);

    private static final Duration BEFORE = Duration.ofDays(7);

    /// The most characters of a text; a mail address (RFC 5321 section 4.5.3.1) is the longest of all.
    static final int LONGEST = 320;

    /// @param limit 100 when it is null or empty
    public AskedTracking(
            @Nullable String sender,
            @Nullable String recipient,
            @Nullable String subject,
            @Nullable String mid,
            @Nullable String messageId,
            @Nullable String destination,
            @Nullable String outcome,
            @Nullable String dane,
            @Nullable String tls,
            @Nullable String from,
            @Nullable String to,
            @Nullable String limit,
            @Nullable String after) {
        this.sender = text(sender);
        this.recipient = text(recipient);
        this.subject = text(subject);
        this.mid = text(mid);
        this.messageId = text(messageId);
        this.destination = text(destination);
        this.outcome = text(outcome);
        this.dane = text(dane);
        this.tls = text(tls);
        this.from = text(from);
        this.to = text(to);
        this.after = text(after);
        this.limit = text(limit).isEmpty() ? "100" : text(limit);
    }

    private static String text(@Nullable String given) {
        return given == null ? "" : given;
    }

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
        bounded("sender", sender);
        bounded("recipient", recipient);
        bounded("destination", destination);
        bounded("subject", subject);
        if (!subject.isBlank() && !SubjectWords.any(subject)) {
            throw new FaultyFieldException("subject");
        }
        Instant end = time("to", to, now);
        Instant begin = time("from", from, AskedTime.before(end, BEFORE));
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
                word("dane", dane, DANE),
                word("tls", tls, TLS),
                begin,
                end,
                most(),
                place());
    }

    private static Instant time(String field, String text, Instant otherwise) {
        return text.isBlank()
                ? otherwise
                : AskedTime.of(text.strip()).orElseThrow(() -> new FaultyFieldException(field));
    }

    private static void bounded(String field, String text) {
        if (text.length() > LONGEST) {
            throw new FaultyFieldException(field);
        }
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
}
