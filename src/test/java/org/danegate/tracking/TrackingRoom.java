package org.danegate.tracking;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.danegate.address.MailAddress;
import org.danegate.event.DeliveryEvent;
import org.danegate.event.Lane;
import org.danegate.event.Trouble;

/// Message Tracking in a folder, and the events that mail causes.
final class TrackingRoom implements AutoCloseable {

    static final Instant BEGIN = Instant.parse("2026-03-01T10:00:00Z");
    private static final Instant END = Instant.parse("2099-01-01T00:00:00Z");
    private static final Trouble LATER = new Trouble("451", "4.7.0", "later", List.of("come back later"), false);

    final TrackingStore store;
    final TrackingReader reader;
    final Tracking tracking;
    Instant now = BEGIN;

    TrackingRoom(Path folder) {
        this(folder, Tracking.PATIENCE);
    }

    TrackingRoom(Path folder, Duration patience) {
        store = new TrackingStore(folder, 30, 1 << 30);
        reader = new TrackingReader(store);
        tracking = new Tracking(store, reader, patience);
    }

    void after(Duration time) {
        now = now.plus(time);
    }

    void accepted(long mid, String from, String subject, String... to) {
        accepted(mid, from, subject, "<m" + mid + "@sender.test>", to);
    }

    void accepted(long mid, String from, String subject, String messageId, String[] to) {
        accepted(mid, Lane.PLAIN, new String[] {from, subject, messageId}, to);
    }

    /// A message of a lane.
    void acceptedIn(Lane lane, long mid, String... to) {
        accepted(mid, lane, new String[] {"ana@sender.test", "Hello", "<m" + mid + "@sender.test>"}, to);
    }

    private void accepted(long mid, Lane lane, String[] fromSubjectAndId, String[] to) {
        String from = fromSubjectAndId[0];
        reader.on(new DeliveryEvent.MessageStarted(now, mid, 1, from));
        for (int rid = 0; rid < to.length; rid++) {
            reader.on(new DeliveryEvent.RecipientAdded(now, mid, 1, rid, MailAddress.parse(to[rid])));
        }
        reader.on(new DeliveryEvent.MessageQueued(
                now, mid, 1, from, 2048, fromSubjectAndId[2], fromSubjectAndId[1], null, lane));
    }

    void delivered(long mid, int rid, String destination, String reply) {
        InetAddress host = host();
        reader.on(new DeliveryEvent.ConnectionOpened(now, 40 + mid, destination, "mx." + destination, host, host, 25));
        reader.on(new DeliveryEvent.RecipientDelivered(
                now, 40 + mid, mid, rid, destination, reply, Duration.ofMillis(80)));
    }

    private static InetAddress host() {
        try {
            return InetAddress.getByName("192.0.2.7");
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    void delayed(long mid, int rid, String destination) {
        reader.on(new DeliveryEvent.RecipientDelayed(now, 9, mid, rid, destination, LATER, now.plusSeconds(60)));
    }

    void deferred(String destination) {
        deferred(destination, Lane.PLAIN);
    }

    void deferred(String destination, Lane lane) {
        reader.on(new DeliveryEvent.RecipientsDeferred(now, destination, lane, 40, LATER, now.plusSeconds(60)));
    }

    TrackingAnswer search(TrackingQuery query) {
        return tracking.search(query);
    }

    List<Long> mids(TrackingQuery query) {
        return search(query).messages().stream()
                .map(found -> found.message().mid())
                .toList();
    }

    static TrackingQuery all() {
        return new TrackingQuery("", "", "", 0, "", "", null, null, Instant.EPOCH, END, 100, null);
    }

    static TrackingQuery from(String sender) {
        return new TrackingQuery(sender, "", "", 0, "", "", null, null, Instant.EPOCH, END, 100, null);
    }

    static TrackingQuery subject(String words) {
        return new TrackingQuery("", "", words, 0, "", "", null, null, Instant.EPOCH, END, 100, null);
    }

    static TrackingQuery messageId(String text) {
        return new TrackingQuery("", "", "", 0, text, "", null, null, Instant.EPOCH, END, 100, null);
    }

    static TrackingQuery outcome(TrackedEvent.Kind outcome, int limit, TrackingQuery.After after) {
        return new TrackingQuery("", "", "", 0, "", "", outcome, null, Instant.EPOCH, END, limit, after);
    }

    @Override
    public void close() {
        store.close();
    }
}
