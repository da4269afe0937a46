package org.danegate.fleet;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// Which nodes have another revision in force than the newest for longer than they may. Not safe for several threads.
final class Lags {

    /// A commit is in force everywhere within a second; what a node says of itself is up to two seconds older.
    private static final Duration OWN = Duration.ofSeconds(2);

    private static final Duration OTHERS = Duration.ofSeconds(4);

    private final Map<String, Long> since = new HashMap<>();

    /// @param revisions of the nodes that run, by id
    /// @param self id of this node, whose revision is that of this moment
    /// @param now {@link System#nanoTime}
    /// @return ids of the nodes that lag
    Set<String> look(Map<String, Long> revisions, long newest, String self, long now) {
        since.keySet().retainAll(revisions.keySet());
        Set<String> lagging = new HashSet<>();
        revisions.forEach((id, revision) -> {
            if (revision == newest) {
                since.remove(id);
            } else {
                long begun = since.computeIfAbsent(id, first -> now);
                if (now - begun > (id.equals(self) ? OWN : OTHERS).toNanos()) {
                    lagging.add(id);
                }
            }
        });
        return lagging;
    }
}
