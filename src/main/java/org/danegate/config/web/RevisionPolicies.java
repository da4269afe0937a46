package org.danegate.config.web;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.danegate.config.PolicyChange;
import org.danegate.config.PolicyRevision;
import org.danegate.config.WorkingPolicy;
import org.danegate.policy.Policy;
import org.springframework.stereotype.Component;

/// Caches the policies of the revisions read last, and the differences between two of them. A revision never changes,
/// so its file is read once and two revisions are compared once, however many pages a user turns.
@Component
class RevisionPolicies {

    private static final int KEPT = 4;

    private final WorkingPolicy working;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Long, Policy> policies = newest();
    private final Map<Pair, List<PolicyChange>> differences = newest();

    RevisionPolicies(WorkingPolicy working) {
        this.working = working;
    }

    private record Pair(long before, long after) {}

    /// @param number of an existing revision; 0 or less for the factory settings
    Policy policy(long number) {
        return number <= 0
                ? Policy.defaults()
                : known(
                        policies,
                        number,
                        n -> working.revision(n)
                                .map(PolicyRevision::policy)
                                .orElseThrow(() -> new IllegalArgumentException("no revision " + n)));
    }

    /// The differences from one revision to another.
    List<PolicyChange> between(long before, long after) {
        return known(
                differences,
                new Pair(before, after),
                pair -> List.copyOf(PolicyChange.between(policy(pair.before()), policy(pair.after()))));
    }

    private <K, V> V known(Map<K, V> values, K key, Function<K, V> made) {
        lock.lock();
        try {
            V known = values.get(key);
            if (known == null) {
                known = made.apply(key);
                values.put(key, known);
            }
            return known;
        } finally {
            lock.unlock();
        }
    }

    private static <K, V> Map<K, V> newest() {
        return new LinkedHashMap<>(8, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > KEPT;
            }
        };
    }
}
