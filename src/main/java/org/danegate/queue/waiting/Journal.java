package org.danegate.queue.waiting;

import java.time.Instant;
import java.util.List;
import org.danegate.event.Lane;
import org.danegate.queue.QueuedDelivery;
import org.danegate.queue.Settlement;

/// Notes what changed in the index, so that it survives. It is called under the index's lock, after the change, and
/// does
/// not wait: what it notes becomes durable soon, in the order of the calls.
public interface Journal {

    /// Recipients of a message at a destination have results.
    ///
    /// @param share without the recipients that are done
    /// @param gone whether nobody of the whole message waits any more
    void settled(QueuedMessage message, Share share, List<Settlement> results, boolean gone);

    /// Results of a lease of a message that is not in the index any more: somebody else has it.
    void late(QueuedDelivery lease, List<Settlement> results);

    /// A message is held, or released.
    void held(QueuedMessage message, boolean held);

    /// One failed attempt counts for everything of a destination and lane that is neither leased nor held.
    void deferred(String destination, Lane lane, Instant until, String trouble);
}
