package org.danegate.queue.waiting;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.danegate.queue.MessageSearch;
import org.danegate.queue.WaitingMessage;

/// Finds waiting messages for administrators.
public final class MessageFinder {

    private static final int LOOKED_AT_ONCE = 500;

    private final ReentrantLock lock;
    private final Map<Long, QueuedMessage> messages;
    private final Lanes lanes;

    /// @param lock guards the others
    /// @param messages index; its keys may be read without the lock
    public MessageFinder(ReentrantLock lock, Map<Long, QueuedMessage> messages, Lanes lanes) {
        this.lock = lock;
        this.messages = messages;
        this.lanes = lanes;
    }

    /// The messages that match, oldest first. The lock is held for a portion at a time, so that delivery does not
    /// wait for a search among many.
    public MessageSearch.Page find(MessageSearch search) {
        long[] mids = messages.keySet().stream()
                .mapToLong(Long::longValue)
                .filter(mid -> mid > search.after())
                .sorted()
                .toArray();
        List<WaitingMessage> found = new ArrayList<>();
        for (int from = 0; from < mids.length && found.size() <= search.limit(); from += LOOKED_AT_ONCE) {
            lookAt(mids, from, search, found);
        }
        boolean more = found.size() > search.limit();
        return new MessageSearch.Page(more ? found.subList(0, search.limit()) : found, more);
    }

    private void lookAt(long[] mids, int from, MessageSearch search, List<WaitingMessage> found) {
        lock.lock();
        try {
            for (int i = from; i < Math.min(mids.length, from + LOOKED_AT_ONCE); i++) {
                QueuedMessage message = messages.get(mids[i]);
                if (message != null && matches(message, search)) {
                    found.add(shown(message));
                    if (found.size() > search.limit()) {
                        return;
                    }
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private static boolean matches(QueuedMessage message, MessageSearch search) {
        return (message.held || !search.heldOnly())
                && (message.envelope.tls().isRequireTls() || !search.requireTlsOnly())
                && contains(message.envelope.sender(), search.sender())
                && message.shares().stream()
                        .anyMatch(s -> contains(s.destination, search.destination())
                                && (search.recipient().isEmpty()
                                        || s.pending().stream()
                                                .anyMatch(p ->
                                                        contains(p.address().text(), search.recipient()))));
    }

    private static boolean contains(String text, String part) {
        return part.isEmpty() || text.toLowerCase(Locale.ROOT).contains(part);
    }

    /// A message for pages. Called under the lock.
    public WaitingMessage shown(QueuedMessage m) {
        return new WaitingMessage(
                m.mid,
                m.envelope,
                m.receivedAt,
                m.size,
                m.held,
                m.recipients(lanes::pending),
                m.shares().stream()
                        .filter(s -> s.leased)
                        .map(s -> s.destination)
                        .collect(Collectors.toSet()));
    }
}
