package org.danegate.https;

import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.danegate.event.DeliveryEvent;
import org.danegate.event.DeliveryEvent.Condition;
import org.danegate.event.DeliveryEvent.Weight;
import org.danegate.event.DeliveryEvents;
import org.danegate.wording.Wording;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What is wrong with the console's HTTPS. Each trouble is reported once, and once more when it is over. Guarded by the
/// lock of {@link ConsoleHttps}, except for reading.
final class HttpsTroubles {

    private static final Logger LOG = LoggerFactory.getLogger(ConsoleHttps.class);
    /// No certificate or listener has such a name.
    private static final String ABOUT = "console (HTTPS)";

    private final DeliveryEvents events;
    private final InstantSource clock;
    private volatile Map<Condition, Wording> open = Map.of();

    HttpsTroubles(DeliveryEvents events, InstantSource clock) {
        this.events = events;
        this.clock = clock;
    }

    List<Wording> all() {
        return List.copyOf(open.values());
    }

    /// The previous certificate goes on being presented.
    void kept(Wording reason) {
        tell(Condition.CERTIFICATE, Weight.WARNING, Wording.of("https.trouble.kept", reason));
    }

    /// The self-signed certificate is presented instead.
    void standIn(Wording reason) {
        tell(Condition.CERTIFICATE, Weight.CRITICAL, Wording.of("https.trouble.stand-in", reason));
    }

    /// Nothing is presented at all.
    void nothingToPresent(Wording reason) {
        tell(Condition.CERTIFICATE, Weight.CRITICAL, Wording.of("https.trouble.none", reason));
    }

    void pairIsGood() {
        over(Condition.CERTIFICATE, Wording.of("https.good.certificate"));
    }

    /// The system does not let the console listen there.
    void notListening(String address, int port, String reason) {
        tell(
                Condition.LISTENER,
                Weight.CRITICAL,
                Wording.of("https.trouble.closed", address, Integer.toString(port), reason));
    }

    void listens() {
        over(Condition.LISTENER, Wording.of("https.good.open"));
    }

    private void tell(Condition condition, Weight weight, Wording wording) {
        if (!wording.equals(open.get(condition))) {
            change(condition, wording);
            LOG.warn(wording.english());
            publish(condition, weight, wording);
        }
    }

    private void over(Condition condition, Wording wording) {
        if (open.containsKey(condition)) {
            change(condition, null);
            publish(condition, Weight.INFORMATION, wording);
        }
    }

    private void change(Condition condition, @Nullable Wording wording) {
        Map<Condition, Wording> changed = new EnumMap<>(Condition.class);
        changed.putAll(open);
        changed.remove(condition);
        if (wording != null) {
            changed.put(condition, wording);
        }
        open = changed;
    }

    private void publish(Condition condition, Weight weight, Wording wording) {
        events.publish(new DeliveryEvent.ConditionSeen(clock.instant(), condition, weight, ABOUT, wording));
    }
}
