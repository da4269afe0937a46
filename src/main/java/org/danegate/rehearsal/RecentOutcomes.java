package org.danegate.rehearsal;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/// The outcomes of the last minutes by destination. Its owner guards it against concurrent use.
final class RecentOutcomes {

    /// Destinations counted in each minute; further ones are not.
    static final int DESTINATIONS = 10_000;

    private static final int SECONDS = 60;

    private final int minutesKept;
    private final Deque<Minute> minutes = new ArrayDeque<>();

    /// @param kept whole minutes
    RecentOutcomes(Duration kept) {
        this.minutesKept = (int) kept.toMinutes();
    }

    private record Minute(long number, Map<String, Outcomes> outcomes) {}

    /// Counts an outcome. One that comes late counts in the newest minute.
    void add(Instant at, String destination, Outcomes outcomes) {
        long number = at.getEpochSecond() / SECONDS;
        Minute newest = minutes.peekLast();
        if (newest == null || number > newest.number()) {
            newest = new Minute(number, new HashMap<>());
            minutes.addLast(newest);
            minutes.removeIf(m -> m.number() < number - minutesKept);
        }
        add(newest.outcomes(), destination, outcomes);
    }

    /// The outcomes since the begin of the minute of a time.
    Map<String, Outcomes> since(Instant from) {
        Map<String, Outcomes> sum = new HashMap<>();
        minutes.stream()
                .filter(m -> m.number() >= from.getEpochSecond() / SECONDS)
                .forEach(m -> m.outcomes().forEach((domain, outcomes) -> add(sum, domain, outcomes)));
        return sum;
    }

    /// Adds to a sum, unless it has too many destinations.
    static void add(Map<String, Outcomes> sum, String destination, Outcomes outcomes) {
        if (sum.size() < DESTINATIONS || sum.containsKey(destination)) {
            sum.merge(destination, outcomes, Outcomes::plus);
        }
    }
}
