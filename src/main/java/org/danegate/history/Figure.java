package org.danegate.history;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What is recorded over time. Each figure is a column of the table `history_slice`, under its name in lower case.
public enum Figure {
    /// Messages that a listener accepted.
    ACCEPTED_MESSAGES,
    /// Octets of these messages.
    ACCEPTED_BYTES,
    /// Connections of clients to listeners.
    CONNECTIONS_IN,
    /// Delivered recipients.
    DELIVERED,
    /// Soft bounces: events, not recipients, as a recipient may bounce several times.
    SOFT_BOUNCED,
    /// Recipients given up.
    HARD_BOUNCED,
    /// Those of them that were given up because their time or number of retries was used up.
    EXPIRED,
    /// Milliseconds from acceptance to delivery, summed over the delivered recipients.
    QUEUED_MILLIS,
    /// Delivery connections that opened.
    CONNECTIONS_OUT,
    /// Attempts to open a delivery connection that failed.
    CONNECTIONS_FAILED,
    /// Delivery connections with TLS.
    TLS_SUCCESS,
    /// Those of them with TLS 1.2.
    TLS_1_2,
    /// Those of them with TLS 1.3.
    TLS_1_3,
    /// Delivery connections on which TLS failed.
    TLS_FAILED,
    /// Delivery connections on which mail was sent in clear text.
    CLEAR,
    /// Attempts that ended with DANE success.
    DANE_SUCCESS,
    /// Attempts that fell back from DANE, as opportunistic DANE may.
    DANE_FALLBACK,
    /// Attempts that DANE refused.
    DANE_FAIL,
    /// Attempts that could not be decided because a DNS lookup failed; the mail waits.
    DANE_WAITING,
    /// Milliseconds of processor time that this process used.
    PROCESSOR_MILLIS,
    /// The most active recipients at any minute.
    ACTIVE_RECIPIENTS(Sum.MOST),
    /// The greatest age of the oldest active recipient at any minute, in seconds.
    OLDEST_SECONDS(Sum.MOST),
    /// The most memory that this process held at any minute, in MiB.
    MEMORY_MIB(Sum.MOST);

    /// How several values of a figure make one.
    public enum Sum {
        /// They are added: the figure counts events.
        TOTAL,
        /// The greatest one is kept: the figure is a level.
        MOST
    }

    private final Sum sum;

    Figure() {
        this(Sum.TOTAL);
    }

    Figure(Sum sum) {
        this.sum = sum;
    }

    /// How several values make one.
    public Sum sum() {
        return sum;
    }

    /// Combines two values, as {@link #sum()} says.
    long combine(long one, long other) {
        return sum == Sum.TOTAL ? one + other : Math.max(one, other);
    }

    /// The column of the table.
    String column() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The name in the HTTP API and in files, such as `softBounced`.
    public String key() {
        return Keys.of(this);
    }

    /// The figure with a key of the HTTP API.
    public static Optional<Figure> ofKey(String key) {
        return Arrays.stream(values())
                .filter(figure -> figure.key().equals(key))
                .findFirst();
    }
}
