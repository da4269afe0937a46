package org.danegate.monitor;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.danegate.event.DeliveryEvent;
import org.danegate.event.DeliveryEvents;
import org.danegate.monitor.TryStep.Kind;

/// The steps of the attempts that administrators asked for, as they happen. In memory, for the most recently asked
/// destinations, and the first {@link #MOST} steps of each.
final class TrySteps implements DeliveryEvents.Reader {

    /// The most steps of one destination.
    static final int MOST = 40;

    private static final int DESTINATIONS = 200;

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Followed> followed = new LinkedHashMap<>();

    /// @param from events before this time belong to earlier attempts
    private record Followed(Instant from, List<TryStep> steps) {}

    /// Follows a destination from now on.
    void begin(String destination, Instant now) {
        lock.lock();
        try {
            followed.remove(destination);
            followed.put(destination, new Followed(now, new ArrayList<>()));
            if (followed.size() > DESTINATIONS) {
                followed.remove(followed.keySet().iterator().next());
            }
        } finally {
            lock.unlock();
        }
    }

    /// The steps so far, in order; empty when nobody asked.
    List<TryStep> of(String destination) {
        lock.lock();
        try {
            Followed one = followed.get(destination);
            return one == null ? List.of() : List.copyOf(one.steps());
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void on(DeliveryEvent event) {
        switch (event) {
            case DeliveryEvent.DnsTrouble e ->
                add(e.destination(), e.at(), Kind.DNS_TROUBLE, "", e.type() + " " + e.name() + ": " + e.reason());
            case DeliveryEvent.ConnectionOpened e ->
                add(
                        e.destination(),
                        e.at(),
                        Kind.CONNECTED,
                        e.host(),
                        e.remote().getHostAddress() + ":" + e.port());
            case DeliveryEvent.ConnectionFailed e ->
                add(e.destination(), e.at(), Kind.NOT_CONNECTED, e.host(), e.details());
            case DeliveryEvent.TlsSucceeded e ->
                add(
                        e.destination(),
                        e.at(),
                        e.daneVerified() ? Kind.DANE_VERIFIED : Kind.ENCRYPTED,
                        e.host(),
                        e.protocol() + " " + e.cipher());
            case DeliveryEvent.TlsFailed e -> add(e.destination(), e.at(), Kind.TLS_FAILED, e.host(), e.reason());
            case DeliveryEvent.RecipientDelivered e -> add(e.destination(), e.at(), Kind.DELIVERED, "", e.response());
            case DeliveryEvent.RecipientDelayed e ->
                add(e.destination(), e.at(), Kind.DELAYED, "", e.trouble().text());
            case DeliveryEvent.RecipientsDeferred e ->
                add(e.destination(), e.at(), Kind.DELAYED, "", e.trouble().text());
            case DeliveryEvent.RecipientBounced e ->
                add(e.destination(), e.at(), Kind.BOUNCED, "", e.trouble().text());
            case DeliveryEvent.AttemptEnded e -> add(e.destination(), e.at(), Kind.ENDED, "", "");
            default -> {
                // No step of an attempt.
            }
        }
    }

    private void add(String destination, Instant at, Kind kind, String host, String detail) {
        lock.lock();
        try {
            Followed one = followed.get(destination);
            if (one != null && !at.isBefore(one.from()) && one.steps().size() < MOST) {
                one.steps().add(new TryStep(at, kind, host, detail));
            }
        } finally {
            lock.unlock();
        }
    }
}
