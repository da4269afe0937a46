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

/// One run at a destination as other threads see it: which messages it has in hand, how long it has got no further, and
/// how to break it off. Its own thread tells it what it does.
final class Attempt {

    /// Who broke an attempt off, which says what becomes of its mail.
    enum Breach {
        /// An administrator: the mail was not tried, and waits as before.
        ORDERED,
        /// The engine, for other mail that waits: the receiver had its chance, and the attempt failed.
        TOO_SLOW
    }

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

    /// @param redirected where the destination's mail goes instead, as was ordered when the attempt began
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

    /// Whether more may be leased for the destination just now.
    boolean mayTake() {
        return !all.barred(destination);
    }

    void took(long mid) {
        inHand.add(mid);
    }

    void settled(long mid) {
        inHand.remove(mid);
    }

    /// Whether a message may be in hand: it is there from its lease to some moment after its settling.
    boolean has(long mid) {
        return inHand.contains(mid);
    }

    /// A message got through: the receiver is at work.
    void gotFurther() {
        since = System.nanoTime();
        InetSocketAddress with = peer;
        if (with != null) {
            all.took(with);
        }
    }

    /// How long it has got no further.
    Duration stuckFor() {
        return Duration.ofNanos(System.nanoTime() - since);
    }

    /// Whether it speaks with an address.
    boolean isAt(InetSocketAddress address) {
        return address.equals(peer);
    }

    /// How long it has got no further where it is.
    Duration stuckThereFor() {
        return Duration.ofNanos(System.nanoTime() - Math.max(since, there));
    }

    /// How long the receiver has owed the answer to a whole message; zero when it owes none.
    Duration inDoubtFor() {
        lock.lock();
        try {
            return line == null ? Duration.ZERO : line.inDoubtFor();
        } finally {
            lock.unlock();
        }
    }

    /// An order stands against going on; its time begins to count with the first call.
    Duration unwantedFor() {
        Long first = unwantedSince;
        long now = System.nanoTime();
        if (first == null) {
            unwantedSince = now;
            return Duration.ZERO;
        }
        return Duration.ofNanos(now - first);
    }

    /// It is about to connect there.
    void headsFor(InetSocketAddress address) {
        there = System.nanoTime();
        peer = address;
    }

    /// What is spoken over from now on. A conversation that an attempt broken off would begin is cut at once.
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

    /// The conversation is left to itself: nothing of this attempt's mail goes over it any more.
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
    /// @param because for people, said of the attempt
    /// @return false when it was left alone, as the receiver's answer to a whole message is due
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
