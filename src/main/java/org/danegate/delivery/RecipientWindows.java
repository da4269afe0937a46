package org.danegate.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.danegate.policy.RecipientLimit;

/// Counts the recipients sent in the last minutes, so that no window of the limit's length ever holds more than the
/// limit. The caller passes the present limit, so a commit takes effect at once.
final class RecipientWindows {

    /// The result of a request.
    ///
    /// @param recipients how many may be sent now, 0 or more
    /// @param next when to ask again for the rest; in the past when all were granted
    record Grant(int recipients, Instant next) {}

    private record Sent(Instant at, int recipients) {}

    private record Window(Deque<Sent> sent) {

        Grant take(int wanted, RecipientLimit limit, Instant now) {
            Duration length = Duration.ofMinutes(limit.minutes());
            while (!sent.isEmpty() && !sent.getFirst().at().plus(length).isAfter(now)) {
                sent.removeFirst();
            }
            long used = sent.stream().mapToLong(Sent::recipients).sum();
            int granted = Math.clamp(limit.recipients() - used, 0, wanted);
            if (granted > 0) {
                add(granted, now);
            }
            Instant next = granted == wanted || sent.isEmpty()
                    ? now
                    : sent.getFirst().at().plus(length);
            return new Grant(granted, next);
        }

        /// Recipients sent within one second are kept as one entry, with the later time.
        private void add(int granted, Instant now) {
            Sent last = sent.peekLast();
            if (last != null && Duration.between(last.at(), now).toMillis() < 1000 && sent.size() > 1) {
                sent.removeLast();
                sent.addLast(new Sent(now, last.recipients() + granted));
            } else {
                sent.addLast(new Sent(now, granted));
            }
        }
    }

    private final Map<LimitKey, Window> windows = new ConcurrentHashMap<>();

    /// Requests to send to recipients now; those granted are counted as sent.
    Grant take(LimitKey key, int wanted, RecipientLimit limit, Instant now) {
        if (limit.recipients() == 0) {
            windows.remove(key);
            return new Grant(wanted, now);
        }
        AtomicReference<Grant> grant = new AtomicReference<>(new Grant(0, now));
        windows.compute(key, (k, known) -> {
            Window window = known == null ? new Window(new ArrayDeque<>()) : known;
            grant.set(window.take(wanted, limit, now));
            return window;
        });
        return grant.get();
    }

    /// Forgets all recipients that were sent: *Retry All Delivery* resets the counters behind the limits.
    void reset() {
        windows.clear();
    }
}
