package org.danegate.trace;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.danegate.dane.Course;
import org.danegate.event.DeliveryEvent;
import org.jspecify.annotations.Nullable;

/// What events said of one delivery connection that no span contains yet. Not thread-safe.
final class ConnectionFacts {

    /// Further transactions of a connection are not traced before the attempt has ended.
    static final int MOST = 100;

    /// A transaction.
    ///
    /// @param code the reply code of its last recipient: 250 when it was delivered, `000` when there was no reply
    private record Transaction(long mid, Instant begun, Instant ended, int recipients, String code, boolean failed) {}

    private DeliveryEvent.@Nullable HostDialed dialed;
    private @Nullable Instant opened;
    private @Nullable Instant encrypted;
    private final Map<Long, Transaction> transactions = new LinkedHashMap<>();

    void dialed(DeliveryEvent.HostDialed event) {
        dialed = event;
    }

    void opened(Instant at) {
        opened = at;
    }

    void encrypted(Instant at) {
        encrypted = at;
    }

    void begun(DeliveryEvent.DeliveryStarted e) {
        if (transactions.size() < MOST) {
            transactions.put(
                    e.mid(), new Transaction(e.mid(), e.at(), e.at(), e.rids().size(), "000", false));
        }
    }

    void ended(long mid, Instant at) {
        transactions.computeIfPresent(
                mid, (m, t) -> new Transaction(mid, t.begun(), at, t.recipients(), t.code(), t.failed()));
    }

    /// A recipient's result: the first one that is no success decides.
    void settled(long mid, Instant at, String code, boolean failed) {
        transactions.computeIfPresent(
                mid,
                (m, t) -> t.failed()
                        ? t
                        : new Transaction(
                                mid,
                                t.begun(),
                                t.ended().equals(t.begun()) ? at : t.ended(),
                                t.recipients(),
                                code,
                                failed));
    }

    /// The spans of what happened since the last call, in order.
    List<Span> take(long dcid) {
        List<Span> spans = new ArrayList<>();
        DeliveryEvent.HostDialed dial = dialed;
        if (dial != null) {
            addDial(spans, dial);
            dialed = null;
        }
        transactions.values().forEach(t -> spans.add(span(dcid, t)));
        transactions.clear();
        spans.sort(Comparator.comparing(Span::begun));
        return spans;
    }

    private void addDial(List<Span> spans, DeliveryEvent.HostDialed dial) {
        Course course = dial.course();
        Map<String, Object> attributes = Map.of("danegate.dcid", dial.dcid(), "server.address", dial.host());
        Course.Halt halt = course.halt();
        boolean inTls = halt == Course.Halt.HANDSHAKE || halt == Course.Halt.CERTIFICATE;
        Duration connect = course.connect();
        if (connect != null) {
            Instant end = opened == null ? dial.at() : opened;
            String why = halt == null || inTls ? null : halt.name();
            spans.add(new Span("connect", end.minus(connect), end, attributes, why, List.of()));
        }
        Duration secure = course.secure();
        if (secure != null) {
            Instant end = encrypted == null ? dial.at() : encrypted;
            spans.add(new Span(
                    "tls", end.minus(secure), end, attributes, inTls && halt != null ? halt.name() : null, List.of()));
        }
    }

    private static Span span(long dcid, Transaction t) {
        Map<String, Object> attributes = Map.of(
                "danegate.dcid", dcid,
                "danegate.mid", t.mid(),
                "danegate.recipients", t.recipients(),
                "smtp.reply_code", t.code());
        return new Span(
                "transaction", t.begun(), t.ended(), attributes, t.failed() ? "reply " + t.code() : null, List.of());
    }
}
