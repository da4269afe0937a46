package org.danegate.listener;

import java.util.LinkedHashMap;
import java.util.Map;
import org.danegate.event.DeliveryEvent;
import org.danegate.policy.ListenerSettings;
import org.danegate.wording.Wording;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The listeners that could not be opened, and why. It reports each one once, and once more when it opens. Guarded by
/// the listeners' lock.
final class ClosedListeners {

    /// Its lines are those of the listeners for who reads the log.
    private static final Logger LOG = LoggerFactory.getLogger(SmtpListeners.class);

    private final Surroundings surroundings;
    private final Map<String, String> reasons = new LinkedHashMap<>();

    ClosedListeners(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    boolean isEmpty() {
        return reasons.isEmpty();
    }

    void clear() {
        reasons.clear();
    }

    /// Why a listener is not open; empty when nothing is known of it.
    String reason(ListenerSettings settings) {
        return reasons.getOrDefault(settings.name(), "");
    }

    /// Notes that a listener is open now.
    void opened(ListenerSettings settings) {
        if (reasons.remove(settings.name()) != null) {
            publish(new DeliveryEvent.ConditionSeen(
                    surroundings.clock().instant(),
                    DeliveryEvent.Condition.LISTENER,
                    DeliveryEvent.Weight.INFORMATION,
                    settings.name(),
                    Wording.of("listener.alert.open", settings.name())));
        }
    }

    /// Notes that a listener could not be opened.
    void refused(ListenerSettings settings, @Nullable String why) {
        if (reasons.put(settings.name(), String.valueOf(why)) != null) {
            // Already reported when it first happened; this was a retry.
            return;
        }
        Wording wording = Wording.of(
                "listener.alert.closed",
                settings.name(),
                settings.address(),
                Integer.toString(settings.port()),
                String.valueOf(why));
        LOG.warn(wording.english());
        publish(new DeliveryEvent.ConditionSeen(
                surroundings.clock().instant(),
                DeliveryEvent.Condition.LISTENER,
                DeliveryEvent.Weight.CRITICAL,
                settings.name(),
                wording));
    }

    private void publish(DeliveryEvent event) {
        surroundings.events().publish(event);
    }
}
