package org.danegate.queue;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.danegate.event.Lane;

/// The durable queue. Messages are accepted once, handed out per destination under leases, and settled per recipient.
/// One process may lease a (message, destination) pair at a time; a lease that is neither settled nor released ends
/// with the process (embedded store) or by its own time (a store that several nodes share).
///
/// Consistency: `accept` and `settle` are atomic per message. `backlogs` may lag by a moment.
public interface MessageQueue extends AutoCloseable {

    /// The next MID. It is unique in this queue for ever and counts up, also across restarts.
    long nextMid();

    /// Accepts a message. When this returns, the message survives `kill -9` and power loss (flushed to disk).
    ///
    /// @throws QueueFullException when there is no room: the sender gets 452
    /// @throws IOException when the store cannot write: the sender gets 451
    void accept(NewMessage message) throws IOException;

    /// Destinations that have unleased recipients due at `now`, longest waiting first.
    List<String> due(Instant now, int limit);

    /// Leases messages of a destination with recipients due at `now`, oldest first. All are of one lane: the one
    /// that has been due longest. Empty when nothing is due.
    List<QueuedDelivery> lease(String destination, int maxMessages, Instant now);

    /// The same for one lane.
    List<QueuedDelivery> lease(String destination, Lane lane, int maxMessages, Instant now);

    /// Records the results of recipients of a lease and ends the lease. Recipients of the lease that are not named
    /// are due again at once. The record becomes durable soon; the caller does not wait for the disk. True when the
    /// message has no recipients left and is gone from the queue.
    boolean settle(QueuedDelivery lease, List<Settlement> settlements);

    /// Leases messages of a destination and lane, oldest first, due or not, whose bounce profile is exhausted: they
    /// were received at or before a time, or have a recipient with at least that many attempts. Stops at the first
    /// message that meets neither condition.
    List<QueuedDelivery> leaseSpent(
            String destination, Lane lane, Instant receivedUntil, int attempts, int maxMessages);

    /// Records one failed attempt for everything of a destination and lane that is neither leased nor held. The
    /// cost is the same for one message and for a million. Each recipient counts an attempt, and none is due before
    /// `until`. Durable as with `settle`.
    ///
    /// @param trouble reason, for people
    /// @return recipients that the attempt counts for
    int defer(String destination, Lane lane, Instant until, String trouble);

    /// Keeps everything of a destination from being leased or reported as due before `until`. This counts no
    /// attempt and ends with the process.
    void pause(String destination, Instant until);

    /// The same for one lane of a destination.
    void pause(String destination, Lane lane, Instant until);

    /// The message as it was accepted: octets with CRLF line ends, checked to be complete and undamaged. The caller
    /// closes it.
    ///
    /// @throws IOException when it does not exist or cannot be read
    MessageBody body(long mid) throws IOException;

    /// A file for an incoming message, on the disk where the message would be stored.
    ///
    /// @throws QueueFullException when there is no room
    /// @throws IOException when it cannot be made
    ScratchFile scratch() throws IOException;

    /// When the next recipient that is neither leased nor due becomes due; {@link Instant#MAX} when none.
    Instant nextDue(Instant now);

    /// Makes all waiting recipients of a destination due now; returns how many were not due before.
    int retryNow(String destination);

    /// Makes all waiting recipients due now; returns how many were not due before.
    int retryAllNow();

    /// Whether mail of a destination was made due by {@link #retryNow} or {@link #retryAllNow} at or after a time.
    /// Known
    /// for as long as mail waits for it.
    boolean isWanted(String destination, Instant since);

    /// The waiting mail per destination; leased recipients count too. The map is the caller's own.
    Map<String, Backlog> backlogs();

    /// The waiting mail of one destination; an empty backlog when nothing waits.
    Backlog backlog(String destination);

    /// Waiting messages of a destination, oldest first, for pages.
    List<QueuedDelivery> waiting(String destination, int limit);

    /// Called (briefly, from any thread) when new work may be due: after accept, retry and settle.
    void onWork(Runnable wake);

    /// Flushes everything and closes the store.
    @Override
    void close();
}
