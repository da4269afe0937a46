package org.danegate.delivery;

import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// Which hosts of a destination had their turn, where it has more than one attempt takes: the next attempt goes on with
/// the others, so that in the end every host has its turn. May be used by many threads at once.
final class HostTurns {

    private static final int MOST = 10_000;

    /// A destination as seen from a gateway.
    record Place(String gateway, String destination) {}

    private final Map<Place, Set<String>> tried = Caffeine.newBuilder()
            .maximumSize(MOST)
            .executor(Runnable::run)
            .<Place, Set<String>>build()
            .asMap();

    /// Hosts that earlier attempts tried in vain: the others come first.
    Set<String> tried(Place place) {
        return tried.getOrDefault(place, Set.of());
    }

    /// An attempt ended at its bounds; these hosts had their turn in it.
    void cut(Place place, Collection<String> hosts) {
        tried.compute(place, (key, before) -> {
            Set<String> known = before == null ? Set.of() : before;
            if (known.containsAll(hosts)) {
                // The round is over: another has begun with these.
                return Set.copyOf(hosts);
            }
            Set<String> all = new HashSet<>(known);
            all.addAll(hosts);
            return Set.copyOf(all);
        });
    }

    /// A host took the conversation, or none was left out: the next attempt begins at the start.
    void over(Place place) {
        tried.remove(place);
    }
}
