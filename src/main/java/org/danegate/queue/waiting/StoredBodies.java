package org.danegate.queue.waiting;

import java.io.IOException;
import java.util.Map;
import org.danegate.queue.MessageBody;
import org.danegate.queue.QueueOperations;

/// Reads the bodies of waiting messages: from the cache of recent ones, or from the store. A message whose body is
/// damaged
/// is held, because it cannot be delivered as it was accepted.
public final class StoredBodies {

    private final BodyCache cache;
    private final Map<Long, QueuedMessage> messages;
    private final QueueOperations operations;

    /// @param messages index; may be read without its lock
    public StoredBodies(BodyCache cache, Map<Long, QueuedMessage> messages, QueueOperations operations) {
        this.cache = cache;
        this.messages = messages;
        this.operations = operations;
    }

    /// The body of a message; the caller closes it.
    ///
    /// @throws IOException when the message is not in the queue, or when it cannot be read and is held now
    public MessageBody read(long mid) throws IOException {
        MessageBody cached = cache.get(mid);
        if (cached != null) {
            return cached;
        }
        QueuedMessage message = messages.get(mid);
        if (message == null) {
            throw new IOException("MID " + mid + " is not in the queue");
        }
        Place place = message.place;
        try {
            return place.read();
        } catch (IOException e) {
            if (message.place != place) {
                // Copied forward meanwhile: what stored it is gone.
                return message.place.read();
            }
            operations.hold(mid);
            throw new IOException("MID " + mid + " cannot be read and is held: " + e.getMessage(), e);
        }
    }
}
