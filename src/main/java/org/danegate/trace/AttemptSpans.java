package org.danegate.trace;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.danegate.dane.Evidence;
import org.danegate.event.AttemptCourse;
import org.danegate.event.DeliveryEvent;
import org.danegate.event.Trouble;

/// Gathers events until an attempt has ended, and makes its span. What it keeps meanwhile is bounded. Not thread-safe.
final class AttemptSpans {

    private static final int MOST_CONNECTIONS = 2000;

    private final Map<Long, ConnectionFacts> connections = new LinkedHashMap<>();
    /// The last message of each destination that was put off without a connection.
    private final Map<String, Long> putOff = new LinkedHashMap<>();

    /// Keeps what an event says about a connection.
    void note(DeliveryEvent event) {
        switch (event) {
            case DeliveryEvent.ConnectionOpened e -> of(e.dcid()).opened(e.at());
            case DeliveryEvent.TlsSucceeded e -> of(e.dcid()).encrypted(e.at());
            case DeliveryEvent.HostDialed e -> of(e.dcid()).dialed(e);
            case DeliveryEvent.DeliveryStarted e -> of(e.dcid()).begun(e);
            case DeliveryEvent.DeliveryDone e -> of(e.dcid()).ended(e.mid(), e.at());
            case DeliveryEvent.RecipientDelivered e -> of(e.dcid()).settled(e.mid(), e.at(), "250", false);
            case DeliveryEvent.RecipientDelayed e -> failed(e.dcid(), e.mid(), e.destination(), e.at(), e.trouble());
            case DeliveryEvent.RecipientBounced e -> failed(e.dcid(), e.mid(), e.destination(), e.at(), e.trouble());
            default -> {
                // Not part of a trace.
            }
        }
    }

    private void failed(long dcid, long mid, String destination, Instant at, Trouble trouble) {
        if (dcid > 0) {
            of(dcid).settled(mid, at, trouble.code(), true);
        } else {
            putOff.put(destination, mid);
            shorten(putOff);
        }
    }

    private ConnectionFacts of(long dcid) {
        ConnectionFacts known = connections.computeIfAbsent(dcid, d -> new ConnectionFacts());
        shorten(connections);
        return known;
    }

    private static void shorten(Map<?, ?> map) {
        if (map.size() > MOST_CONNECTIONS) {
            var oldest = map.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
    }

    /// The span of an attempt that has ended.
    Span of(DeliveryEvent.AttemptEnded e) {
        AttemptCourse course = e.course();
        List<Span> parts = new ArrayList<>();
        for (AttemptCourse.Lookup lookup : course.lookups()) {
            Map<String, Object> what = Map.of("danegate.lookup", lookup.what());
            parts.add(new Span("dns", lookup.from(), lookup.until(), what, null, List.of()));
        }
        for (long dcid : course.dcids()) {
            ConnectionFacts facts = connections.get(dcid);
            if (facts != null) {
                parts.addAll(facts.take(dcid));
            }
        }
        Trouble trouble = e.trouble();
        return new Span(
                "delivery attempt",
                course.begun(),
                e.at(),
                attributes(e),
                trouble == null ? null : "reply " + trouble.code() + " " + trouble.enhanced(),
                parts);
    }

    private Map<String, Object> attributes(DeliveryEvent.AttemptEnded e) {
        Map<String, Object> attributes = new HashMap<>();
        Evidence evidence = e.evidence();
        attributes.put("danegate.destination", e.destination());
        attributes.put("danegate.recipients", e.recipients());
        attributes.put("danegate.dane.support", word(evidence.support()));
        attributes.put("danegate.dane.verdict", word(evidence.action()));
        evidence.hosts().stream()
                .reduce((first, last) -> last)
                .ifPresent(host -> attributes.put("server.address", host.host()));
        Long mid = putOff.remove(e.destination());
        if (mid != null) {
            attributes.put("danegate.mid", mid);
        }
        Trouble trouble = e.trouble();
        if (trouble != null) {
            attributes.put("smtp.reply_code", trouble.code());
            attributes.put("smtp.enhanced_status_code", trouble.enhanced());
            attributes.put("danegate.dane.failed", trouble.dane());
        }
        return attributes;
    }

    private static String word(Enum<?> one) {
        return one.name().toLowerCase(Locale.ROOT);
    }
}
