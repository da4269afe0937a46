package org.danegate.history;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/// Finds what became different in a range.
public final class Changes {

    private static final Duration BEFORE = Duration.ofDays(7);
    private static final int MOST_NOTES = 20;
    private static final int MOST_DOMAINS = 10;

    private final History history;
    private final Notes notes;

    Changes(History history, Notes notes) {
        this.history = history;
        this.notes = notes;
    }

    /// The changes of a range that ends now: destinations first, those with most attempts at the top, then the
    /// notes, newest first.
    public List<Change> of(HistoryRange range) {
        Map<String, Figures> current = history.byDestination(range.from(), range.to());
        Map<String, Figures> before = history.byDestination(range.from().minus(BEFORE), range.from());
        List<Change> changes = new ArrayList<>();
        changes.addAll(newly(Figure.DANE_FAIL, current, before, Change.NewlyFailing::new));
        changes.addAll(newly(Figure.DANE_FALLBACK, current, before, Change.NewlyFallingBack::new));
        notes.since(range.from(), MOST_NOTES).forEach(note -> changes.add(new Change.Noted(note)));
        return changes;
    }

    /// The commits of a range that ends now.
    public List<Note> commits(HistoryRange range) {
        return notes.since(range.from(), MOST_NOTES * 10).stream()
                .filter(note -> note.kind() == Note.Kind.COMMIT)
                .toList();
    }

    private static List<Change> newly(
            Figure figure,
            Map<String, Figures> current,
            Map<String, Figures> before,
            BiFunction<String, Long, Change> change) {
        return current.entrySet().stream()
                .filter(entry -> !entry.getKey().equals(Slice.OTHERS))
                .filter(entry -> entry.getValue().get(figure) > 0)
                .filter(entry ->
                        before.getOrDefault(entry.getKey(), new Figures()).get(figure) == 0)
                .sorted(Comparator.comparingLong(entry -> -entry.getValue().get(figure)))
                .limit(MOST_DOMAINS)
                .map(entry -> change.apply(entry.getKey(), entry.getValue().get(figure)))
                .toList();
    }
}
