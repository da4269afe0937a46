package org.danegate.dkim;

import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.danegate.event.DeliveryEvent;
import org.danegate.event.DeliveryEvents;
import org.danegate.event.Findings;
import org.springframework.scheduling.annotation.Scheduled;

/// Looks each hour at the records of the keys that profiles use, and warns once when one that signs is not what
/// verifiers need.
class RecordWatch {

    private final SigningKeys keys;
    private final DeliveryEvents events;
    private final InstantSource clock;
    private final Findings<RecordVerdict> warnings = new Findings<>();

    RecordWatch(SigningKeys keys, DeliveryEvents events, InstantSource clock) {
        this.keys = keys;
        this.events = events;
        this.clock = clock;
    }

    @Scheduled(fixedDelay = 60, initialDelay = 1, timeUnit = TimeUnit.MINUTES)
    void look() {
        keys.testAll();
        Map<String, RecordVerdict> now = new LinkedHashMap<>();
        for (ShownKey key : keys.all()) {
            for (KeyUse use : key.uses()) {
                Published published = use.published();
                boolean counts =
                        use.inForce() && (use.phase() == KeyUse.Phase.SIGNS || use.phase() == KeyUse.Phase.REPLACED);
                if (counts && published != null && published.verdict().isBad()) {
                    now.put(key.name() + " at " + use.owner(), published.verdict());
                }
            }
        }
        warnings.look(now, this::warn, what -> {});
    }

    private void warn(String what, RecordVerdict verdict) {
        String text = "The DKIM record of signing key " + what + " is not as it must be ("
                + verdict.name().toLowerCase(Locale.ROOT).replace('_', ' ')
                + "): receivers cannot verify signatures";
        events.publish(new DeliveryEvent.SystemNotice(clock.instant(), true, text));
    }
}
