package org.danegate.tracking;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.danegate.event.DeliveryEvent;
import org.danegate.event.DeliveryEvents;
import org.jspecify.annotations.Nullable;

/// Puts events together: what is known of a message within its first seconds becomes one entry of the index, and so do
/// the later events of each couple of seconds. Most messages are delivered at once, and one entry costs half of two.
final class TrackingReader implements DeliveryEvents.Reader {

    /// How long events of a message are collected.
    static final Duration COLLECTED = Duration.ofSeconds(2);

    /// The most messages whose events are collected, transactions that are open, and connections that are known.
    private static final int MOST = 20_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final TrackingStore store;
    private final Map<Long, Draft> transactions = bounded(gone -> {});
    private final Map<Long, Draft> recent;
    private final Map<Long, Late> late;
    private final Map<Long, TrackedEvent.Via> connections = bounded(gone -> {});
    private final Map<Long, String> clients = bounded(gone -> {});

    TrackingReader(TrackingStore store) {
        this.store = store;
        this.recent = bounded(this::write);
        this.late = bounded(this::write);
    }

    private static <T> Map<Long, T> bounded(Consumer<T> eldest) {
        return new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<Long, T> entry) {
                if (size() <= MOST) {
                    return false;
                }
                eldest.accept(entry.getValue());
                return true;
            }
        };
    }

    /// A message that is being received or was received just now.
    private static final class Draft {
        private final String client;
        private final String sender;
        private final List<String> recipients = new ArrayList<>(1);
        private final List<TrackedEvent> events = new ArrayList<>(2);
        private @Nullable TrackedMessage message;

        Draft(String client, String sender) {
            this.client = client;
            this.sender = sender;
        }

        /// An event may be missing when the server is overloaded; the others keep their RIDs.
        private void add(int rid, String recipient) {
            while (recipients.size() < rid) {
                recipients.add("?");
            }
            if (recipients.size() == rid) {
                recipients.add(recipient);
            }
        }
    }

    /// Events of a message that is in the index.
    private record Late(long mid, Instant since, List<TrackedEvent> events) {}

    @Override
    public void on(DeliveryEvent event) {
        lock.lock();
        try {
            read(event);
        } finally {
            lock.unlock();
        }
    }

    /// Writes what has been collected for long enough.
    void flush(Instant now) {
        // What seems to come later was collected before the clock was set back.
        flush(since -> !since.isAfter(now.minus(COLLECTED)) || since.isAfter(now.plus(COLLECTED)));
    }

    /// Writes everything.
    void flush() {
        flush(since -> true);
    }

    /// Writes everything, unless the disk is so slow that the reader is busy for too long.
    ///
    /// @param patience how long to wait for the reader
    /// @return whether it was written
    boolean flushWithin(Duration patience) {
        try {
            if (!lock.tryLock(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                return false;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
        try {
            write(since -> true);
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void flush(Predicate<Instant> due) {
        lock.lock();
        try {
            write(due);
        } finally {
            lock.unlock();
        }
    }

    private void write(Predicate<Instant> due) {
        drain(recent, draft -> draft.message == null || due.test(draft.message.receivedAt()), this::write);
        drain(late, entry -> due.test(entry.since()), this::write);
    }

    private static <T> void drain(Map<Long, T> collected, Predicate<T> due, Consumer<T> writing) {
        for (Iterator<T> entries = collected.values().iterator(); entries.hasNext(); ) {
            T entry = entries.next();
            if (due.test(entry)) {
                entries.remove();
                writing.accept(entry);
            }
        }
    }

    private void write(Draft draft) {
        if (draft.message != null) {
            store.add(new FoundMessage(draft.message, draft.events));
        }
    }

    private void write(Late entry) {
        store.add(entry.mid(), entry.events());
    }

    private void read(DeliveryEvent event) {
        switch (event) {
            case DeliveryEvent.InjectionStarted e ->
                clients.put(e.icid(), e.remote().getHostAddress() + " (" + e.listener() + ")");
            case DeliveryEvent.InjectionClosed e -> clients.remove(e.icid());
            case DeliveryEvent.MessageStarted e ->
                transactions.put(e.mid(), new Draft(clients.getOrDefault(e.icid(), ""), e.from()));
            case DeliveryEvent.RecipientAdded e -> {
                Draft draft = transactions.get(e.mid());
                if (draft != null) {
                    draft.add(e.rid(), e.to().toString());
                }
            }
            case DeliveryEvent.MessageAborted e -> transactions.remove(e.mid());
            case DeliveryEvent.MessageQueued e -> queued(e);
            case DeliveryEvent.MessageFinished e -> {
                Draft draft = recent.remove(e.mid());
                if (draft != null) {
                    write(draft);
                }
            }
            case DeliveryEvent.ConnectionOpened e ->
                connections.put(
                        e.dcid(),
                        new TrackedEvent.Via(
                                e.dcid(), e.host(), e.remote().getHostAddress() + " port " + e.port(), "", false));
            case DeliveryEvent.TlsSucceeded e ->
                connections.computeIfPresent(
                        e.dcid(),
                        (dcid, via) -> new TrackedEvent.Via(
                                dcid, via.host(), via.address(), e.protocol() + " " + e.cipher(), e.daneVerified()));
            case DeliveryEvent.ConnectionClosed e -> connections.remove(e.dcid());
            default -> happened(event);
        }
    }

    private void queued(DeliveryEvent.MessageQueued event) {
        Draft draft = transactions.remove(event.mid());
        if (draft == null) {
            return;
        }
        draft.message = new TrackedMessage(
                event.mid(),
                event.at(),
                draft.sender,
                draft.recipients,
                event.subject() == null ? "" : event.subject(),
                event.messageId() == null ? "" : event.messageId(),
                event.bytes(),
                draft.client,
                event.lane());
        recent.put(event.mid(), draft);
    }

    private void happened(DeliveryEvent event) {
        switch (event) {
            case DeliveryEvent.RecipientDelivered e ->
                of(e.mid(), TrackedEvents.delivered(e, connections.get(e.dcid())));
            case DeliveryEvent.RecipientDelayed e -> of(e.mid(), TrackedEvents.delayed(e, connections.get(e.dcid())));
            case DeliveryEvent.RecipientBounced e -> of(e.mid(), TrackedEvents.bounced(e, connections.get(e.dcid())));
            case DeliveryEvent.RecipientDropped e -> of(e.mid(), TrackedEvents.dropped(e));
            case DeliveryEvent.RecipientsDeleted e -> TrackedEvents.deleted(e).forEach(deleted -> of(e.mid(), deleted));
            case DeliveryEvent.NotificationGenerated e -> of(e.ofMid(), TrackedEvents.notified(e));
            case DeliveryEvent.MessageSigned e -> of(e.mid(), TrackedEvents.signed(e));
            case DeliveryEvent.AttemptEnded e -> store.add(TrackedEvents.attempt(e), e.lane(), TrackedEvents.dane(e));
            case DeliveryEvent.RecipientsDeferred e -> store.add(TrackedEvents.deferred(e), e.lane(), null);
            default -> {
                // Not tracked.
            }
        }
    }

    private void of(long mid, TrackedEvent event) {
        Draft draft = recent.get(mid);
        if (draft != null) {
            draft.events.add(event);
        } else {
            late.computeIfAbsent(mid, m -> new Late(mid, event.at(), new ArrayList<>(2)))
                    .events()
                    .add(event);
        }
    }
}
