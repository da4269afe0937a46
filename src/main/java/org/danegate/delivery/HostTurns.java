package org.danegate.delivery;

import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// Records which hosts of a destination have had their turn when it has more than one attempt can try. The next attempt
/// continues with the others, so that every host has its turn in the end. Thread-safe.
final class HostTurns {

    private static final int MOST = 10_000;

    /// A destination as seen from a gateway.
    record Place(String gateway, String destination) {}

    private final Map<Place, Set<String>> tried = Caffeine.newBuilder()
            .maximumSize(MOST)
            .executor(Runnable::run)
            .<Place, Set<String>>build()
            .asMap();

    /// Hosts that earlier attempts tried in vain; the others come first.
    Set<String> tried(Place place) {
        return tried.getOrDefault(place, Set.of());
    }

    /// Records that an attempt reached its bounds after trying these hosts.
    void cut(Place place, Collection<String> hosts) {
        tried.compute(place, (key, before) -> {
            Set<String> known = before == null ? Set.of() : before;
            if (known.containsAll(hosts)) {
                // The round is over; a new one began with these hosts.
                return Set.copyOf(hosts);
            }
            Set<String> all = new HashSet<>(known);
            all.addAll(hosts);
            return Set.copyOf(all);
        });
    }

    /// Records that a host accepted the conversation, or that none was left out: the next attempt starts from
    /// the beginning.
    void over(Place place) {
        tried.remove(place);
    }
}
