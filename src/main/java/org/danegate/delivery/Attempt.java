package org.danegate.delivery;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.danegate.queue.DestinationOrders.Redirect;
import org.danegate.smtp.Line;
import org.danegate.smtp.Line.Doubt;
import org.jspecify.annotations.Nullable;

/// One run at a destination as other threads see it: which messages it holds, how long it has made no progress, and how
/// to break it off. The thread of the run reports here what it does.
final class Attempt {

    private final Attempts all;
    private final String destination;
    private final Optional<Redirect> redirected;
    private final Set<Long> inHand = ConcurrentHashMap.newKeySet();
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Line line;
    private volatile @Nullable InetSocketAddress peer;
    private volatile long there = System.nanoTime();
    private @Nullable Breach breach;
    private @Nullable String why;
    private volatile long since = System.nanoTime();
    private volatile @Nullable Long unwantedSince;

    /// @param redirected where the destination's mail goes instead, by the redirection in force when the
    ///     attempt began
    Attempt(Attempts all, String destination, Optional<Redirect> redirected) {
        this.all = all;
        this.destination = destination;
        this.redirected = redirected;
    }

    String destination() {
        return destination;
    }

    Optional<Redirect> redirected() {
        return redirected;
    }

    /// Whether more mail may be leased for the destination now.
    boolean mayTake() {
        return !all.barred(destination);
    }

    void took(long mid) {
        inHand.add(mid);
    }

    void settled(long mid) {
        inHand.remove(mid);
    }

    /// Whether the attempt may hold a message. It is held from its lease until shortly after it is settled.
    boolean has(long mid) {
        return inHand.contains(mid);
    }

    /// Records that a message got through: the receiver makes progress.
    void gotFurther() {
        since = System.nanoTime();
        InetSocketAddress with = peer;
        if (with != null) {
            all.shares().took(with);
        }
    }

    /// How long the attempt has made no progress.
    Duration stuckFor() {
        return Duration.ofNanos(System.nanoTime() - since);
    }

    /// Whether the attempt is connected or about to connect to an address.
    boolean isAt(InetSocketAddress address) {
        return address.equals(peer);
    }

    /// How long the attempt has made no progress at its present address.
    Duration stuckThereFor() {
        return Duration.ofNanos(System.nanoTime() - Math.max(since, there));
    }

    /// How long the receiver has owed the reply to a complete message; zero when it owes none.
    Duration inDoubtFor() {
        lock.lock();
        try {
            return line == null ? Duration.ZERO : line.inDoubtFor();
        } finally {
            lock.unlock();
        }
    }

    /// How long an order has required the attempt to end. The time counts from the first call.
    Duration unwantedFor() {
        Long first = unwantedSince;
        long now = System.nanoTime();
        if (first == null) {
            unwantedSince = now;
            return Duration.ZERO;
        }
        return Duration.ofNanos(now - first);
    }

    /// Records that the attempt is about to connect to an address.
    void headsFor(InetSocketAddress address) {
        there = System.nanoTime();
        peer = address;
    }

    /// Sets the conversation in use from now on. If the attempt is already broken off, the conversation is cut
    /// at once.
    void over(Line conversation, InetSocketAddress with) {
        lock.lock();
        try {
            line = conversation;
            there = System.nanoTime();
            peer = with;
            if (why != null) {
                conversation.cut(why, Doubt.AVOID);
            }
        } finally {
            lock.unlock();
        }
    }

    /// Detaches the conversation: none of this attempt's mail goes over it any more.
    void left() {
        lock.lock();
        try {
            line = null;
            peer = null;
        } finally {
            lock.unlock();
        }
    }

    /// Breaks the attempt off.
    ///
    /// @param because the reason in words for people, with the attempt as its subject
    /// @return false when the attempt continues because the receiver's reply to a complete message is due
    boolean breakOff(Breach by, String because, Doubt doubt) {
        lock.lock();
        try {
            if (line != null && !line.cut(because, doubt)) {
                return false;
            }
            if (breach == null) {
                breach = by;
                why = because;
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /// Whether an administrator broke it off.
    boolean ordered() {
        return breach() == Breach.ORDERED;
    }

    /// Whether it was broken off for other mail that waited.
    boolean tooSlow() {
        return breach() == Breach.TOO_SLOW;
    }

    /// Whether it was broken off at all.
    boolean broken() {
        return breach() != null;
    }

    /// Why it was broken off, for people; null when it was not.
    @Nullable
    String brokenBecause() {
        lock.lock();
        try {
            return why;
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Breach breach() {
        lock.lock();
        try {
            return breach;
        } finally {
            lock.unlock();
        }
    }
}
