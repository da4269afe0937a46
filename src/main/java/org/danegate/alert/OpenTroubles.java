package org.danegate.alert;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/// The open troubles in memory and in the database. Its owner guards changes against concurrent use; anybody may ask
/// for {@link #shown}.
final class OpenTroubles {

    private static final Logger LOG = LoggerFactory.getLogger(OpenTroubles.class);

    private final TroubleStore store;
    private final Map<AlertTrouble.Key, AlertTrouble> open = new LinkedHashMap<>();
    private final Map<AlertTrouble.Key, Instant> clearSince = new HashMap<>();
    private final Set<AlertTrouble.Key> unconfirmed;
    private volatile List<AlertTrouble> shown = List.of();

    /// Reads what was open before the restart.
    OpenTroubles(TroubleStore store) {
        this.store = store;
        store.all().forEach(trouble -> open.put(trouble.key(), trouble));
        unconfirmed = new HashSet<>(open.keySet());
        show();
    }

    /// Those that nobody acknowledged first, the most serious first, the newest first.
    List<AlertTrouble> shown() {
        return shown;
    }

    private void show() {
        shown = open.values().stream()
                .sorted(Comparator.comparing((AlertTrouble trouble) -> !trouble.unattended())
                        .thenComparing(AlertTrouble::severity)
                        .thenComparing(AlertTrouble::since, Comparator.reverseOrder())
                        .thenComparingLong(AlertTrouble::id))
                .toList();
    }

    @Nullable
    AlertTrouble find(AlertTrouble.Key key) {
        return open.get(key);
    }

    /// Those of some kinds, as a list that does not change.
    List<AlertTrouble> of(Set<Alert.Kind> kinds) {
        return open.values().stream()
                .filter(trouble -> kinds.contains(trouble.finding().kind()))
                .toList();
    }

    AlertTrouble put(AlertTrouble trouble) {
        open.put(trouble.key(), trouble);
        show();
        stored(s -> s.put(trouble));
        return trouble;
    }

    void remove(AlertTrouble trouble) {
        open.remove(trouble.key());
        seen(trouble.key());
        show();
        stored(s -> s.delete(trouble.id()));
    }

    /// Notes that a trouble was found again.
    void seen(AlertTrouble.Key key) {
        clearSince.remove(key);
        unconfirmed.remove(key);
    }

    /// Since when a trouble was not found; the first call notes `now`.
    Instant clearSince(AlertTrouble.Key key, Instant now) {
        return clearSince.computeIfAbsent(key, k -> now);
    }

    /// Whether it is from before the restart and was not found since.
    boolean isUnconfirmed(AlertTrouble.Key key) {
        return unconfirmed.contains(key);
    }

    /// Without a database, alerts still go out.
    private void stored(Consumer<TroubleStore> change) {
        try {
            change.accept(store);
        } catch (DataAccessException e) {
            LOG.warn("An open trouble could not be stored; a restart may repeat its alert", e);
        }
    }
}
