package org.danegate.monitor;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Equal attempts in a row.
///
/// @param newest the newest of them
/// @param oldest the oldest of them
/// @param count how many
public record AttemptGroup(Attempt newest, Attempt oldest, int count) {

    /// Groups attempts; the newest comes first, before and after.
    public static List<AttemptGroup> of(List<Attempt> attempts) {
        List<AttemptGroup> groups = new ArrayList<>();
        for (Attempt attempt : attempts) {
            AttemptGroup last = groups.isEmpty() ? null : groups.getLast();
            if (last != null && last.takes(attempt)) {
                groups.set(groups.size() - 1, new AttemptGroup(last.newest(), attempt, last.count() + 1));
            } else {
                groups.add(new AttemptGroup(attempt, attempt, 1));
            }
        }
        return List.copyOf(groups);
    }

    private boolean takes(Attempt other) {
        return look(newest).equals(look(other));
    }

    private static Look look(Attempt attempt) {
        AttemptPath path = AttemptPath.of(attempt.evidence(), attempt.trouble());
        return new Look(
                DaneResult.of(attempt.evidence()),
                attempt.trouble() == null ? null : attempt.trouble().text(),
                path.host(),
                path.steps().stream().map(PathStep::state).toList());
    }

    /// What a reader would tell attempts apart by.
    private record Look(DaneResult dane, @Nullable String trouble, String host, List<PathStep.State> steps) {}
}
