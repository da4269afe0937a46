package org.danegate.alert;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.danegate.policy.AlertSettings;

/// Limits alerts, so that there are never too many to read: after an alert, others of the same kind and severity about
/// the same subject are only counted for a period that doubles each time, as on the appliance. Its owner guards it
/// against concurrent use.
final class AlertDamping {

    private static final int MOST = 10_000;

    /// @param last when the last one was sent
    /// @param quiet how long others are only counted from then on
    private record Known(Instant last, Duration quiet, int counted) {}

    private record Key(Alert.Kind kind, AlertSettings.Severity severity, String about) {}

    private final Map<Key, Known> known = new HashMap<>();

    /// Whether an alert would only be counted now.
    boolean isQuiet(Alert.Kind kind, AlertSettings.Severity severity, String about, Instant now) {
        Known before = known.get(new Key(kind, severity, about));
        return before != null && now.isBefore(before.last().plus(before.quiet()));
    }

    /// Takes in an alert. If it is to be sent, returns how many similar ones were only counted since the last one;
    /// empty when this alert is only counted too.
    Optional<Integer> tell(Alert alert, AlertSettings settings) {
        Key key = new Key(alert.kind(), alert.severity(), alert.about());
        Known before = known.get(key);
        if (before == null
                || !alert.at().isBefore(before.last().plus(before.quiet()).plus(settings.maxWait()))) {
            forgetOld(alert.at(), settings.maxWait());
            known.put(key, new Known(alert.at(), settings.initialWait(), 0));
            return Optional.of(before == null ? 0 : before.counted());
        }
        if (alert.at().isBefore(before.last().plus(before.quiet()))) {
            known.put(key, new Known(before.last(), before.quiet(), before.counted() + 1));
            return Optional.empty();
        }
        Duration twice = before.quiet().multipliedBy(2);
        Duration quiet = twice.compareTo(settings.maxWait()) < 0 ? twice : settings.maxWait();
        known.put(key, new Known(alert.at(), quiet, 0));
        return Optional.of(before.counted());
    }

    private void forgetOld(Instant now, Duration maxWait) {
        if (known.size() >= MOST) {
            known.values().removeIf(k -> k.last().plus(k.quiet()).plus(maxWait).isBefore(now));
        }
    }
}
