package org.danegate.queue.waiting;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.danegate.queue.Backlog;
import org.danegate.queue.QueuedDelivery.Pending;
import org.jspecify.annotations.Nullable;

/// What waits for one destination in one lane: its shares by time and by age, the counts of their recipients, and the
/// failures and pauses that all of them share. Guarded by the index's lock.
public final class LaneQueue {

    public final LaneKey key;
    private final TreeSet<Share> waiting = new TreeSet<>(Share.BY_DUE);
    private final TreeSet<Share> all = new TreeSet<>(Share.BY_AGE);
    private int active;
    /// Active recipients in `waiting`.
    private int idle;
    /// Active recipients that are leased.
    private int leased;
    /// Recipients in `waiting` that an attempt failed for.
    private int idleAttempted;
    /// The same of those that are leased or held.
    private int apartAttempted;
    /// The stop that the lanes know of; null when nothing waits.
    @Nullable
    public LaneStop stop;

    private int failures;
    private String trouble = "";
    /// Nothing is tried before this time, after a failure that all share.
    private Instant notBefore = Instant.MIN;
    /// Nothing is tried before this time, because of a limit or while delivery is suspended.
    private Instant pausedUntil = Instant.MIN;
    private Instant hastened = Instant.MIN;

    public LaneQueue(LaneKey key) {
        this.key = key;
    }

    /// The time before which nothing is tried, whatever is due.
    public Instant opens() {
        return notBefore.isAfter(pausedUntil) ? notBefore : pausedUntil;
    }

    /// When something in it may be tried next, as its shares are now; null when nothing waits.
    @Nullable
    public LaneStop next() {
        if (waiting.isEmpty()) {
            return null;
        }
        Instant first = waiting.first().due;
        Instant opens = opens();
        return new LaneStop(opens.isAfter(first) ? opens : first, key);
    }

    public boolean isEmpty() {
        return all.isEmpty();
    }

    /// Recipients that are neither leased nor held.
    public int idle() {
        return idle;
    }

    /// Puts a share in; it is leased when due, unless it is held.
    public void add(Share share) {
        share.leased = false;
        share.failuresSeen = failures;
        share.refreshDue();
        share.counted = share.pending().size();
        share.attempted = share.attemptedRecipients();
        active += share.counted;
        all.add(share);
        if (share.message.held) {
            apartAttempted += share.attempted;
        } else {
            waiting.add(share);
            idle += share.counted;
            idleAttempted += share.attempted;
        }
    }

    /// Forgets a share.
    public void remove(Share share) {
        boolean waited = !share.leased && waiting.remove(share);
        if (waited) {
            notIdle(share);
        }
        fold(share);
        if (all.remove(share)) {
            apartAttempted -= waited ? 0 : share.attempted;
            active -= share.counted;
            leased -= share.leased ? share.counted : 0;
        }
    }

    /// Takes a share; it stays counted while it is leased.
    public void lease(Share share) {
        if (waiting.remove(share)) {
            notIdle(share);
            apartAttempted += share.attempted;
        }
        fold(share);
        share.leased = true;
        leased += share.counted;
    }

    /// A share is in `waiting` no more: its recipients and those attempted of them are uncounted there.
    private void notIdle(Share share) {
        if (failures > share.failuresSeen) {
            share.attempted = share.counted;
        }
        idle -= share.counted;
        idleAttempted -= share.attempted;
    }

    /// Adds the lane's failures to the share's own attempts.
    private void fold(Share share) {
        int more = failures - share.failuresSeen;
        if (more > 0 && !share.apart()) {
            share.addFailures(more, trouble);
        }
        share.failuresSeen = failures;
    }

    /// Takes shares that are due, oldest first.
    public List<Share> leaseDue(int most, Instant now) {
        List<Share> taken = new ArrayList<>();
        while (taken.size() < most && !waiting.isEmpty()) {
            Share first = waiting.first();
            if (first.due.isAfter(now)) {
                break;
            }
            lease(first);
            taken.add(first);
        }
        return taken;
    }

    /// Takes shares, oldest first, due or not, as long as they were received at or before a time or have at least
    /// that many attempts.
    public List<Share> leaseSpent(Instant receivedUntil, int attempts, int most) {
        List<Share> taken = new ArrayList<>();
        for (Share share : all) {
            boolean old = !share.message.receivedAt.isAfter(receivedUntil);
            boolean tried = share.attempts() + failures - share.failuresSeen >= attempts;
            if (taken.size() >= most || !old && !tried) {
                break;
            }
            if (!share.apart()) {
                lease(share);
                taken.add(share);
            }
        }
        return taken;
    }

    /// Records one failed attempt that all its waiting mail shares; nothing is due before `until`.
    public void defer(Instant until, String reason) {
        failures++;
        idleAttempted = idle;
        trouble = reason;
        notBefore = until;
    }

    /// Keeps everything from being leased before `until`.
    public void pause(Instant until) {
        pausedUntil = until;
    }

    /// Makes everything that waits due now; returns how many recipients were not due before.
    public int hasten(Instant now) {
        hastened = now;
        int recipients = reopen(now);
        List<Share> later = waiting.stream().filter(s -> s.due.isAfter(now)).toList();
        for (Share share : later) {
            waiting.remove(share);
            recipients += share.hasten(now);
            share.refreshDue();
            waiting.add(share);
        }
        return recipients;
    }

    /// When {@link #hasten} was last called.
    public Instant hastened() {
        return hastened;
    }

    /// Ends the wait after a shared failure; returns how many recipients were due but for it.
    private int reopen(Instant now) {
        if (!notBefore.isAfter(now)) {
            return 0;
        }
        notBefore = Instant.MIN;
        return waiting.stream()
                .takeWhile(s -> !s.due.isAfter(now))
                .mapToInt(s -> s.counted)
                .sum();
    }

    public Backlog backlog() {
        return active == 0
                ? Backlog.EMPTY
                : new Backlog(
                        active,
                        all.size(),
                        all.first().message.receivedAt,
                        stop == null ? Instant.MAX : stop.due(),
                        leased,
                        active - leased - idle,
                        idleAttempted + apartAttempted,
                        pausedUntil);
    }

    /// All its shares, oldest first.
    public Stream<Share> byAge() {
        return all.stream();
    }

    /// The recipients of a share with what they share with their lane.
    public List<Pending> pending(Share share) {
        if (share.apart()) {
            return share.pending();
        }
        int more = failures - share.failuresSeen;
        Instant opens = opens();
        return share.pending().stream()
                .map(p -> Share.failed(
                        p, more, more > 0 ? trouble : p.lastTrouble(), opens.isAfter(p.due()) ? opens : p.due()))
                .toList();
    }

    /// The recipients of a share with the failed attempts that they share with their lane.
    public List<Pending> attempted(Share share) {
        int more = share.apart() ? 0 : failures - share.failuresSeen;
        return more == 0
                ? share.pending()
                : share.pending().stream()
                        .map(p -> Share.failed(p, more, trouble, p.due()))
                        .toList();
    }
}
