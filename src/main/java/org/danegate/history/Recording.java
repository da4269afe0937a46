package org.danegate.history;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.danegate.event.DeliveryEvent;
import org.danegate.event.DeliveryEvents;
import org.danegate.monitor.DaneResult;
import org.jspecify.annotations.Nullable;

/// Turns events into figures: the total of each minute, and each destination's figures of five minutes.
final class Recording implements DeliveryEvents.Reader {

    /// Destinations whose figures are kept one by one; the others are summed up.
    static final int DESTINATIONS = 2000;

    /// Open connections that are remembered; closing events may get lost under load.
    private static final int CONNECTIONS = 50_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final OpenSlices total = new OpenSlices(Step.MINUTE, 1);
    private final OpenSlices destinations;
    private final LinkedHashMap<Long, Connection> connections = new LinkedHashMap<>();

    Recording() {
        this(DESTINATIONS);
    }

    /// @param kept destinations whose figures are kept one by one
    Recording(int kept) {
        this.destinations = new OpenSlices(Step.FIVE_MINUTES, kept);
    }

    /// A delivery connection that is open.
    ///
    /// @param told whether it is known to be encrypted, or counted as clear text
    private record Connection(String destination, boolean told) {}

    @Override
    public void on(DeliveryEvent event) {
        lock.lock();
        try {
            record(event);
        } finally {
            lock.unlock();
        }
    }

    /// Records a level at a time.
    ///
    /// @param domain a destination; {@link Slice#TOTAL} for the total
    void level(Instant at, String domain, Figure figure, long value) {
        lock.lock();
        try {
            (domain.equals(Slice.TOTAL) ? total : destinations).add(at, domain, figure, value);
        } finally {
            lock.unlock();
        }
    }

    /// The slices whose step has ended, each handed out once.
    List<Slice> take(Instant now) {
        lock.lock();
        try {
            total.advance(now);
            destinations.advance(now);
            return taken();
        } finally {
            lock.unlock();
        }
    }

    /// All slices, also those whose step has not ended: the process is about to end.
    List<Slice> takeAll() {
        lock.lock();
        try {
            total.close();
            destinations.close();
            return taken();
        } finally {
            lock.unlock();
        }
    }

    private List<Slice> taken() {
        List<Slice> taken = new ArrayList<>(total.take());
        taken.addAll(destinations.take());
        return taken;
    }

    private void record(DeliveryEvent event) {
        switch (event) {
            case DeliveryEvent.InjectionStarted e -> total.add(e.at(), Slice.TOTAL, Figure.CONNECTIONS_IN, 1);
            case DeliveryEvent.MessageQueued e -> queued(e);
            case DeliveryEvent.RecipientDelivered e -> {
                add(e.at(), e.destination(), Figure.DELIVERED, 1);
                add(e.at(), e.destination(), Figure.QUEUED_MILLIS, e.queuedFor().toMillis());
            }
            case DeliveryEvent.RecipientDelayed e -> add(e.at(), e.destination(), Figure.SOFT_BOUNCED, 1);
            case DeliveryEvent.RecipientsDeferred e ->
                add(e.at(), e.destination(), Figure.SOFT_BOUNCED, e.recipients());
            case DeliveryEvent.RecipientBounced e -> {
                add(e.at(), e.destination(), Figure.HARD_BOUNCED, 1);
                add(e.at(), e.destination(), Figure.EXPIRED, e.expired() ? 1 : 0);
            }
            case DeliveryEvent.ConnectionOpened e -> opened(e);
            case DeliveryEvent.ConnectionFailed e -> add(e.at(), e.destination(), Figure.CONNECTIONS_FAILED, 1);
            case DeliveryEvent.TlsSucceeded e -> encrypted(e);
            case DeliveryEvent.TlsFailed e -> add(e.at(), e.destination(), Figure.TLS_FAILED, 1);
            case DeliveryEvent.DeliveryStarted e -> sending(e);
            case DeliveryEvent.ConnectionClosed e -> connections.remove(e.dcid());
            case DeliveryEvent.AttemptEnded e -> ended(e);
            default -> {
                // Not a figure.
            }
        }
    }

    private void add(Instant at, String destination, Figure figure, long value) {
        total.add(at, Slice.TOTAL, figure, value);
        destinations.add(at, destination, figure, value);
    }

    private void queued(DeliveryEvent.MessageQueued event) {
        if (event.icid() > 0) {
            total.add(event.at(), Slice.TOTAL, Figure.ACCEPTED_MESSAGES, 1);
            total.add(event.at(), Slice.TOTAL, Figure.ACCEPTED_BYTES, event.bytes());
        }
    }

    private void opened(DeliveryEvent.ConnectionOpened event) {
        add(event.at(), event.destination(), Figure.CONNECTIONS_OUT, 1);
        connections.put(event.dcid(), new Connection(event.destination(), false));
        if (connections.size() > CONNECTIONS) {
            connections.pollFirstEntry();
        }
    }

    private void encrypted(DeliveryEvent.TlsSucceeded event) {
        add(event.at(), event.destination(), Figure.TLS_SUCCESS, 1);
        Figure version = version(event.protocol());
        if (version != null) {
            add(event.at(), event.destination(), version, 1);
        }
        connections.replace(event.dcid(), new Connection(event.destination(), true));
    }

    private static @Nullable Figure version(String protocol) {
        return switch (protocol) {
            case "TLSv1.3" -> Figure.TLS_1_3;
            case "TLSv1.2" -> Figure.TLS_1_2;
            default -> null;
        };
    }

    /// Counts a connection as clear text at its first message, as one without TLS may still end before it.
    private void sending(DeliveryEvent.DeliveryStarted event) {
        Connection connection = connections.get(event.dcid());
        if (connection != null && !connection.told()) {
            add(event.at(), connection.destination(), Figure.CLEAR, 1);
            connections.replace(event.dcid(), new Connection(connection.destination(), true));
        }
    }

    private void ended(DeliveryEvent.AttemptEnded event) {
        Figure outcome = switch (DaneResult.of(event.evidence())) {
            case SUCCESS -> Figure.DANE_SUCCESS;
            case FALLBACK -> Figure.DANE_FALLBACK;
            case FAIL -> Figure.DANE_FAIL;
            case WAITING_FOR_DNS -> Figure.DANE_WAITING;
            case NOT_ASKED, NOT_REACHED -> null;
        };
        if (outcome != null) {
            add(event.at(), event.destination(), outcome, 1);
        }
    }
}
