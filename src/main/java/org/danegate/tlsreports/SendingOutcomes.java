package org.danegate.tlsreports;

import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.danegate.event.DeliveryEvent;
import org.danegate.event.DeliveryEvents;

/// Watches what becomes of reports in the queue. Thread-safe.
final class SendingOutcomes implements DeliveryEvents.Reader {

    private final Map<Long, ReportSending> watched = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<Outcome> ended = new ConcurrentLinkedQueue<>();

    /// @param before as it was in the queue
    /// @param after as it ended
    record Outcome(ReportSending before, ReportSending after) {}

    /// Watches a report from now on. Called before it is in the queue, so that no event is missed.
    void watch(ReportSending queued) {
        watched.put(queued.mid(), queued);
    }

    void forget(long mid) {
        watched.remove(mid);
    }

    @Override
    public void on(DeliveryEvent event) {
        switch (event) {
            case DeliveryEvent.RecipientDelivered e -> end(e.mid(), SendingState.TAKEN, e.at(), "");
            case DeliveryEvent.RecipientDropped e ->
                end(e.mid(), SendingState.FAILED, e.at(), "dropped by an SMTP route");
            case DeliveryEvent.RecipientsDeleted e ->
                end(e.mid(), SendingState.FAILED, e.at(), "deleted from the queue");
            case DeliveryEvent.RecipientBounced e ->
                end(e.mid(), SendingState.FAILED, e.at(), e.trouble().text());
            default -> {}
        }
    }

    private void end(long mid, SendingState state, Instant at, String reason) {
        ReportSending queued = watched.remove(mid);
        if (queued != null) {
            ended.add(new Outcome(queued, queued.in(state, at, reason)));
        }
    }

    /// Hands over those that ended since the last call, on one thread. One that is not taken, because the database
    /// fails, comes again.
    void each(Consumer<Outcome> reader) {
        for (Outcome one = ended.peek(); one != null; one = ended.peek()) {
            reader.accept(one);
            ended.remove();
        }
    }
}
