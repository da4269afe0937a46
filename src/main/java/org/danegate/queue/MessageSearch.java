package org.danegate.queue;

import java.util.List;
import java.util.Locale;

/// A search among waiting messages. Each text must occur, ignoring case; an empty text matches all.
///
/// @param sender part of the envelope sender
/// @param recipient part of the address of a recipient that is not finished
/// @param destination part of the domain of such a recipient
/// @param heldOnly only messages that are held
/// @param requireTlsOnly only messages with REQUIRETLS
/// @param after only messages with a greater MID: the last one of the previous page
/// @param limit the most messages returned, 1 to 1000
public record MessageSearch(
        String sender,
        String recipient,
        String destination,
        boolean heldOnly,
        boolean requireTlsOnly,
        long after,
        int limit) {

    /// The most messages on one page.
    public static final int MOST = 1000;

    /// A search whatever messages ask of TLS.
    public MessageSearch(String sender, String recipient, String destination, boolean heldOnly, long after, int limit) {
        this(sender, recipient, destination, heldOnly, false, after, limit);
    }

    public MessageSearch {
        sender = sender.strip().toLowerCase(Locale.ROOT);
        recipient = recipient.strip().toLowerCase(Locale.ROOT);
        destination = destination.strip().toLowerCase(Locale.ROOT);
        limit = Math.clamp(limit, 1, MOST);
    }

    /// The messages found.
    ///
    /// @param messages by MID
    /// @param more true when more messages follow
    public record Page(List<WaitingMessage> messages, boolean more) {

        public Page {
            messages = List.copyOf(messages);
        }
    }
}
