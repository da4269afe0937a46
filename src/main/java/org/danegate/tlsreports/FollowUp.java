package org.danegate.tlsreports;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.danegate.delivery.QueueClearing;

/// Writes down what became of reports that were handed over, and ends those that nobody takes.
final class FollowUp {

    private static final Duration IN_HAND = Duration.ofMinutes(10);
    private static final Duration IN_QUEUE = Duration.ofHours(24);

    private final SendingStore store;
    private final SendingOutcomes outcomes;
    private final QueueClearing clearing;
    private final Handover handover;
    private final InstantSource clock;

    FollowUp(
            SendingStore store,
            SendingOutcomes outcomes,
            QueueClearing clearing,
            Handover handover,
            InstantSource clock) {
        this.store = store;
        this.outcomes = outcomes;
        this.clearing = clearing;
        this.handover = handover;
        this.clock = clock;
    }

    /// Watches again what was in the queue when the server ended.
    void begin() {
        store.in(SendingState.QUEUED).forEach(outcomes::watch);
    }

    /// One look at everything that is open.
    void run() {
        outcomes.each(outcome -> change(outcome.before(), outcome.after()));
        Instant now = clock.instant();
        store.in(SendingState.HANDING_OVER).stream()
                .filter(s -> s.at().plus(IN_HAND).isBefore(now))
                .forEach(s -> change(s, s.in(SendingState.UNKNOWN, now, "the server ended while it was handed over")));
        store.in(SendingState.QUEUED).stream()
                .filter(s -> s.at().plus(IN_QUEUE).isBefore(now))
                .forEach(s -> expired(s, now).ifPresent(after -> change(s, after)));
    }

    private void change(ReportSending before, ReportSending after) {
        if (store.change(before, after)) {
            handover.note(after);
        }
    }

    private Optional<ReportSending> expired(ReportSending queued, Instant now) {
        return switch (clearing.delete(queued.mid())) {
            case GONE -> {
                outcomes.forget(queued.mid());
                yield Optional.of(queued.in(SendingState.FAILED, now, "not delivered within 24 hours"));
            }
            case UNKNOWN -> {
                outcomes.forget(queued.mid());
                yield Optional.of(queued.in(SendingState.UNKNOWN, now, "the queue no longer has it"));
            }
            case IN_DELIVERY, STAYS -> Optional.empty();
        };
    }
}
