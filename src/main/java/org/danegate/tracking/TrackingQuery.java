package org.danegate.tracking;

import java.time.Instant;
import org.danegate.event.TlsTag;
import org.danegate.monitor.DaneResult;
import org.jspecify.annotations.Nullable;

/// What to search for. All conditions must hold; those left empty hold for every message.
///
/// @param sender an address, the beginning of one, a domain, or `@` and a domain
/// @param recipient the same
/// @param subject words that the subject contains
/// @param mid 0 for any
/// @param messageId as in the header; the angle brackets may be left out
/// @param destination a destination domain
/// @param outcome an event that the message has; null for any
/// @param dane a DANE result that a delivery of the message has; null for any
/// @param tls what the message asks of TLS; null for any
/// @param from received at or after this time
/// @param to received before this time
/// @param limit most messages, 1 to {@link #MOST}
/// @param after continues after a message of an earlier answer; null to begin with the newest one
public record TrackingQuery(
        String sender,
        String recipient,
        String subject,
        long mid,
        String messageId,
        String destination,
        TrackedEvent.@Nullable Kind outcome,
        @Nullable DaneResult dane,
        @Nullable TlsTag tls,
        Instant from,
        Instant to,
        int limit,
        @Nullable After after) {

    /// The most messages of an answer.
    public static final int MOST = 1000;

    private static final Instant END = Instant.parse("9999-12-31T00:00:00Z");

    /// A search whatever messages ask of TLS.
    public TrackingQuery(
            String sender,
            String recipient,
            String subject,
            long mid,
            String messageId,
            String destination,
            TrackedEvent.@Nullable Kind outcome,
            @Nullable DaneResult dane,
            Instant from,
            Instant to,
            int limit,
            @Nullable After after) {
        this(sender, recipient, subject, mid, messageId, destination, outcome, dane, null, from, to, limit, after);
    }

    /// The newest message with a MID.
    static TrackingQuery ofMid(long mid) {
        return new TrackingQuery("", "", "", mid, "", "", null, null, Instant.EPOCH, END, 1, null);
    }

    /// A message that an answer ended with.
    public record After(Instant receivedAt, long mid) {

        /// The place of a message.
        static After of(FoundMessage found) {
            return new After(found.message().receivedAt(), found.message().mid());
        }

        /// The text for addresses.
        public String text() {
            return receivedAt.toEpochMilli() + "-" + mid;
        }

        /// Reads such a text.
        ///
        /// @throws IllegalArgumentException when it is none
        public static After of(String text) {
            int dash = text.indexOf('-');
            if (dash < 0) {
                throw new IllegalArgumentException("after is not a place in a list");
            }
            return new After(
                    Instant.ofEpochMilli(Long.parseLong(text.substring(0, dash))),
                    Long.parseLong(text.substring(dash + 1)));
        }
    }
}
