package org.danegate.queue;

import java.util.List;
import java.util.Locale;

/// What is looked for among waiting messages: texts that must occur, in any case of letters; an empty text matches all.
///
/// @param sender part of the envelope sender
/// @param recipient part of the address of a recipient without an end
/// @param destination part of the domain of such a recipient
/// @param heldOnly only messages that are held
/// @param after only messages with a greater MID: the last one of the page before
/// @param limit most messages wanted, 1 to 1000
public record MessageSearch(
        String sender, String recipient, String destination, boolean heldOnly, long after, int limit) {

    /// Most messages of one page.
    public static final int MOST = 1000;

    public MessageSearch {
        sender = sender.strip().toLowerCase(Locale.ROOT);
        recipient = recipient.strip().toLowerCase(Locale.ROOT);
        destination = destination.strip().toLowerCase(Locale.ROOT);
        limit = Math.clamp(limit, 1, MOST);
    }

    /// What was found.
    ///
    /// @param messages by MID
    /// @param more true when others follow
    public record Page(List<WaitingMessage> messages, boolean more) {

        public Page {
            messages = List.copyOf(messages);
        }
    }
}
