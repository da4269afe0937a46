package org.danegate.dns;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One server's turn to answer a question.
///
/// @param timeout how long it may take
/// @param resting true for a server that did not answer recently
record Attempt(Upstream upstream, Duration timeout, boolean resting) {

    /// Timeouts by number of priorities, in seconds (the appliance's schedule).
    private static final Map<Integer, List<Integer>> SCHEDULE =
            Map.of(1, List.of(60), 2, List.of(15, 45), 3, List.of(5, 10, 45));

    private static final Duration TRIAL = Duration.ofSeconds(3);

    /// Servers in the order to query; those that did not answer recently come last. A server that is tried again
    /// after its rest gets little time while there are others, so that mail does not wait for it.
    ///
    /// @param groups by priority
    /// @param timeout of every server; null for the appliance's schedule
    /// @param others whether there are servers besides these
    static List<Attempt> inOrder(List<List<Upstream>> groups, @Nullable Duration timeout, boolean others) {
        boolean choice = groups.stream().flatMap(List::stream).anyMatch(u -> !u.failing()) || others;
        List<Attempt> awake = new ArrayList<>();
        List<Attempt> resting = new ArrayList<>();
        for (int i = 0; i < groups.size(); i++) {
            Duration most = timeout != null ? timeout : scheduled(i, groups.size());
            List<Upstream> group = new ArrayList<>(groups.get(i));
            Collections.shuffle(group);
            for (Upstream upstream : group) {
                boolean brief = upstream.failing() && most.compareTo(TRIAL) > 0 && choice;
                boolean rests = upstream.rests();
                (rests ? resting : awake).add(new Attempt(upstream, brief ? TRIAL : most, rests));
            }
        }
        awake.addAll(resting);
        return awake;
    }

    private static Duration scheduled(int group, int groups) {
        List<Integer> seconds = SCHEDULE.getOrDefault(Math.min(groups, 3), List.of(60));
        return Duration.ofSeconds(seconds.get(Math.min(group, seconds.size() - 1)));
    }
}
