package org.danegate.tracking;

import java.time.Instant;
import org.danegate.address.OutsideText;
import org.danegate.address.ShortText;
import org.jspecify.annotations.Nullable;

/// Something that happened to a message, or to all mail of a destination.
///
/// @param rid the recipient that it concerns; -1 when it concerns the whole message or destination
/// @param destination the destination that it concerns; empty when none
/// @param via the connection that it happened on; null when there was none
/// @param reason name of the {@link org.danegate.monitor.Reason}; null when nothing failed or it is not known
/// @param text the reply or the reason in the words of the log, may be several lines; cut at
///     {@link #MOST_IN_TEXT}, and harmless to show
public record TrackedEvent(
        Instant at,
        Kind kind,
        int rid,
        String destination,
        @Nullable Via via,
        @Nullable String reason,
        String text) {

    /// The most characters of a text, but for a note about the rest.
    public static final int MOST_IN_TEXT = 8000;

    public TrackedEvent {
        text = OutsideText.lines(ShortText.of(text, MOST_IN_TEXT));
    }

    /// What happened.
    public enum Kind {
        /// The next hop accepted the recipient.
        DELIVERED,
        /// A soft bounce of the recipient.
        SOFT_BOUNCED,
        /// The recipient was given up.
        HARD_BOUNCED,
        /// The recipient was given up because its time or number of retries was used up.
        EXPIRED,
        /// A `/dev/null` route dropped the recipient.
        DROPPED,
        /// An administrator deleted recipients.
        DELETED,
        /// A bounce or a delay warning was sent about the message.
        NOTIFIED,
        /// The message was signed with DKIM.
        SIGNED,
        /// A signing profile applies to the message and it could not be signed.
        NOT_SIGNED,
        /// An attempt at the destination ended.
        ATTEMPT,
        /// All mail of the destination was deferred.
        DEFERRED;

        /// Whether it is the end of a recipient.
        public boolean isFinal() {
            return switch (this) {
                case DELIVERED, HARD_BOUNCED, EXPIRED, DROPPED, DELETED -> true;
                case SOFT_BOUNCED, NOTIFIED, SIGNED, NOT_SIGNED, ATTEMPT, DEFERRED -> false;
            };
        }
    }

    /// A delivery connection.
    ///
    /// @param address of the host, with the port
    /// @param tls protocol and cipher; empty for clear text
    /// @param dane whether DANE authenticated the host
    public record Via(long dcid, String host, String address, String tls, boolean dane) {

        private static final int MOST_OF_HOST = 300;

        public Via {
            host = OutsideText.brief(host, MOST_OF_HOST);
        }
    }
}
